"""Everything the page of an agreement shows, in at most ten queries whatever its size; five when nothing changed since it was last read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, F, OuterRef, QuerySet, UUIDField
from django.utils import timezone
from django.utils.translation import get_language

from filon.agreements.models import Agreement, DeliveryStep, Stewardship
from filon.agreements.queries.record import DeliveryRow, digests_of, records_of
from filon.agreements.queries.sides import Side, entered_entities
from filon.agreements.queries.statement import Document, Statement, statement_of
from filon.facts.models import FactDocument
from filon.kernel.prepared import Given, GivenKeys, Prepared
from filon.kernel.remembered import Remembered
from filon.kernel.rights import get_visible_or_404
from filon.people.roles import READING, WORKING

if TYPE_CHECKING:
    from filon.people.models import User

REMEMBERED: Remembered[Statement] = Remembered(most=20_000)
"""Statements of today, as long as nothing of the record changes; their weight is in rows of the record."""


@dataclass(frozen=True)
class Quarrel:
    """A contested delivery and what was said of it, oldest first."""

    delivery: DeliveryRow
    steps: Sequence[DeliveryStep]

    @property
    def dispute(self) -> UUID | None:
        """The one in which the last of these words stand."""
        return next((vars(step)["dispute_uuid"] for step in reversed(self.steps) if vars(step)["dispute_uuid"]), None)


@dataclass(frozen=True, kw_only=True)
class AgreementSheet(Statement):
    """The statement, the words of its quarrels by commitment, and what the viewer may do."""

    agreement: Agreement
    quarrels: Mapping[UUID, Sequence[Quarrel]]
    documents: Sequence[Document]
    may_write: bool
    may_take_part: bool


def agreement_sheet(viewer: User, agreement_id: UUID, as_of: dt.date | None = None, known_at: dt.datetime | None = None) -> AgreementSheet:
    """As of a day (None: today), with what was recorded by a moment (None: now). 404 if foreign."""
    agreement: Agreement = get_visible_or_404(_STEWARDED, viewer=viewer, id=agreement_id)
    stewards: set[int] = set(vars(agreement)["steward_ids"])
    hosts = frozenset(stewards & set(viewer.standing.hosts_where(READING)))
    acts = {} if hosts else entered_entities(viewer, agreement.pk)
    side = Side(hosts, frozenset(acts))
    said = _statement(agreement, side, as_of, known_at)
    may_write = bool(stewards & set(viewer.standing.hosts_where(WORKING)))
    return AgreementSheet(
        **{field.name: getattr(said, field.name) for field in fields(said)},
        agreement=agreement,
        quarrels=_quarrels(said.contested),
        documents=[*said.signed, *_proofs(agreement)],
        may_write=may_write,
        may_take_part=may_write or (bool(said.ours) and any(acts.values())),
    )


def _stewarded(reader: Any) -> QuerySet[Agreement]:
    """With the schools that run it today and the digests of its record, in one query."""
    stewards = Stewardship.objects.on(timezone.localdate()).filter(agreement=OuterRef("pk")).values("host_id")
    rows = Agreement.objects.visible_to(reader).filter(uuid=Given(UUIDField(), "id"))
    return rows.select_related("kind", "owner", "host").annotate(steward_ids=ArraySubquery(stewards), **digests_of(OuterRef("pk")))


_STEWARDED = Prepared(_stewarded)


def _statement(agreement: Agreement, side: Side, as_of: dt.date | None, known_at: dt.datetime | None) -> Statement:
    """Today's as it was made before, while the record and the day are the same; one of another day or another knowledge is made anew."""
    day, moment = as_of or timezone.localdate(), known_at or timezone.now()
    if day != timezone.localdate() or known_at is not None:
        return statement_of(records_of([agreement.pk])[agreement.pk], side, as_of=day, known_at=moment)
    key, digest = (agreement.pk, side, day, get_language()), _digest(agreement)
    said = REMEMBERED.find(key, digest=digest)
    if said is not None and said.known_at <= moment and (said.holds_until is None or moment < said.holds_until):
        return said
    record = records_of([agreement.pk])[agreement.pk]
    return REMEMBERED.keep(key, statement_of(record, side, as_of=day, known_at=moment), digest=digest, weight=record.size)


def _digest(agreement: Agreement) -> Hashable:
    return tuple(value for name, value in sorted(vars(agreement).items()) if name.startswith("digest_of_"))


def _quarrels(contested: Sequence[DeliveryRow]) -> dict[UUID, list[Quarrel]]:
    """Words of the contested deliveries, in one query and only if there is one."""
    if not contested:
        return {}
    steps: dict[int, list[DeliveryStep]] = {}
    for step in _STEPS(deliveries=[row.id for row in contested]):
        steps.setdefault(step.delivery_id, []).append(step)
    quarrels: dict[UUID, list[Quarrel]] = {}
    for row in contested:
        quarrels.setdefault(row.commitment, []).append(Quarrel(row, steps.get(row.id, [])))
    return quarrels


_STEPS = Prepared(
    lambda _reader: (
        DeliveryStep.objects.filter(delivery__in=GivenKeys("deliveries"))
        .annotate(dispute_uuid=F("statement__dispute__uuid"))
        .select_related("taken_by", "party__entity", "party__fund")
    )
)


def _proofs(agreement: Agreement) -> list[Document]:
    """What proves its deliveries, the latest first."""
    return [Document(title, uuid, None, day, sha256, size) for title, uuid, day, sha256, size in _PROOFS(agreement=agreement.pk)]


_PROOFS = Prepared(
    lambda _reader: (
        FactDocument.objects.filter(fact__delivery__commitment__agreement=Given(BigIntegerField(), "agreement"))
        .order_by("-fact__occurred_on", "id")
        .values_list("title", "file__uuid", "fact__occurred_on", "file__sha256", "file__size")[:200]
    )
)
