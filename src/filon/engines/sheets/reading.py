"""Bytes to sheets: which format, which encoding, which delimiter."""

import io
import zipfile

from filon.engines.sheets.delimited import delimited_sheet
from filon.engines.sheets.model import MOST_LINES, Sheet, SheetsRefused
from filon.engines.sheets.workbook import workbook_sheets

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""A compound file: an old .xls, or a workbook under a password."""
BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"{\\rtf")
OTHER_TEXT = (b"<!doctype", b"<html", b"<?xml", b"{")


def read(content: bytes, *, most: int = MOST_LINES, refuse_more: bool = True) -> list[Sheet]:
    """Every sheet of the file, hidden ones too, each with its first `most` lines. Raises SheetsRefused; with `refuse_more` also for a sheet
    with more lines."""
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise SheetsRefused("empty")
    if content.startswith(OLD_OR_LOCKED):
        raise SheetsRefused("locked")
    if content.startswith(b"PK\x03\x04"):
        sheets = workbook_sheets(_archive(content), most=most, refuse_more=refuse_more)
    elif content.startswith(BINARY) or content[:64].lstrip().lower().startswith(OTHER_TEXT):
        raise SheetsRefused("not_a_sheet")
    else:
        sheets = [delimited_sheet(content, most=most, refuse_more=refuse_more)]
    if not any(sheet.lines for sheet in sheets):
        raise SheetsRefused("empty")
    return sheets


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise SheetsRefused("damaged") from error
    if "xl/workbook.xml" not in archive.namelist():
        raise SheetsRefused("not_a_sheet")
    return archive
