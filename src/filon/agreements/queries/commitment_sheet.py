"""Everything the page of one commitment shows, in eight queries: its promise, its items, its deliveries with their words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, UUIDField
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, Commitment, CommitmentTerm, Delivery, DeliveryStep, Dispute, DueItem, Stewardship
from filon.agreements.models.kind import in_language
from filon.agreements.queries.difference import due_in_words
from filon.agreements.queries.ledger import ledger_from
from filon.agreements.queries.record import DeliveryRow, Record, TermRow, VersionRow, item_rows, party_rows, term_rows, version_rows
from filon.agreements.queries.sides import receives_for_school, spoken_for
from filon.agreements.rules import silence_ended
from filon.agreements.states import BINDING_STATES, DeliveryState
from filon.agreements.units import Unit, counted
from filon.engines.balance import CommitmentBalance, ItemBalance, balance
from filon.facts.models import FactDocument
from filon.kernel.formats import amount, day
from filon.kernel.prepared import Given, Prepared
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User
from filon.people.roles import WORKING


@dataclass(frozen=True)
class ItemLine:
    """A due item as it stands today."""

    uuid: UUID
    balance: ItemBalance
    waivers: Sequence[Mapping[str, Any]]

    @property
    def label(self) -> str:
        return day(self.balance.due) or _("date not stated")


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery, its steps, its proofs, and what the viewer may do with it."""

    delivery: Delivery
    steps: Sequence[DeliveryStep]
    documents: Sequence[FactDocument]
    may_decide: bool
    may_contest: bool
    may_answer: bool
    may_take_back: bool
    accepted_by_silence: bool
    silence_on: dt.date | None


@dataclass(frozen=True)
class CommitmentSheet:
    """`term` is what the last signed version that holds the commitment says; `line` None while nothing of it is due."""

    agreement: Agreement
    commitment: Commitment
    term: TermRow
    version: VersionRow
    line: CommitmentBalance | None
    items: list[ItemLine]
    deliveries: list[DeliveryLine]
    acting: Collection[UUID]
    is_inside: bool
    may_write: bool

    @property
    def what(self) -> str:
        return in_language(self.term.what_fr, self.term.what_en)

    @property
    def detail(self) -> str:
        return in_language(self.term.detail_fr, self.term.detail_en)

    @property
    def unit(self) -> str:
        return str(Unit(self.term.unit).label)

    @property
    def quantity(self) -> str:
        return counted(self.term.quantity, self.term.unit) or _("not stated")

    @property
    def due(self) -> str:
        return due_in_words(self.term.due_rule)

    def measure(self, quantity: Decimal) -> str:
        """A quantity of this commitment, in euros where it is money."""
        return amount(quantity, self.term.unit)

    @property
    def may_declare(self) -> bool:
        """Her own side owes it, or she works for the school and says it for a party outside."""
        return self.commitment.debtor.uuid in self.acting or (self.is_inside and bool(self.acting))

    @property
    def may_waive(self) -> bool:
        return self.commitment.creditor.uuid in self.acting

    @property
    def open_items(self) -> list[tuple[str, str]]:
        """The due items with something left to deliver, the oldest first."""
        return [(str(item.uuid), item.label) for item in self.items if item.balance.missing > 0]


def commitment_sheet(viewer: User, agreement_id: UUID, commitment_id: UUID, *, may: str | None = None) -> CommitmentSheet:
    """404 while no signed version holds the commitment: a promise still in draft has no page."""
    commitment = _commitment(viewer, agreement_id, commitment_id, may)
    told = _told(commitment)
    record = _record(commitment, told)
    term, version = _ruling(record)
    state = balance(ledger_from(record), as_of=timezone.localdate(), known_at=timezone.now())
    line = next(iter(state.commitments), None)
    acting = _acting(viewer, commitment, record)
    return CommitmentSheet(
        agreement=commitment.agreement,
        commitment=commitment,
        term=term,
        version=version,
        line=line,
        items=_items(record, line),
        deliveries=[_delivery_line(each, commitment, acting, version) for each in told],
        acting=acting,
        is_inside=viewer.standing.has(WORKING),
        may_write=bool(_steward_hosts(viewer, commitment)),
    )


def promise_of(viewer: User, agreement_id: UUID, commitment_id: UUID, *, may: str) -> tuple[Commitment, CommitmentTerm]:
    """A commitment and its last signed terms, without what became of it; 404 while no signed version holds it."""
    commitment = _commitment(viewer, agreement_id, commitment_id, may)
    signed = CommitmentTerm.objects.filter(commitment=commitment, version__state__in=BINDING_STATES).order_by("version__number").last()
    if signed is None:
        raise Http404
    return commitment, signed


def _commitment(viewer: User, agreement_id: UUID, commitment_id: UUID, may: str | None) -> Commitment:
    """404 too for a commitment of another agreement, whatever the rights."""
    found: Commitment = get_visible_or_404(_COMMITMENT, viewer=viewer, id=commitment_id)
    if found.agreement.uuid != agreement_id:
        raise Http404
    if may is not None and not viewer.has_perm(may, found):
        raise PermissionDenied
    return found


def _commitments(reader: Any) -> QuerySet[Commitment]:
    """With its parties, its agreement and the schools that run it today, in one query."""
    stewards = Stewardship.objects.on(timezone.localdate()).filter(agreement=OuterRef("agreement")).values("host_id")
    rows = Commitment.objects.visible_to(reader).filter(uuid=Given(UUIDField(), "id")).annotate(steward_ids=ArraySubquery(stewards))
    return rows.select_related("agreement__kind", "owner", "owner_contact", *_PARTIES)


_COMMITMENT = Prepared(_commitments)


def _acting(viewer: User, commitment: Commitment, record: Record) -> set[UUID]:
    """The parties she may speak for: her school's side, or the entities that let her in; nobody for an auditor."""
    hosts = _steward_hosts(viewer, commitment)
    if not hosts:
        return spoken_for(viewer, commitment.agreement_id, record.parties)
    capacities = {UUID(party["party"]): party["capacity"] for each in record.versions for party in each.parties}
    return {row.uuid for row in record.parties if row.host_id in hosts or receives_for_school(row, capacities)}


def _steward_hosts(viewer: User, commitment: Commitment) -> set[int]:
    """The schools that run the agreement today and for which she works."""
    stewards: set[int] = set(vars(commitment)["steward_ids"])
    return stewards & set(viewer.standing.hosts_where(WORKING))


_PARTIES = ("debtor__entity", "debtor__fund", "creditor__entity", "creditor__fund")


def _record(commitment: Commitment, told: Iterable[_Told]) -> Record:
    """The record of one commitment: four queries."""
    ids = [commitment.agreement_id]
    return Record(
        parties=tuple(party_rows(ids)),
        versions=tuple(version_rows(ids)),
        terms=tuple(term_rows(ids, commitment=commitment.pk)),
        items=tuple(item_rows(ids, commitment=commitment.pk)),
        deliveries=tuple(_delivery_row(each, commitment) for each in told),
    )


def _delivery_row(told: _Told, commitment: Commitment) -> DeliveryRow:
    delivery, steps = told.delivery, [step for step in told.steps if not step.is_answer]
    return DeliveryRow(
        agreement_id=commitment.agreement_id,
        id=delivery.pk,
        uuid=delivery.uuid,
        commitment=commitment.uuid,
        item_id=delivery.item_id,
        state=delivery.state,
        occurred_on=delivery.fact.occurred_on,
        quantity=delivery.fact.quantity,
        fact=delivery.fact.uuid,
        fact_id=delivery.fact_id,
        states=[step.state for step in steps],
        times=[step.taken_at for step in steps],
    )


def _items(record: Record, line: CommitmentBalance | None) -> list[ItemLine]:
    rows = {row.id: row for row in record.items}
    found = [(rows[int(str(item.item))], item) for item in (line.items if line else ())]
    return [ItemLine(row.uuid, item, row.waivers) for row, item in found]


def _ruling(record: Record) -> tuple[TermRow, VersionRow]:
    """The last signed words on the commitment."""
    signed = {version.number: version for version in record.versions if version.is_binding}
    terms = [term for term in record.terms if term.version in signed]
    if not terms:
        raise Http404
    return terms[-1], signed[terms[-1].version]


@dataclass(frozen=True)
class _Told:
    """A delivery with its steps and its proofs, in their order."""

    delivery: Delivery
    steps: Sequence[DeliveryStep]
    documents: Sequence[FactDocument]


def _told(commitment: Commitment) -> list[_Told]:
    """The deliveries, the latest first: three queries."""
    deliveries: list[Delivery] = _DELIVERIES(commitment=commitment.pk)
    if not deliveries:
        return []
    steps: dict[int, list[DeliveryStep]] = defaultdict(list)
    for step in _STEPS(commitment=commitment.pk):
        steps[step.delivery_id].append(step)
    proofs: dict[int, list[FactDocument]] = defaultdict(list)
    for proof in _PROOFS(commitment=commitment.pk):
        proofs[proof.fact_id].append(proof)
    return [_Told(delivery, steps[delivery.pk], proofs[delivery.fact_id]) for delivery in deliveries]


_GIVEN = Given(BigIntegerField(), "commitment")
_DELIVERIES = Prepared(
    lambda _reader: (
        Delivery.objects.filter(commitment=_GIVEN)
        .annotate(dispute_uuid=Subquery(Dispute.objects.filter(delivery=OuterRef("pk")).order_by("-id").values("uuid")[:1]))
        .select_related("fact", "declared_by", "declared_for__entity", "declared_for__fund")
        .order_by("-fact__occurred_on", "-id")
    )
)
_STEPS = Prepared(
    lambda _reader: (
        DeliveryStep.objects.filter(delivery__commitment=_GIVEN).select_related("taken_by", "party__entity", "party__fund").order_by("id")
    )
)
_PROOFS = Prepared(lambda _reader: FactDocument.objects.filter(fact__delivery__commitment=_GIVEN).select_related("file").order_by("id"))


def _delivery_line(told: _Told, commitment: Commitment, acting: Collection[UUID], version: VersionRow) -> DeliveryLine:
    delivery, steps = told.delivery, told.steps
    receives, owes = commitment.creditor.uuid in acting, commitment.debtor.uuid in acting
    declares = bool(steps) and steps[0].party.uuid in acting
    is_waiting = delivery.state == DeliveryState.DECLARED
    since = delivery.declared_at
    is_silent = is_waiting and silence_ended(since, silence_days=version.silence_days, now=timezone.now())
    is_open = delivery.state in (DeliveryState.DECLARED, DeliveryState.CONTESTED)
    return DeliveryLine(
        delivery=delivery,
        steps=steps,
        documents=told.documents,
        may_decide=is_open and receives and not is_silent,
        may_contest=is_waiting and receives and not is_silent,
        may_answer=delivery.state == DeliveryState.CONTESTED and (receives or owes),
        may_take_back=is_open and (owes or declares),
        accepted_by_silence=is_silent,
        silence_on=timezone.localdate(since) + dt.timedelta(days=version.silence_days) if version.silence_days and is_waiting else None,
    )


def delivery_of(viewer: User, agreement_id: UUID, delivery_id: UUID) -> Delivery:
    """A delivery of that agreement that the viewer sees."""
    rows = Delivery.objects.select_related("commitment__agreement", "fact", "declared_by").filter(commitment__agreement__uuid=agreement_id)
    return get_visible_or_404(rows, viewer=viewer, id=delivery_id, may="agreements.delivery.take_part")


def item_of(viewer: User, agreement_id: UUID, item_id: UUID) -> DueItem:
    """A due item of that agreement that the viewer sees."""
    rows = DueItem.objects.select_related("commitment__agreement").filter(commitment__agreement__uuid=agreement_id)
    return get_visible_or_404(rows, viewer=viewer, id=item_id, may="agreements.delivery.take_part")
