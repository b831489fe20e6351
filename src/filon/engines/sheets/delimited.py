"""CSV as it comes: UTF-8, UTF-16 or Windows-1252; semicolons, commas, tabs or bars."""

import csv
import io
from collections import Counter
from itertools import islice

from filon.engines.sheets.model import LONGEST_CELL, MOST_CHARACTERS, MOST_COLUMNS, Line, Sheet, SheetsRefused

DELIMITERS = ";\t,|"
LOOKED_AT = 30
"""Lines that tell the delimiter."""
CONTROLS = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f")


def decoded(content: bytes) -> str:
    """The text: UTF-16 when it says so, else UTF-8, else Windows-1252. Raises SheetsRefused when it is no text."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROLS.isdisjoint(text):
            return text
    raise SheetsRefused("not_a_sheet")


def delimited_sheet(content: bytes, *, most: int, refuse_more: bool) -> Sheet:
    """The one sheet of a CSV; its name is empty."""
    text = decoded(content)
    if len(text) > MOST_CHARACTERS:
        raise SheetsRefused("too_much")
    found: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        for number, cells in enumerate(reader, start=1):
            line = _line(number, cells)
            if line is None:
                continue
            if len(found) == most:
                if refuse_more:
                    raise SheetsRefused("too_many_rows")
                break
            found.append(line)
    except csv.Error as error:
        raise SheetsRefused("damaged") from error
    return Sheet("", tuple(found))


def _line(number: int, cells: list[str]) -> Line | None:
    kept = tuple(cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS])
    return Line(number, kept) if any(kept) else None


def delimiter_of(text: str) -> str:
    """The sign that parts most lines into the same number of cells, more than one; a comma inside an amount seldom does."""
    lines = [line for line in islice(text.splitlines(), LOOKED_AT) if line.strip()]
    return max(DELIMITERS, key=lambda sign: _steadiness(lines, sign))


def _steadiness(lines: list[str], sign: str) -> tuple[int, int]:
    """How many lines have the commonest number of this sign, and that number."""
    counts = Counter(count for line in lines if (count := _outside_quotes(line).count(sign)))
    if not counts:
        return 0, 0
    number, times = counts.most_common(1)[0]
    return times, number


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
