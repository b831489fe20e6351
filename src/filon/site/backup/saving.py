"""`filon backup`: everything of this Filon, at one moment, in one file that is checked before it gets its name."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.site.backup import archive, database, snapshot
from filon.site.backup.checking import backup_check
from filon.site.backup.manifest import Manifest

UNFINISHED = ".unfinished"
OF_THIS_MACHINE = re.compile("postgres_.*")
"""Passwords of our own PostgreSQL: a restored place has its own."""


def backup_make(path: Path, *, with_secrets: bool) -> Manifest:
    """Writes the archive. The database first, then the files it names: their contents are written before their rows and never change.
    Raises Refused; then, or when it is killed, there is no file of that name."""
    with _aside(path) as file:
        writer = archive.Writer(file)
        with snapshot.taken() as taken, database.dumped(taken.token) as dump:
            writer.add(archive.DATABASE, dump)
        damaged = tuple(kept.path for kept in taken.files if not _add_file(writer, kept))
        if with_secrets:
            _add_secrets(writer)
        manifest = Manifest(filon=version("filon"), state=taken.state, contents=writer.entries, damaged=damaged)
        writer.close(manifest)
    return manifest


def _add_file(writer: archive.Writer, kept: snapshot.Kept) -> bool:
    """False when its content is gone, or is not what came: the backup says so and keeps what is there."""
    try:
        with default_storage.open(kept.path, "rb") as content:
            return writer.add(archive.FILES + kept.path, content).sha256 == kept.sha256
    except FileNotFoundError:
        return False


def _add_secrets(writer: archive.Writer) -> None:
    for path in sorted((settings.VAR / "secrets").iterdir()):
        if not OF_THIS_MACHINE.fullmatch(path.name):
            with path.open("rb") as content:
                writer.add(archive.SECRETS + path.name, content)


@contextmanager
def _aside(path: Path) -> Iterator[IO[bytes]]:
    """Beside its final name first, for its owner only; it gets its name once it is whole, checked and on the disk."""
    if path.exists():
        raise Refused(_("%(path)s is there already: choose another name.") % {"path": path})
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b") as file:
            _hold(file, path)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                backup_check(unfinished)
                unfinished.rename(path)
                _settle(path.parent)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise Refused(_("The backup cannot be written to %(path)s (%(reason)s).") % {"path": path, "reason": reason}) from error


def _hold(file: IO[bytes], path: Path) -> None:
    """One backup at a time under a name; what a killed one left is written over."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused(_("Another backup is being written to %(path)s.") % {"path": path}) from error
    file.truncate(0)


def _settle(folder: Path) -> None:
    """The new name is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
