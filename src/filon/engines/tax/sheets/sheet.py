"""What a sheet is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from filon.engines.tax.explanation import Line
from filon.engines.tax.tables import Row, Table


@dataclass(frozen=True, slots=True)
class Answer:
    """What one row gives: its cells, and the lines that explain them."""

    row: Row
    cells: dict[str, str]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`results` are the columns every answer has; `compute` raises TaxRefused."""

    required: tuple[str, ...]
    results: tuple[str, ...]
    compute: Callable[[Table], list[Answer]]
