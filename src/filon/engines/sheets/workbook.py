"""XLSX: values with the help of openpyxl; what it does not tell (merged cells, formulas never computed) from the sheet's own XML."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from filon.engines.sheets.model import FORMULA, LONGEST_CELL, MOST_CHARACTERS, MOST_COLUMNS, Line, Sheet, SheetsRefused

MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
NEVER_COMPUTED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
LARGEST_UNZIPPED = 200 * 1024 * 1024
EMPTY_LINES = 2_000
"""So many empty lines in a row end a sheet: some are formatted down to the last line there is."""


def workbook_sheets(archive: zipfile.ZipFile, *, most: int, refuse_more: bool) -> list[Sheet]:
    """In the order of the workbook. Raises SheetsRefused."""
    if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNZIPPED:
        raise SheetsRefused("too_much")
    try:
        book = load_workbook(_content(archive), read_only=True, data_only=True, keep_links=False)
        return [_sheet(archive, sheet, most=most, refuse_more=refuse_more) for sheet in book.worksheets]
    except SheetsRefused:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise SheetsRefused("damaged") from error


def _content(archive: zipfile.ZipFile) -> IO[bytes]:
    assert archive.fp is not None, "the archive is open"
    return archive.fp


def _sheet(archive: zipfile.ZipFile, sheet: Any, *, most: int, refuse_more: bool) -> Sheet:
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    told = archive.read(path) if path in archive.namelist() else b""
    merged = tuple(found.decode() for found in MERGED.findall(told))
    formulas = {_place(found.decode()) for found in NEVER_COMPUTED.findall(told)}
    del told
    sheet.reset_dimensions()
    lines: list[Line] = []
    characters = 0
    for line in _lines(sheet.iter_rows(values_only=True), formulas):
        if len(lines) == most:
            if refuse_more:
                raise SheetsRefused("too_many_rows")
            break
        characters += sum(map(len, line.cells))
        if characters > MOST_CHARACTERS:
            raise SheetsRefused("too_much")
        lines.append(line)
    return Sheet(sheet.title, _filled(lines, merged), sheet.sheet_state != "visible", merged)


def _place(coordinate: str) -> tuple[int, int]:
    column, row = coordinate_from_string(coordinate)
    return row, column_index_from_string(column)


def _lines(rows: Iterable[tuple[Any, ...]], formulas: set[tuple[int, int]]) -> Iterator[Line]:
    """Those that hold something, as text."""
    with_formula = {row for row, _column in formulas}
    empty = 0
    for number, row in enumerate(rows, start=1):
        cells = _trimmed(row)
        if number in with_formula:
            cells = tuple(FORMULA if (number, place) in formulas else _text(cell) for place, cell in enumerate(row, start=1))
        empty = 0 if any(cells) else empty + 1
        if not empty:
            yield Line(number, cells)
        elif empty > EMPTY_LINES:
            return


def _trimmed(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Without the empty cells at its end."""
    cells = [_text(value) for value in row[:MOST_COLUMNS]]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _text(value: Any) -> str:
    """A cell as people would type it; a moment is its day."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()[:LONGEST_CELL]
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _filled(lines: list[Line], merged: tuple[str, ...]) -> tuple[Line, ...]:
    """What a cell merged downwards holds, said on each line that it covers."""
    bounds = [tuple(int(side or 0) for side in range_boundaries(ranged)) for ranged in merged]
    tall = [(left, top, bottom) for left, top, _right, bottom in bounds if bottom > top]
    if not tall:
        return tuple(lines)
    cells = {line.number: list(line.cells) for line in lines}
    for left, top, bottom in tall:
        held = _at(cells.get(top, []), left)
        for number in range(top + 1, bottom + 1):
            if held and number in cells and not _at(cells[number], left):
                row = cells[number]
                row.extend([""] * (left - len(row)))
                row[left - 1] = held
    return tuple(Line(number, tuple(row)) for number, row in cells.items())


def _at(cells: list[str], column: int) -> str:
    return cells[column - 1] if column <= len(cells) else ""
