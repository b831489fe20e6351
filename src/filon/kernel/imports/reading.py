"""The file in a confined process: it comes from anybody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from filon.engines.sheets import Line
from filon.engines.sheets.model import MOST_HEADINGS, MOST_ROWS, SheetsRefused
from filon.kernel.confined import Broken, Pool
from filon.kernel.errors import Refused
from filon.kernel.files import LARGEST
from filon.kernel.formats import number

POOL = Pool("filon.engines.sheets.job:read_sheets", seconds=90, memory=2 * 1024**3, jobs=50, size=1, is_fresh=True)
LOOK = MOST_HEADINGS
"""Lines of each sheet that a first look reads: the names of the columns are chosen among them."""


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as read: its lines that hold something, and the first ranges of merged cells."""

    name: str
    is_hidden: bool
    merged: Sequence[str]
    lines: Sequence[Line]


def look(content: bytes) -> list[ReadSheet]:
    """The first lines of each sheet. Raises Refused (field `file`)."""
    return _ask({"most": LOOK, "is_look": True}, content)


def sheet_of(content: bytes, place: int) -> ReadSheet:
    """One sheet, whole. Raises Refused (field `file`)."""
    found = _ask({"sheet": place}, content)
    if not found:
        raise refused("damaged")
    return found[0]


def _ask(words: dict[str, Any], content: bytes) -> list[ReadSheet]:
    try:
        told, answer = POOL.ask(words, content)
    except (Broken, ValueError) as broken:
        raise refused("too_much") from broken
    if "refused" in told:
        raise refused(str(told["refused"]))
    return [_sheet(one) for one in json.loads(answer)]


def _sheet(told: dict[str, Any]) -> ReadSheet:
    lines = [Line(line[0], tuple(line[1:])) for line in told["lines"]]
    return ReadSheet(told["name"], told["is_hidden"], told["merged"], lines)


def refused(code: str) -> Refused:
    return Refused(_sentences()[SheetsRefused(code).code], field="file")


def _sentences() -> dict[str, str]:
    return {
        "empty": _("This file holds no line: choose the sheet with your data, or the right file."),
        "damaged": _("This file is damaged and cannot be read: open it in your spreadsheet, save it again as .xlsx, then send it."),
        "locked": _("This file is in the old Excel format or protected by a password: save it as .xlsx, without a password."),
        "not_a_sheet": _("This is not a spreadsheet, whatever its name says: send an .xlsx or a .csv file."),
        "too_many_rows": _("This sheet has more than %(most)s lines: split it into several files and send them one after the other.")
        % {"most": number(MOST_ROWS)},
        "too_much": _("This file takes too much time or memory to read: remove pictures, formatting and sheets that are not needed."),
        "too_large": _("This file is too large: at most %(largest)s MB. Split it into several files.") % {"largest": LARGEST // 1024**2},
    }
