"""CSV and XLSX files made while they are sent; a cell that a spreadsheet would run as a formula is written as text."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook

from filon.kernel.magic import CONTENT_TYPES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def cell(value: Any) -> Any:
    """A value as a cell holds it: numbers and days as they are, times in Paris, text that cannot become a formula, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | date):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def respond(kind: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """The answer that downloads `<name>-<today>.<kind>`, kind being csv or xlsx."""
    filename = f"{slugify(name)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    lines = ([cell(value) for value in row] for row in rows)
    if kind == "xlsx":
        return FileResponse(_workbook(name, heads, lines), as_attachment=True, filename=filename, content_type=CONTENT_TYPES["xlsx"])
    response = StreamingHttpResponse(_csv(heads, lines), content_type=CONTENT_TYPES["csv"])
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Semicolons and a byte order mark: what a French spreadsheet opens without asking."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    writer.writerow(heads)
    for row in rows:
        writer.writerow(row)
        if line.tell() > 32 * 1024:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


def _workbook(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> "tempfile._TemporaryFileWrapper[bytes]":
    """Written row by row to a temporary file that disappears once it is sent."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=name[:31])
    sheet.freeze_panes = "A2"
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    content = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  FileResponse closes it
    book.save(content)
    content.seek(0)
    return content
