"""Tables in CSV: read whole with the place of everything, written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filon.engines.tax.errors import Malformed, TaxRefused
from filon.engines.tax.figures import cents_of


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by column; `line` is where it starts in the file."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """What stands there, trimmed; empty when there is no such column."""
        return self.cells.get(column, "").strip()

    def cents(self, column: str) -> int:
        """Raises Malformed for anything but an amount of zero or more."""
        try:
            return cents_of(self.cells[column])
        except TaxRefused as refusal:
            raise self.wrong(column, str(refusal)) from None

    def optional_cents(self, column: str) -> int:
        """Zero when the column or its cell is empty."""
        return self.cents(column) if self.text(column) else 0

    def whole(self, column: str, *, least: int, most: int) -> int:
        """A whole number."""
        text = self.text(column)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise self.wrong(column, f"a whole number from {least} to {most} is expected, found “{text}”")
        return int(text)

    def day(self, column: str) -> date | None:
        """None when the column or its cell is empty."""
        text = self.text(column)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.wrong(column, f"a day like 2026-12-31 is expected, found “{text}”") from None

    def wrong(self, column: str, problem: str) -> Malformed:
        """A refusal that says where."""
        return Malformed(f"{self.file}, line {self.line}, column {column}", f"{problem}.")


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: `delimiter` is a comma or a semicolon, as the header has it."""

    file: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, required: Sequence[str]) -> Table:
    """Raises Malformed, with file, line and column, unless it is UTF-8, whole and has the columns that are required."""
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = _lines(path.name, text, delimiter)
    _line, names = next(lines, (1, []))
    header = tuple(name.strip() for name in names)
    _check_header(path.name, header, required)
    return Table(path.name, delimiter, header, tuple(_row(path.name, line, header, cells) for line, cells in lines))


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TaxRefused(f"{path} cannot be read: {error.strerror}.") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Malformed(f"{path.name}, line {line}", "not UTF-8: save the table as “CSV UTF-8”.") from None
    if "\0" in text:
        raise Malformed(path.name, "not a text: a table in CSV is expected.")
    return text


def _lines(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the line they start on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Malformed(f"{name}, line {line}", f"not a row of CSV ({error}): are the quotation marks closed?") from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _check_header(name: str, header: Sequence[str], required: Sequence[str]) -> None:
    if not any(header):
        raise Malformed(f"{name}, line 1", f"the names of the columns are expected: {', '.join(required)}.")
    twice = [column for column in header if column and header.count(column) > 1]
    if twice:
        raise Malformed(f"{name}, line 1", f"the column {twice[0]} stands there twice.")
    missing = [column for column in required if column not in header]
    if missing:
        raise Malformed(f"{name}, line 1", f"no column {', '.join(missing)}: the columns {', '.join(required)} are expected.")


def _row(name: str, line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        advice = "a figure or a text with the sign between cells stands in quotation marks"
        raise Malformed(f"{name}, line {line}", f"{len(cells)} cells, {len(header)} are expected: {advice}.")
    return Row(name, line, dict(zip(header, cells, strict=True)))


def write_table(path: Path, table: Table, results: Sequence[Mapping[str, str]], always: Sequence[str]) -> None:
    """Every column as it came, then those of the results, `always` even without a row; one that is there already is replaced. Whoever reads
    meanwhile sees the file as it was."""
    names = dict.fromkeys([*(name for result in results for name in result), *always])
    header = [*table.header, *(name for name in names if name not in table.header)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\n")
    writer.writerow(header)
    for row, result in zip(table.rows, results, strict=True):
        cells = {**row.cells, **result}
        writer.writerow([cells.get(column, "") for column in header])
    _replace(path, text.getvalue().encode())


def _replace(path: Path, content: bytes) -> None:
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise TaxRefused(f"{path} cannot be written: it is not a file.")
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_mask())
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise TaxRefused(f"{path} cannot be written: {error.strerror}.") from None


def _mask() -> int:
    """What the umask takes away from a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
