"""The spreadsheet to fill in: the names of the columns, an example, and the values that are allowed."""

from __future__ import annotations

import io
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from filon.kernel.imports.kinds import ImportField, ImportKind

VALIDATED = 2_000
"""Lines in which a spreadsheet offers the allowed values."""


def template_of(kind: ImportKind, language: str) -> bytes:
    """An XLSX of two sheets."""
    with translation.override(language):
        book = Workbook()
        book.remove(book.worksheets[0])
        lines, values = book.create_sheet(str(kind.label)[:31]), book.create_sheet(_("Allowed values"))
        for place, field in enumerate(kind.fields, start=1):
            _column(lines, values, place, field)
        lines.freeze_panes = values.freeze_panes = "A2"
        content = io.BytesIO()
        book.save(content)
    return content.getvalue()


def _column(lines: Any, values: Any, place: int, field: ImportField) -> None:
    letter = get_column_letter(place)
    for sheet in (lines, values):
        sheet.cell(1, place, str(field.label)).font = Font(bold=True)
        sheet.column_dimensions[letter].width = max(14, len(str(field.label)) + 4)
    lines.cell(2, place, str(field.example))
    told = [str(words) for _code, words in field.allowed()] if field.allowed else [_told(field)]
    for row, words in enumerate(told, start=2):
        values.cell(row, place, words)
    if field.allowed:
        offered = DataValidation("list", formula1=f"'{values.title}'!${letter}$2:${letter}${len(told) + 1}", allow_blank=True)
        lines.add_data_validation(offered)
        offered.add(f"{letter}2:{letter}{VALIDATED}")


def _told(field: ImportField) -> str:
    need = _("needed") if field.is_required else _("may be empty")
    return f"{need}; {field.hint}" if field.hint else need
