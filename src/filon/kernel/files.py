"""Private files: cut while they are read, known by their content, never changed, read by those who may."""

import hashlib
import logging
import tempfile
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from pathlib import PurePosixPath
from typing import IO, Any, Protocol
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from filon.kernel import audit, magic, proofs, registry
from filon.kernel.actors import Actor
from filon.kernel.errors import Refused
from filon.kernel.models import StoredFile, uuid7

logger = logging.getLogger(__name__)

LARGEST = 25 * 1024 * 1024
CHUNK = 256 * 1024
KEPT_IN_MEMORY = 1024 * 1024
ORPHAN_AFTER = timedelta(days=1)


class Readable(Protocol):
    """Anything that gives bytes: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


def file_store(
    *,
    by: Actor | None,
    upload: Any,
    purpose: str,
    allowed: Collection[str],
    name: str | None = None,
    max_bytes: int = LARGEST,
    host_id: int | None = None,
    owner_type: str = "",
    owner_uuid: UUID | None = None,
) -> StoredFile:
    """Keeps a file. `allowed` are kinds of `kernel.magic`. Raises Refused (field `file`) when it is empty, too large, of another
    kind, or named like another kind. Call it in the transaction that writes what refers to it."""
    shown = _clean_name(name or getattr(upload, "name", None) or "")
    with tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as copy:
        size, sha256 = _copy(upload, copy, max_bytes)
        kind = _checked_kind(copy, shown, allowed)
        copy.seek(0)
        uuid = uuid7()
        path = _keep(f"{uuid.hex[-2:]}/{uuid.hex}", copy)
    stored = StoredFile.objects.create(
        uuid=uuid,
        name=shown,
        kind=kind,
        size=size,
        sha256=sha256,
        path=path,
        purpose=purpose,
        owner_type=owner_type,
        owner_uuid=owner_uuid,
        host_id=host_id,
        actor_id=None if by is None else by.id,
    )
    audit.record(by, "stored_file.stored", stored, host_id=host_id, sha256=sha256, size=size, kind=kind, purpose=purpose)
    return stored


def _keep(path: str, copy: IO[bytes]) -> str:
    """Raises Refused when the store is full or does not answer."""
    try:
        return default_storage.save(path, File(copy))
    except OSError as error:
        logger.exception("A file could not be kept")
        sentence = _("The place where files are kept does not take this one now: nothing was saved. Try again in a few minutes.")
        raise Refused(sentence, field="file") from error


def _copy(upload: Readable, copy: IO[bytes], max_bytes: int) -> tuple[int, str]:
    """Size and sha256 of what was copied; stops reading at the limit."""
    digest, size = hashlib.sha256(), 0
    while chunk := upload.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            sentence = _("This file is too large: at most %(largest)s MB. Reduce it and send it again.")
            raise Refused(sentence % {"largest": max_bytes // 1024**2}, field="file")
        digest.update(chunk)
        copy.write(chunk)
    if size == 0:
        raise Refused(_("This file is empty: choose it again."), field="file")
    return size, digest.hexdigest()


def _checked_kind(copy: IO[bytes], name: str, allowed: Collection[str]) -> str:
    kind = magic.kind_of(copy, name)
    if kind is None or kind not in allowed:
        wanted = get_text_list([one.upper() for one in sorted(allowed)], _("or"))
        sentence = _("“%(name)s” is not a file of a kind taken here (%(wanted)s), whatever its name says: send one of these.")
        raise Refused(sentence % {"name": name, "wanted": wanted}, field="file")
    if PurePosixPath(name).suffix.lower() not in magic.EXTENSIONS[kind]:
        sentence = _("The content of “%(name)s” is %(kind)s, but its name says something else: check that it is the right file.")
        raise Refused(sentence % {"name": name, "kind": kind.upper()}, field="file")
    return kind


def _clean_name(name: str) -> str:
    """The last part of the name, without control characters, at most 200 characters with its extension."""
    bare = "".join(sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if unicodedata.category(sign)[0] != "C").strip()
    path = PurePosixPath(bare or "file")
    return path.stem[: 200 - len(path.suffix)] + path.suffix if len(path.suffix) < 20 else bare[:200]


def file_open(stored: StoredFile) -> IO[bytes]:
    """The content, from its start."""
    opened: IO[bytes] = default_storage.open(stored.path, "rb")
    return opened


def may_read(viewer: Actor, stored: StoredFile) -> bool:
    """What the app that owns the file says; a file without such an app is read by nobody."""
    owners = [owner for owner in registry.all_of(registry.FileOwner) if owner.owner_type == stored.owner_type]
    return any(owner.may_read(viewer, stored) for owner in owners)


def sha256_of(stored: StoredFile) -> str:
    """Hexadecimal sha256 of the content as it is now. Raises FileNotFoundError when it is gone."""
    digest = hashlib.sha256()
    with file_open(stored) as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check_contents(keys: proofs.Keys = None) -> registry.InvariantResult:
    """Every stored file is there and is what it was."""
    count, violations = 0, []
    for stored in proofs.narrowed(StoredFile.objects.order_by("pk"), keys).iterator():
        count += 1
        try:
            if sha256_of(stored) != stored.sha256:
                violations.append(f"{stored.uuid} ({stored.name}): the content has changed")
        except FileNotFoundError:
            violations.append(f"{stored.uuid} ({stored.name}): the content is gone")
    return registry.InvariantResult(count, violations)


def delete_orphans() -> int:
    """Deletes contents older than a day that no row names: their transaction was undone."""
    deleted = 0
    for folder in _folders():
        paths = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
        for path in paths - set(StoredFile.objects.filter(path__startswith=f"{folder}/").values_list("path", flat=True)):
            if default_storage.get_modified_time(path) < timezone.now() - ORPHAN_AFTER:
                default_storage.delete(path)
                deleted += 1
    return deleted


def _folders() -> list[str]:
    """None before the first file."""
    try:
        return default_storage.listdir("")[0]
    except FileNotFoundError:
        return []
