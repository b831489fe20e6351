"""What a file is, by its content and never by its name."""

import codecs
import zipfile
from typing import IO, Literal

Kind = Literal["pdf", "png", "jpeg", "xlsx", "docx", "csv", "txt", "bank"]

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg"),
    "xlsx": (".xlsx",),
    "docx": (".docx",),
    "csv": (".csv",),
    "txt": (".txt",),
    "bank": (".xml", ".sta", ".mt940", ".940", ".ofx", ".qfx", ".csv", ".txt"),
}
CONTENT_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "bank": "application/octet-stream",
}
SIGNATURES: tuple[tuple[bytes, Kind], ...] = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
OFFICE: tuple[tuple[str, Kind], ...] = (("xl/workbook.xml", "xlsx"), ("word/document.xml", "docx"))
STATEMENTS = (".xml", ".sta", ".mt940", ".940", ".ofx", ".qfx")
"""Names of what banks send: text of any page of codes, read by whoever knows the format, and never shown."""
MACROS = frozenset(("xl/vbaProject.bin", "word/vbaProject.bin"))
LARGEST_UNZIPPED = 200 * 1024 * 1024
CONTROLS = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f")


def kind_of(content: IO[bytes], name: str) -> Kind | None:
    """The kind of an opened file, None when it is none that we take. The name only tells CSV from other text."""
    content.seek(0)
    start = content.read(1024)
    for signature, kind in SIGNATURES:
        if start.startswith(signature):
            return kind
    if start.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    if name.lower().endswith(STATEMENTS) or (name.lower().endswith(".csv") and not _is_text(content)):
        return None if b"\x00" in start else "bank"
    if _is_text(content):
        return "csv" if name.lower().endswith(".csv") else "txt"
    return None


def _office_kind(content: IO[bytes]) -> Kind | None:
    """A zip with a workbook or a document, no macro, and no more than 200 MB once unzipped."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return None
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or MACROS & names or sum(entry.file_size for entry in entries) > LARGEST_UNZIPPED:
        return None
    return next((kind for part, kind in OFFICE if part in names), None)


def _is_text(content: IO[bytes]) -> bool:
    """UTF-8 from end to end, without control characters."""
    content.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while chunk := content.read(64 * 1024):
            if not CONTROLS.isdisjoint(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
