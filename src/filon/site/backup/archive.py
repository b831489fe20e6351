"""The form of an archive: a tar file, `database.sql.gz` first, then `files/…`, then `secrets/…` if asked, then the manifest and its digest.

Any `tar` opens it. It is written in one pass without a second copy on the disk, and read back content by content, never unpacked blindly.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.site.backup.manifest import Entry, Manifest

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

DATABASE = "database.sql.gz"
FILES = "files/"
SECRETS = "secrets/"
MANIFEST = "manifest.json"
DIGEST = "manifest.sha256"
CHUNK = 1024 * 1024
BLOCK = tarfile.BLOCKSIZE
ALLOWED = re.compile(r"database\.sql\.gz|files/[0-9A-Za-z_.-]+(/[0-9A-Za-z_.-]+)*|secrets/[0-9a-z_]+")
"""Names of contents; with `..` refused beside, none leads out of its folder."""


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Writer:
    """Adds contents to an archive that is being written; `file` can seek."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._entries: list[Entry] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries)

    def add(self, name: str, content: Readable) -> Entry:
        """Copies a content whose size is not known beforehand: its header is written once it is there."""
        start = self._file.tell()
        self._file.write(bytes(BLOCK))
        digest, size = hashlib.sha256(), 0
        while chunk := content.read(CHUNK):
            self._file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        self._file.write(bytes(-size % BLOCK))
        self._head(start, name, size)
        entry = Entry(name, size, digest.hexdigest())
        self._entries.append(entry)
        return entry

    def close(self, manifest: Manifest) -> None:
        """The manifest, its digest, and the end of the tar file."""
        text = manifest.write()
        self.add(MANIFEST, io.BytesIO(text))
        self.add(DIGEST, io.BytesIO(hashlib.sha256(text).hexdigest().encode()))
        self._file.write(bytes(2 * BLOCK))

    def _head(self, start: int, name: str, size: int) -> None:
        end = self._file.tell()
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        self._file.seek(start)
        self._file.write(told.tobuf(tarfile.GNU_FORMAT))
        self._file.seek(end)


class _Hashed(io.RawIOBase):
    """Bytes that are counted into a sha256 as they are read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self.digest = content, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        chunk = self._content.read(len(view))
        self.digest.update(chunk)
        view[: len(chunk)] = chunk
        return len(chunk)


class Archive:
    """An archive that is read: its manifest is known to be whole, its contents are checked as they are read."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest, members: dict[str, tarfile.TarInfo]) -> None:
        self._tar, self._members = tar, members
        self.manifest = manifest

    def contents(self, folder: str) -> list[Entry]:
        """Those under `files/` or `secrets/`."""
        return [entry for entry in self.manifest.contents if entry.name.startswith(folder)]

    @contextmanager
    def content(self, entry: Entry) -> Iterator[IO[bytes]]:
        """Reads a content from its start; after the block, raises Refused when it is not what the manifest says."""
        hashed = _Hashed(self._tar.extractfile(self._members[entry.name]) or io.BytesIO())
        with io.BufferedReader(hashed, CHUNK) as content:
            yield content
            while content.read(CHUNK):
                pass
        if hashed.digest.hexdigest() != entry.sha256:
            raise damaged(entry.name)

    @property
    def database(self) -> Entry:
        return next(entry for entry in self.manifest.contents if entry.name == DATABASE)


def damaged(name: str) -> Refused:
    return Refused(_("This backup is damaged: “%(name)s” is not what was saved. Take another one.") % {"name": name})


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive whose list of contents is that of its manifest. Raises Refused for anything else."""
    try:
        with tarfile.open(path, "r:") as tar:
            members = {member.name: member for member in tar.getmembers()}
            manifest = _manifest(tar, members)
            _check_names(manifest, members)
            yield Archive(tar, manifest, members)
    except tarfile.TarError as error:
        raise _not_whole(path) from error
    except OSError as error:
        raise Refused(_("%(path)s cannot be read (%(reason)s).") % {"path": path, "reason": os.strerror(error.errno or 0)}) from error


def _manifest(tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo]) -> Manifest:
    texts = [tar.extractfile(members[name]) for name in (MANIFEST, DIGEST) if name in members]
    if len(texts) != 2 or None in texts:
        raise _not_whole(tar.name)
    text, digest = (content.read() for content in texts if content)
    if hashlib.sha256(text).hexdigest().encode() != digest:
        raise damaged(MANIFEST)
    return Manifest.read(text)


def _check_names(manifest: Manifest, members: dict[str, tarfile.TarInfo]) -> None:
    """Every content of the manifest is there with its size, under a name that leads nowhere else, and nothing else is."""
    for entry in manifest.contents:
        if not ALLOWED.fullmatch(entry.name) or ".." in entry.name:
            raise damaged(entry.name)
        if entry.name not in members or members[entry.name].size != entry.size:
            raise damaged(entry.name)
    strangers = members.keys() - {entry.name for entry in manifest.contents} - {MANIFEST, DIGEST}
    if strangers or DATABASE not in members:
        raise damaged(next(iter(strangers), DATABASE))


def _not_whole(path: object) -> Refused:
    return Refused(_("%(path)s is not a whole backup of Filon: it was cut, or it is another kind of file.") % {"path": path})
