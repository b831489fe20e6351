"""`filon restore`: an archive into an empty place, brought up to date and proved."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.site.backup import archive, database, snapshot
from filon.site.backup.checking import backup_check
from filon.site.backup.manifest import Entry, Manifest, newer
from filon.site.preparation import migrate

CHUNK = 256 * 1024


def backup_restore(path: Path) -> Manifest:
    """Files first, then the database in one transaction: interrupted, it can be done again. Then the secrets if the archive has any,
    and the migrations that this Filon has more. Raises Refused for a damaged or newer archive and for a place that is not empty."""
    manifest = backup_check(path)
    _refuse_newer(manifest)
    _refuse_tables()
    with archive.opened(path) as found:
        _refuse_strangers(found)
        for entry in found.contents(archive.FILES):
            _put_file(found, entry)
        _put_database(found)
        for entry in found.contents(archive.SECRETS):
            _put_secret(found, entry)
    migrate()
    audit.record(None, "house.restored", None, taken_at=manifest.state.taken_at)
    return manifest


def _refuse_newer(manifest: Manifest) -> None:
    """This Filon knows every migration that the database of the archive has seen."""
    known = {".".join(key) for key in MigrationLoader(connection=None).disk_migrations}
    if not known.issuperset(manifest.state.migrations):
        raise newer(manifest.filon)


def _refuse_tables() -> None:
    present = snapshot.tables()
    if present:
        sentence = _(
            "This database is not empty (it has the table %(table)s): a backup is restored into an empty one. Nothing was changed."
        )
        raise Refused(sentence % {"table": present[0]})


def _refuse_strangers(found: archive.Archive) -> None:
    """The place of files holds nothing, or what an interrupted restore of this archive left there."""
    wanted = {entry.name.removeprefix(archive.FILES): entry.sha256 for entry in found.contents(archive.FILES)}
    for path in _kept():
        if wanted.get(path) != _sha256(path):
            sentence = _("The place of files is not empty (%(path)s): a backup is restored into an empty one. Nothing was changed.")
            raise Refused(sentence % {"path": path})


def _kept(folder: str = "") -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in names)
    for name in folders:
        yield from _kept(f"{folder}{name}/")


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(path, "rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _put_file(found: archive.Archive, entry: Entry) -> None:
    path = entry.name.removeprefix(archive.FILES)
    if default_storage.exists(path):
        return
    with found.content(entry) as content, tempfile.SpooledTemporaryFile(max_size=CHUNK) as copy:
        shutil.copyfileobj(content, copy)
        copy.seek(0)
        default_storage.save(path, File(copy))


def _put_database(found: archive.Archive) -> None:
    """All of it, with as many rows as were saved, or nothing. Its settings go with the connection."""
    try:
        with transaction.atomic(using=snapshot.OWNER), found.content(found.database) as content:
            database.load(database.lines_of(content))
            _compare(found.manifest)
    finally:
        connections[snapshot.OWNER].close()


def _compare(manifest: Manifest) -> None:
    """As many rows and the same ends of the audit chains as when it was saved. Raises Refused."""
    saved, restored = manifest.state.tables, snapshot.counts()
    differing = [table for table in sorted(saved.keys() | restored.keys()) if saved.get(table) != restored.get(table)]
    if snapshot.heads() != manifest.state.heads:
        differing.append("kernel_audithead")
    if differing:
        sentence = _("What comes back is not what was saved (%(tables)s): nothing of it was kept. Take another backup.")
        raise Refused(sentence % {"tables": ", ".join(differing)})


def _put_secret(found: archive.Archive, entry: Entry) -> None:
    """In the place of the one that was made when this place was opened."""
    path: Path = settings.VAR / archive.SECRETS / entry.name.removeprefix(archive.SECRETS)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent)
    with found.content(entry) as content, os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    Path(aside).rename(path)
