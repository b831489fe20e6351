"""Small workbooks as people send them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook


def workbook(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), hidden: Sequence[Sequence[Any]] = ()) -> bytes:
    """One sheet, and a hidden one before it where it has lines."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Liste"
    for row in rows:
        sheet.append(list(row))
    for ranged in merged:
        sheet.merge_cells(ranged)
    if hidden:
        other = book.create_sheet("Vieux", 0)
        for row in hidden:
            other.append(list(row))
        other.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
