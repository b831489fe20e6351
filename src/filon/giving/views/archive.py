"""A ZIP of stored files, written while it is sent: it holds one file in memory, however many there are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from filon.kernel import files
from filon.kernel.models import StoredFile

WHEN = (1980, 1, 1, 0, 0, 0)
"""The moment of every entry: the same files give the same bytes."""


class _Leaving(io.RawIOBase):
    """What was written since it was taken last; it cannot go back."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        before = len(self.waiting)
        self.waiting += content  # type: ignore[arg-type]
        return len(self.waiting) - before

    def taken(self) -> bytes:
        content = bytes(self.waiting)
        self.waiting.clear()
        return content


def zipped(named: Sequence[tuple[str, StoredFile]]) -> Iterator[bytes]:
    """PDFs are compressed already: they are stored as they are."""
    leaving = _Leaving()
    with zipfile.ZipFile(leaving, "w", zipfile.ZIP_STORED) as archive:
        for name, stored in named:
            with files.file_open(stored) as opened:
                archive.writestr(zipfile.ZipInfo(name, WHEN), opened.read())
            yield leaving.taken()
    yield leaving.taken()
