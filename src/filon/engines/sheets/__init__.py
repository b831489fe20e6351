"""Spreadsheets that people bring: XLSX and CSV read as lines of text, columns recognised by their names, cells read as days, figures, yes
and no. Pure Python, no Django: what is refused is a code, the sentence is the caller's."""

from filon.engines.sheets.columns import ColumnName, guess, head_of, plain
from filon.engines.sheets.model import Line, Sheet, SheetsRefused
from filon.engines.sheets.reading import read
from filon.engines.sheets.values import Unreadable, day, figure, yes_or_no

__all__ = [
    "ColumnName",
    "Line",
    "Sheet",
    "SheetsRefused",
    "Unreadable",
    "day",
    "figure",
    "guess",
    "head_of",
    "plain",
    "read",
    "yes_or_no",
]
