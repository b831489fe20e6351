"""What a spreadsheet says, as text."""

from dataclasses import dataclass, field

FORMULA = "\ue000formula"
"""In place of a formula whose result was never computed: only the spreadsheet that wrote it could."""
MOST_ROWS = 100_000
MOST_HEADINGS = 20
"""Titles and names of columns above the data: they take no line of it away."""
MOST_LINES = MOST_ROWS + MOST_HEADINGS
MOST_COLUMNS = 100
LONGEST_CELL = 4_000
MOST_CHARACTERS = 40_000_000
"""Of all cells together."""


class SheetsRefused(ValueError):  # noqa: N818  a refusal is an answer
    """The file cannot be read: `code` is one of empty, damaged, locked, not_a_sheet, too_many_rows, too_much."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is the line as the spreadsheet counts them, from 1; a cell that is not there is ""."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet with its lines that are not empty. `merged`: ranges like A2:A5; what one holds was written into each line it covers."""

    name: str
    lines: tuple[Line, ...] = ()
    is_hidden: bool = False
    merged: tuple[str, ...] = field(default=())
