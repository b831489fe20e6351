"""The zip of a DOCX and its XML, refused when it is something else or more than we read. ECMA-376, part 2."""

import io
import lzma
import zipfile
import zlib
from enum import Enum

from lxml import etree

LARGEST_UNZIPPED = 60 * 1024 * 1024
MOST_ENTRIES = 2000
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""A compound file: Word before 2007, or any Office file protected by a password."""
DOCUMENT, STYLES, COMMENTS = "word/document.xml", "word/styles.xml", "word/comments.xml"
UNREADABLE = (
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
"""What a damaged, locked or false archive raises."""
MACROS = "word/vbaProject.bin"


class Reason(Enum):
    NOT_A_DOCX = "not_a_docx"
    OLD_OR_LOCKED = "old_or_locked"
    TOO_LARGE = "too_large"
    MACROS = "macros"
    DAMAGED = "damaged"


class NotReadable(Exception):  # noqa: N818  an answer
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Archive:
    """Its parts as parsed XML. Raises NotReadable."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(OLD_OR_LOCKED):
            raise NotReadable(Reason.OLD_OR_LOCKED)
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise NotReadable(Reason.DAMAGED if content.startswith(b"PK") else Reason.NOT_A_DOCX) from error
        self.names = set(self.zip.namelist())
        self._check()

    def _check(self) -> None:
        entries = self.zip.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNZIPPED:
            raise NotReadable(Reason.TOO_LARGE)
        if DOCUMENT not in self.names or "[Content_Types].xml" not in self.names:
            raise NotReadable(Reason.NOT_A_DOCX)
        if MACROS in self.names:
            raise NotReadable(Reason.MACROS)

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, None without that part. No entity is resolved and no document type accepted."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.zip.read(name), parser)
        except UNREADABLE as error:
            raise NotReadable(Reason.DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise NotReadable(Reason.DAMAGED)
        return root
