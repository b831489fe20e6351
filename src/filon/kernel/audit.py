"""The audit trail: one event with each change, chained a moment later by one sealer, checked by `filon verify`."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from filon.kernel import requestid
from filon.kernel.actors import Actor
from filon.kernel.fingerprints import Moment, WrittenSince
from filon.kernel.models import AuditEvent, AuditHead, AuditSeal

SEALING = 724_601
"""Key of the advisory lock that lets one sealer work at a time."""
FINISHED = """
    txid < (SELECT coalesce(min(running::text::bigint), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
              FROM pg_snapshot_xip(pg_current_snapshot()) AS running
             WHERE NOT EXISTS (SELECT FROM pg_stat_activity
                                WHERE backend_xid = running::xid AND datname <> current_database()))
    OR txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"""
"""Written by a transaction older than all that still run in this database; those of its neighbours on the server do not count.
A number at or beyond the snapshot's end comes from before a restore."""
LOOKED_BACK = 100_000
"""How many events behind the newest sealed one a sealer looks for late commits; `filon verify` looks behind all of them."""


def record(by: Actor | None, action: str, obj: Model | None, /, *, host_id: int | None = None, **payload: Any) -> AuditEvent:
    """Writes the event in the caller's transaction, without a lock. `by` is None for the system itself.
    The host is the one given, else the object's, else the one the actor works for."""
    event = _event(by, action, obj, host_id, payload)
    event.save(force_insert=True)
    return event


def record_many(by: Actor | None, action: str, told: Iterable[tuple[Model, Mapping[str, Any]]], /, *, host_id: int | None = None) -> None:
    """The same act on many objects, each with its own event and payload, written together."""
    AuditEvent.objects.bulk_create([_event(by, action, obj, host_id, payload) for obj, payload in told], batch_size=1000)


def _event(by: Actor | None, action: str, obj: Model | None, host_id: int | None, payload: Mapping[str, Any]) -> AuditEvent:
    return AuditEvent(
        actor_id=None if by is None else by.id,
        host_id=host_of(by, obj) if host_id is None else host_id,
        action=action,
        object_type="" if obj is None else obj._meta.label_lower,
        object_uuid=None if obj is None else getattr(obj, "uuid", None),
        payload=dict(payload),
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


def seal(batch: int = 1000) -> int:
    """Chains committed events to their host's chain and returns how many. Safe to call at any moment from any worker.

    Order: only events of transactions that all finished, by (transaction, id), so that none can slip in before a sealed one."""
    with transaction.atomic():
        if not _alone():
            return 0
        events = list(_sealable()[:batch])
        heads = {head.host_key: head for head in AuditHead.objects.select_for_update()}
        seals = [_seal(event, heads.setdefault(event.host_id or 0, AuditHead(host_key=event.host_id or 0))) for event in events]
        AuditSeal.objects.bulk_create(seals)
        for key in {seal.host_key for seal in seals}:
            heads[key].save()
    return len(seals)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        return bool(cursor.fetchone()[0])


def _sealable() -> QuerySet[AuditEvent]:
    """Unsealed events that nothing can precede any more, in the order of their chain."""
    newest = AuditSeal.objects.aggregate(newest=Max("event_id"))["newest"] or 0
    return unsealed().filter(id__gt=newest - LOOKED_BACK).extra(where=[FINISHED]).order_by("txid", "id")  # noqa: S610  no outside value


def unsealed() -> QuerySet[AuditEvent]:
    """Events that no seal holds yet."""
    return AuditEvent.objects.filter(~Exists(AuditSeal.objects.filter(event=OuterRef("pk"))))


def events_of(host_id: int) -> QuerySet[AuditEvent]:
    """The events of a host, each with its seal."""
    return AuditEvent.objects.filter(host_id=host_id).select_related("seal")


def events_saying(**payload: str) -> QuerySet[AuditEvent]:
    """The events whose payload holds these values, each with its seal."""
    return AuditEvent.objects.filter(payload__contains=payload).select_related("seal")


@dataclass(frozen=True)
class Chain:
    """Where the chain of a host ends: the place and the hash of its last seal (0 and "" before the first), and how many events wait."""

    seq: int
    hash: str
    waiting: int


def chain_of(host_id: int) -> Chain:
    """Read from the head and from the events behind it: the length of the chain costs nothing."""
    head = AuditHead.objects.filter(host_key=host_id).first() or AuditHead(host_key=host_id)
    newest = AuditSeal.objects.filter(host_key=host_id, seq=head.seq).values("event_id")
    recent = Coalesce(Subquery(newest), 0) - LOOKED_BACK
    return Chain(head.seq, head.hash, unsealed().filter(host_id=host_id, id__gt=recent).count())


def _seal(event: AuditEvent, head: AuditHead) -> AuditSeal:
    previous, head.seq = head.hash, head.seq + 1
    head.hash = chained(previous, event)
    return AuditSeal(event=event, host_key=head.host_key, seq=head.seq, previous_hash=previous, hash=head.hash)


def chained(previous: str, event: AuditEvent) -> str:
    """Hexadecimal sha256 of the previous hash followed by the event's canonical JSON (sorted keys, no space, UTF-8)."""
    told = {
        "uuid": event.uuid,
        "at": event.at.timestamp().hex(),
        "actor_id": event.actor_id,
        "host_id": event.host_id,
        "action": event.action,
        "object_type": event.object_type,
        "object_uuid": event.object_uuid,
        "payload": event.payload,
        "request_id": event.request_id,
        "txid": event.txid,
    }
    if event.added is not None:
        told["added"] = event.added
    text = json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()


@dataclass(frozen=True)
class Place:
    """A place of a chain and the hash of its seal; 0 and "" before the first."""

    seq: int = 0
    hash: str = ""


@dataclass
class ChainReport:
    """What `check` found: how many seals were looked at and how many events wait, a sentence for each break, and where each chain ends."""

    sealed: int = 0
    unsealed: int = 0
    violations: list[str] = field(default_factory=list)
    ends: dict[int, Place] = field(default_factory=dict)


def check(proved: Mapping[int, Place] | None = None, *, since: Moment | None = None) -> ChainReport:
    """Recomputes every chain and compares its end with its head. `proved`: where each chain ended when it was proved; it still holds that
    seal. With `since`, the moment of that proof, only what follows it, and what was written since in the places before."""
    proved = proved or {}
    report = ChainReport(unsealed=AuditEvent.objects.count() - AuditSeal.objects.count())
    heads = {head.host_key: Place(head.seq, head.hash) for head in AuditHead.objects.all()}
    chains = AuditSeal.objects.order_by().values_list("host_key", flat=True).distinct()
    for key in sorted({*chains, *heads, *proved}):
        known = proved.get(key, Place())
        report.violations += _moved(key, known)
        end = _follow(report, key, Place() if since is None else known)
        report.ends[key] = end
        if end != heads.get(key, Place()):
            report.violations.append(f"chain {key}: ends at {end.seq}, its head says {heads.get(key, Place()).seq} or another hash")
    if since is not None:
        report.violations += _rewritten(proved, since)
    return report


def _moved(key: int, known: Place) -> list[str]:
    """Does the place that was proved still bear the same seal?"""
    if known.seq == 0 or AuditSeal.objects.filter(host_key=key, seq=known.seq, hash=known.hash).exists():
        return []
    return [f"chain {key}, place {known.seq}: not the seal that was proved before"]


def _follow(report: ChainReport, key: int, start: Place) -> Place:
    """Proves what follows `start` and returns the end of the chain."""
    end = start
    seals = AuditSeal.objects.filter(host_key=key, seq__gt=start.seq).select_related("event").order_by("seq")
    for seal in seals.iterator(chunk_size=2000):
        report.sealed += 1
        report.violations += _breaks(seal, end.seq, end.hash)
        end = Place(seal.seq, seal.hash)
    return end


def _rewritten(proved: Mapping[int, Place], since: Moment) -> Iterator[str]:
    """Events and seals written since in places proved before: each is proved alone."""
    events = AuditEvent.objects.filter(WrittenSince(since)).values("pk")
    seals = AuditSeal.objects.filter(WrittenSince(since)).values("pk")
    for seal in AuditSeal.objects.filter(Q(event__in=events) | Q(pk__in=seals)).select_related("event").iterator(chunk_size=2000):
        if seal.seq <= proved.get(seal.host_key, Place()).seq:
            yield from _breaks(seal, seal.seq - 1, seal.previous_hash)


def _breaks(seal: AuditSeal, seq: int, previous: str) -> list[str]:
    found = []
    if seal.seq != seq + 1:
        found.append(f"chain {seal.host_key}: nothing between {seq} and {seal.seq}")
    if seal.previous_hash != previous:
        found.append(f"chain {seal.host_key}, place {seal.seq}: does not follow the one before")
    if seal.hash != chained(seal.previous_hash, seal.event):
        found.append(f"chain {seal.host_key}, place {seal.seq}: event {seal.event.uuid} is not what was sealed")
    if seal.host_key != (seal.event.host_id or 0):
        found.append(f"chain {seal.host_key}, place {seal.seq}: event {seal.event.uuid} belongs to another host")
    return found
