"""The record of an agreement as the balance engine reads it. Parties and commitments are known by their UUID, items and deliveries
by their key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from filon.agreements.models import Agreement
from filon.agreements.models.kind import in_language
from filon.agreements.queries.record import DeliveryRow, ItemRow, Record, TermRow, VersionRow, records_of
from filon.engines import balance as engine


def ledgers_of(agreement_ids: Collection[int]) -> dict[int, engine.Ledger]:
    """The ledgers of several agreements, in five queries."""
    return {agreement_id: ledger_from(record) for agreement_id, record in records_of(agreement_ids).items()}


def ledger_of(agreement: Agreement) -> engine.Ledger:
    return ledgers_of([agreement.pk])[agreement.pk]


def ledger_from(record: Record) -> engine.Ledger:
    """Binding versions only: a draft promises nothing yet. A first day that no source states is the first of the calendar."""
    versions = [version for version in record.versions if version.is_binding]
    numbers = {version.number for version in versions}
    terms = [term for term in record.terms if term.version in numbers]
    seated = {party["party"] for version in versions for party in version.parties}
    last = _last_in_force(versions, timezone.localdate())
    return engine.Ledger(
        parties=tuple(engine.Party(party.uuid, party.name) for party in record.parties if str(party.uuid) in seated),
        versions=tuple(_version(version) for version in versions),
        renewals=tuple(renewal for version in versions for renewal in _renewals(version)),
        commitments=tuple(_commitment(list(rows)) for _, rows in groupby(terms, key=lambda term: term.commitment)),
        items=tuple(_item(item) for item in record.items),
        waivers=tuple(waiver for item in record.items for waiver in _waivers(item)),
        deliveries=tuple(_delivery(delivery) for delivery in record.deliveries),
        silence_days=last.silence_days if last else None,
        ends=last.validity.upper if last else None,
    )


def _last_in_force(versions: Sequence[VersionRow], today: dt.date) -> VersionRow | None:
    """The version whose terms rule now: the last one that took effect, else the first to come."""
    reached = [version for version in versions if version.effective_from is None or version.effective_from <= today]
    return reached[-1] if reached else next(iter(versions), None)


def _version(version: VersionRow) -> engine.Version:
    """A version known from a source that does not say its first day holds since always."""
    if version.took_effect_at is None:
        raise ValueError(f"Version {version.uuid} binds without a date")
    return engine.Version(version.number, version.effective_from or dt.date.min, version.took_effect_at)


def _renewals(version: VersionRow) -> Iterable[engine.Renewal]:
    for row in version.renewals:
        start, end = dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"])
        yield engine.Renewal(row["id"], version.number, start, end, dt.datetime.fromisoformat(row["at"]))


def _commitment(terms: Sequence[TermRow]) -> engine.Commitment:
    first = terms[0]
    return engine.Commitment(
        id=first.commitment,
        number=first.number,
        debtor=first.debtor,
        creditor=first.creditor,
        is_counterpart=terms[-1].is_counterpart,
        terms=tuple(_term(term) for term in terms),
    )


def _term(term: TermRow) -> engine.Term:
    return engine.Term(
        version=term.version,
        what=in_language(term.what_fr, term.what_en),
        unit=term.unit,
        quantity=term.quantity,
        unit_value_cents=term.unit_value_cents,
        continuous=term.due_rule.get("kind") == "over_term",
    )


def _item(item: ItemRow) -> engine.Item:
    return engine.Item(
        id=item.id,
        commitment=item.commitment,
        due=item.due_on,
        quantity=item.quantity,
        unit_value_cents=item.unit_value_cents,
        version=item.version,
        renewal=item.renewal_id,
        retired_by=item.retired_by,
        kept=item.kept,
    )


def _waivers(item: ItemRow) -> Iterable[engine.Waiver]:
    for row in item.waivers:
        day, recorded = dt.date.fromisoformat(row["on"]), dt.datetime.fromisoformat(row["at"])
        yield engine.Waiver(item.id, Decimal(str(row["quantity"])), day, recorded)


def _delivery(row: DeliveryRow) -> engine.Delivery:
    history = tuple((engine.DeliveryState(state), at) for state, at in zip(row.states, row.times, strict=True))
    return engine.Delivery(row.id, row.commitment, row.item_id, row.occurred_on, row.quantity, history)
