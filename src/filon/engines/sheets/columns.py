"""Which column is which: the line of the names, and what each name means."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from filon.engines.sheets.model import Line

LOOKED_AT = 15
"""The names stand among the first lines that hold something."""
_NOT_A_SIGN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class ColumnName:
    """A value that is looked for, and how people call it, in any language and spelling."""

    code: str
    names: tuple[str, ...]


def plain(text: str) -> str:
    """Without accents, case and punctuation: `N° SIRET` and `n siret` are the same."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return _NOT_A_SIGN.sub(" ", bare).strip()


def head_of(lines: Sequence[Line], wanted: Sequence[ColumnName]) -> int | None:
    """The number of the line with the names: of the first ones, that with most names that are known; else the first with two texts. Of two
    lines of names, one above the other, it is the lower one when it tells more."""
    first = lines[:LOOKED_AT]
    known = {line.number: len(guess(line.cells, wanted)) for line in first}
    best = max(known, key=lambda number: known[number], default=None)
    if best is not None and known[best] > 0:
        return best
    return next((line.number for line in first if sum(1 for cell in line.cells if cell) > 1), first[0].number if first else None)


def guess(heads: Sequence[str], wanted: Sequence[ColumnName]) -> dict[str, int]:
    """Code to column: first by the exact name, then by a name that begins or ends the head. A column serves once."""
    names = [plain(head) for head in heads]
    found: dict[str, int] = {}
    for fits in (_is, _holds):
        for column in wanted:
            if column.code not in found:
                place = _first(names, column, found, fits)
                if place is not None:
                    found[column.code] = place
    return found


def _first(names: Sequence[str], column: ColumnName, taken: Mapping[str, int], fits: Callable[[str, str], bool]) -> int | None:
    for wanted in map(plain, column.names):
        for place, name in enumerate(names):
            if name and place not in taken.values() and fits(name, wanted):
                return place
    return None


def _is(name: str, wanted: str) -> bool:
    return name == wanted


def _holds(name: str, wanted: str) -> bool:
    return len(wanted) > 3 and (name.startswith(f"{wanted} ") or name.endswith(f" {wanted}"))
