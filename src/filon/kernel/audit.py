"""The audit trail: one event with each change, chained a moment later by one sealer, checked by `filon verify`."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from filon.kernel import requestid
from filon.kernel.actors import Actor
from filon.kernel.models import AuditEvent


def record(by: Actor | None, action: str, obj: Model | None, *, host_id: int | None = None, **payload: Any) -> AuditEvent:
    """Writes the event in the caller's transaction, without a lock. `by` is None for the system itself.
    The host is the one given, else the object's, else the one the actor works for."""
    return AuditEvent.objects.create(
        actor_id=None if by is None else by.id,
        host_id=host_of(by, obj) if host_id is None else host_id,
        action=action,
        object_type="" if obj is None else obj._meta.label_lower,
        object_uuid=None if obj is None else getattr(obj, "uuid", None),
        payload=payload,
        request_id=requestid.current.get(),
    )


def host_of(by: Actor | None, obj: Model | None) -> int | None:
    own: int | None = getattr(obj, "host_id", None)
    return own if own is not None or by is None else by.acting_host_id


def record_bulk(by: Actor | None, action: str, touched: Iterable[UUID], *, host_id: int | None = None, **payload: Any) -> AuditEvent:
    """One event for a bulk job: how many objects, and the sha256 of their UUIDs, one a line, in order."""
    manifest = hashlib.sha256()
    count = 0
    for uuid in touched:
        manifest.update(f"{uuid}\n".encode())
        count += 1
    return record(by, action, None, host_id=host_id, count=count, manifest_sha256=manifest.hexdigest(), **payload)
