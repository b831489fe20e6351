"""Two texts part by part: two versions, or what was sent and what came back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import chain

from filon.engines.wording_difference import Difference, difference
from filon.kernel.manuscript.markup import blocks, text_of
from filon.kernel.manuscript.model import Manuscript, SigningPlace, Table

TITLE, BETWEEN, CLOSING, SIGNING = "@title", "@between", "@closing", "@signing"
"""Keys of the parts that every text has; no key of a manuscript begins with `@`."""
CELLS = " | "


@dataclass(frozen=True)
class Part:
    """One part as words: `key` is None for a part that nobody has sent; `ledger` is its tables, one row a line."""

    key: str | None
    title: str
    text: str
    ledger: str = ""


class Fate(Enum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class PartDifference:
    """`moved`: it no longer follows the part that it followed."""

    key: str | None
    fate: Fate
    title: Difference
    text: Difference
    ledger: Difference
    moved: bool = False


def parts_of(manuscript: Manuscript) -> tuple[Part, ...]:
    """Everything that people can change in a text, in its order; texts in their plainest writing, so that only words count."""
    return (
        Part(TITLE, manuscript.title, manuscript.subtitle),
        Part(BETWEEN, "", plain("\n\n".join(manuscript.between))),
        *(Part(recital.key, "", plain(recital.text)) for recital in manuscript.recitals),
        *(Part(article.key, article.title, plain(article.text), ledger_of(article.tables)) for article in manuscript.articles),
        Part(CLOSING, "", plain(manuscript.closing)),
        Part(SIGNING, "", "\n\n".join(lines_of(place) for place in manuscript.signing)),
        *(Part(annex.key, annex.title, plain(annex.text), ledger_of(annex.tables)) for annex in manuscript.annexes),
    )


def plain(text: str) -> str:
    return text_of(blocks(text))


def lines_of(place: SigningPlace) -> str:
    """Party, name and quality, one a line."""
    return "\n".join(filter(None, (place.party, place.name, place.quality)))


def ledger_of(tables: Sequence[Table]) -> str:
    """Every row of every table after its caption and its head, one a line."""
    rows = chain.from_iterable(
        (*([[table.caption]] if table.caption else []), [one.label for one in table.columns], *table.rows) for table in tables
    )
    return "\n".join(CELLS.join(" ".join(cell.split()) for cell in row) for row in rows)


def compare(old: Sequence[Part], new: Sequence[Part]) -> tuple[PartDifference, ...]:
    """Every part of the new text in its order, each removed one where it was. Empty parts on both sides are left out."""
    before: dict[str | None, Part] = {part.key: part for part in old if part.key is not None}
    kept = [part.key for part in new if part.key in before]
    found = [_difference(before.get(part.key), part) for part in new]
    for number, part in enumerate(old):
        if part.key not in kept:
            found.insert(_place(found, [one.key for one in old[:number]]), _difference(part, None))
    moved = _moved([part.key for part in old if part.key in kept], kept)
    return tuple(replace(one, moved=one.key in moved) for one in found if one.title.runs or one.text.runs or one.ledger.runs)


def _difference(old: Part | None, new: Part | None) -> PartDifference:
    nothing = Part(None, "", "")
    before, after = old or nothing, new or nothing
    title, text, ledger = (
        difference(before.title, after.title),
        difference(before.text, after.text),
        difference(before.ledger, after.ledger),
    )
    is_same = title.is_same and text.is_same and ledger.is_same
    fate = Fate.ADDED if old is None else Fate.REMOVED if new is None else Fate.SAME if is_same else Fate.CHANGED
    return PartDifference(after.key if new else before.key, fate, title, text, ledger)


def _place(found: Sequence[PartDifference], before: Sequence[str | None]) -> int:
    """After the last of the parts that stood before."""
    return max((number + 1 for number, one in enumerate(found) if one.key is not None and one.key in before), default=0)


def _moved(old: Sequence[str | None], new: Sequence[str | None]) -> set[str | None]:
    """Keys out of the longest order that both share."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return {key for tag, _i1, _i2, start, end in matcher.get_opcodes() if tag != "equal" for key in new[start:end]}
