"""Due items: made when a version takes effect or is renewed; an amendment replaces only what is not yet delivered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from filon.agreements import rules
from filon.agreements.models import AgreementVersion, CommitmentTerm, DueItem, Renewal
from filon.agreements.queries.balance import agreement_balance
from filon.agreements.queries.terms import term_start
from filon.engines.balance import ItemBalance, schedule
from filon.engines.balance.amendment import OldItem, plan
from filon.engines.balance.due_rule import Every, OverTerm, rule_from_json

Entry = tuple[dt.date | None, Decimal]


def due_items_make(version: AgreementVersion, former: AgreementVersion | None) -> None:
    """Items of commitments that are new in this version; those that changed or went are planned on what is delivered by today."""
    new = {term.commitment_id: term for term in version.commitment_terms.select_related("commitment")}
    old = {} if former is None else {term.commitment_id: term for term in former.commitment_terms.select_related("commitment")}
    touched = [key for key in old if key not in new or (former and _is_changed(old[key], new[key], former, version))]
    standing = _standing_items(version, touched)
    for key in touched:
        _replan(version, new.get(key), key, standing.get(key, []))
    start = term_start(version)
    joining = [new[key] for key in new if key not in old]
    DueItem.objects.bulk_create(item for term in joining for item in _items_of(version, term, start))


def _is_changed(old: CommitmentTerm, new: CommitmentTerm, former: AgreementVersion, version: AgreementVersion) -> bool:
    """Another quantity, value or rhythm; or a term of another length, where the due dates run to its end."""
    fields = ("unit", "quantity", "unit_value_cents", "due_rule")
    if any(getattr(old, name) != getattr(new, name) for name in fields):
        return True
    rule = rule_from_json(new.due_rule)
    runs_to_end = isinstance(rule, OverTerm) or (isinstance(rule, Every) and rule.count is None)
    return runs_to_end and version.term_end != renewed_end(former)


def renewed_end(version: AgreementVersion) -> dt.date | None:
    """End of the term with its renewals (half-open); None = not stated."""
    last = version.renewals.last()
    return last.end if last else version.term_end


def _standing_items(version: AgreementVersion, touched: Iterable[int]) -> dict[int, list[ItemBalance]]:
    """How the items of the touched commitments stand today, by the commitment's key."""
    wanted = set(touched)
    if not wanted:
        return {}
    keys = dict(version.agreement.commitments.filter(pk__in=wanted).values_list("uuid", "pk"))
    state = agreement_balance(version.agreement, as_of=timezone.localdate())
    lines = {line.commitment: list(line.items) for line in state.commitments}
    return {pk: lines.get(uuid, []) for uuid, pk in keys.items()}


def _replan(version: AgreementVersion, term: CommitmentTerm | None, commitment_id: int, items: list[ItemBalance]) -> None:
    """Retire what is open, with what it keeps; create what the new terms ask beyond what is settled."""
    if version.effective_from is None:
        raise ValueError("A version takes effect on a date")
    olds = [OldItem(item.item, item.due, item.quantity, item.delivered, item.waived) for item in items]
    entries = [] if term is None else due_entries_of(term, version)
    quantity = Decimal(0) if term is None or term.quantity is None else term.quantity
    planned = plan(olds, schedule=entries, quantity=quantity, effective=version.effective_from)
    rows = DueItem.objects.in_bulk([key for key, _ in planned.retire])
    for key, kept in planned.retire:
        row = rows[key]
        row.retired_by, row.kept = version, kept
    DueItem.objects.bulk_update(rows.values(), ["retired_by", "kept"])
    if term is not None:
        _create(version, commitment_id, planned.create, term.unit_value_cents)


def _items_of(version: AgreementVersion, term: CommitmentTerm, start: dt.date | None) -> Iterable[DueItem]:
    """What a new commitment brings."""
    for due, quantity in _entries(term, version, start):
        yield DueItem(
            version=version, commitment_id=term.commitment_id, due_on=due, quantity=quantity, unit_value_cents=term.unit_value_cents
        )


def due_entries_of(term: CommitmentTerm, version: AgreementVersion) -> list[Entry]:
    """What the terms of a commitment make due in this version, oldest first as its rule says."""
    return _entries(term, version, term_start(version))


def _entries(term: CommitmentTerm, version: AgreementVersion, start: dt.date | None) -> list[Entry]:
    if start is None:
        raise ValueError("A version takes effect on a date")
    rule = rule_from_json(term.due_rule)
    return rules.due_entries(rule, quantity=term.quantity, start=start, end=version.term_end, unit=term.unit)


def _create(
    version: AgreementVersion, commitment_id: int, entries: Iterable[Entry], value: int | None, renewal: Renewal | None = None
) -> None:
    DueItem.objects.bulk_create(
        DueItem(version=version, renewal=renewal, commitment_id=commitment_id, due_on=due, quantity=quantity, unit_value_cents=value)
        for due, quantity in entries
    )


def due_items_extend(renewal: Renewal) -> None:
    """What a renewal adds: a rhythm or a promise over the term goes on with the same parts."""
    version = renewal.version
    start = term_start(version)
    if version.term_end is None or start is None:
        return
    for term in version.commitment_terms.exclude(quantity=None):
        _create(version, term.commitment_id, _extension(term, start, version.term_end, renewal), term.unit_value_cents, renewal)


def _extension(term: CommitmentTerm, start: dt.date, end: dt.date, renewal: Renewal) -> list[Entry]:
    """Entries of this renewal alone. A promise over the term falls due when its year ends: on the first day, that is the former year."""
    rule = rule_from_json(term.due_rule)
    quantity = term.quantity or Decimal(0)
    entries = schedule.extend(rule, quantity=quantity, term_start=start, term_end=end, new_end=renewal.end, unit=term.unit)
    first = renewal.start + dt.timedelta(days=1) if isinstance(rule, OverTerm) else renewal.start
    return [(due, part) for due, part in entries if due is not None and due >= first]
