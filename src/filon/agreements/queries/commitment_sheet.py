"""Everything the page of one commitment shows, in nine queries: its promise, its items, its deliveries with their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, Commitment, Delivery, DeliveryStep, DueItem
from filon.agreements.models.kind import in_language
from filon.agreements.queries.difference import due_in_words
from filon.agreements.queries.ledger import ledger_from
from filon.agreements.queries.record import Record, TermRow, VersionRow, delivery_rows, item_rows, party_rows, term_rows, version_rows
from filon.agreements.queries.sides import entered_parties, side_of
from filon.agreements.rules import amount, silence_ended
from filon.agreements.states import DeliveryState
from filon.agreements.units import Unit
from filon.engines.balance import CommitmentBalance, ItemBalance, balance
from filon.facts.models import FactDocument
from filon.kernel.formats import day
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
        return _("not stated") if self.term.quantity is None else amount(self.term.quantity, self.term.unit)

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
    agreement = get_visible_or_404(Agreement.objects.select_related("kind"), viewer=viewer, id=agreement_id, may=may)
    named = Commitment.objects.select_related(*_PARTIES, "owner", "owner_contact")
    commitment = get_object_or_404(named, agreement=agreement, uuid=commitment_id)
    record = _record(agreement.pk, commitment.pk)
    term, version = _ruling(record)
    state = balance(ledger_from(record), as_of=timezone.localdate(), known_at=timezone.now())
    line = next(iter(state.commitments), None)
    rows = {row.id: row for row in record.items}
    capacities = {UUID(party["party"]): party["capacity"] for each in record.versions for party in each.parties}
    acting = side_of(viewer, agreement.pk, record.parties, capacities, roles=WORKING) | entered_parties(
        viewer, agreement.pk, record.parties
    )
    return CommitmentSheet(
        agreement=agreement,
        commitment=commitment,
        term=term,
        version=version,
        line=line,
        items=[ItemLine(rows[int(str(item.item))].uuid, item, rows[int(str(item.item))].waivers) for item in (line.items if line else ())],
        deliveries=[_delivery_line(delivery, commitment, acting, version) for delivery in _deliveries(commitment)],
        acting=acting,
        is_inside=viewer.standing.has(WORKING),
    )


_PARTIES = ("debtor__entity", "debtor__fund", "creditor__entity", "creditor__fund")


def _record(agreement_id: int, commitment_id: int) -> Record:
    """The record of one commitment: five queries."""
    ids = [agreement_id]
    return Record(
        parties=tuple(party_rows(ids)),
        versions=tuple(version_rows(ids)),
        terms=tuple(term_rows(ids, commitment=commitment_id)),
        items=tuple(item_rows(ids, commitment=commitment_id)),
        deliveries=tuple(delivery_rows(ids, commitment=commitment_id)),
    )


def _ruling(record: Record) -> tuple[TermRow, VersionRow]:
    """The last signed words on the commitment."""
    signed = {version.number: version for version in record.versions if version.is_binding}
    terms = [term for term in record.terms if term.version in signed]
    if not terms:
        raise Http404
    return terms[-1], signed[terms[-1].version]


def _deliveries(commitment: Commitment) -> QuerySet[Delivery]:
    """The deliveries, the latest first, with their steps and proofs: three queries."""
    steps = DeliveryStep.objects.select_related("taken_by", "party__entity", "party__fund").order_by("id")
    proofs = FactDocument.objects.select_related("file").order_by("id")
    rows = commitment.deliveries.select_related("fact", "declared_by", *(f"declared_for__{name}" for name in ("entity", "fund")))
    return rows.prefetch_related(Prefetch("steps", steps), Prefetch("fact__documents", proofs)).order_by("-fact__occurred_on", "-id")


def _delivery_line(delivery: Delivery, commitment: Commitment, acting: Collection[UUID], version: VersionRow) -> DeliveryLine:
    steps = list(delivery.steps.all())
    receives, owes = commitment.creditor.uuid in acting, commitment.debtor.uuid in acting
    declares = bool(steps) and steps[0].party.uuid in acting
    is_waiting = delivery.state == DeliveryState.DECLARED
    since = delivery.declared_at
    is_silent = is_waiting and silence_ended(since, silence_days=version.silence_days, now=timezone.now())
    is_open = delivery.state in (DeliveryState.DECLARED, DeliveryState.CONTESTED)
    return DeliveryLine(
        delivery=delivery,
        steps=steps,
        documents=list(delivery.fact.documents.all()),
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
