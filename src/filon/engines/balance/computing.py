"""The balance itself: what each party owes, has delivered and is late with. docs/balance.md says the rules in words."""

import operator
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from filon.engines.balance.allocation import Piece, Slot, Urgency, allocate, set_against, urgency
from filon.engines.balance.model import Commitment, Key, Ledger, Party, Term
from filon.engines.balance.outlook import ZERO, ActiveItem, Outlook, Standing, active_items, look, standings
from filon.engines.balance.result import Amounts, Balance, CommitmentBalance, ItemBalance, ItemState, PartyBalance

DUE_SOON = timedelta(days=31)
"""An item due within so many days is shown as due rather than to come."""

FIGURES = Amounts._fields


def balance(ledger: Ledger, *, as_of: date, known_at: datetime) -> Balance:
    """Tell what was true on `as_of` with what was recorded by `known_at` (aware)."""
    outlook = look(ledger, as_of=as_of, known_at=known_at)
    items = active_items(ledger, outlook)
    happened = standings(ledger, outlook)
    by_debtor: dict[Key, list[CommitmentBalance]] = defaultdict(list)
    for commitment in sorted(ledger.commitments, key=lambda commitment: commitment.number):
        term = outlook.term(commitment)
        if term is not None:
            line = _commitment(commitment, term, items.get(commitment.id, ()), happened.get(commitment.id, ()), outlook)
            by_debtor[commitment.debtor].append(line)
    parties = tuple(_party(party, by_debtor[party.id]) for party in ledger.parties)
    return Balance(as_of=as_of, known_at=known_at, version=outlook.in_force, parties=parties)


def _party(party: Party, lines: Sequence[CommitmentBalance]) -> PartyBalance:
    cents = {f"{figure}_cents": sum(getattr(line, f"{figure}_cents") or 0 for line in lines) for figure in FIGURES}
    unknown = sum(line.promised_cents is None for line in lines)
    return PartyBalance(party=party.id, name=party.name, lines_without_value=unknown, commitments=tuple(lines), **cents)


def _commitment(
    commitment: Commitment, term: Term, active: Sequence[ActiveItem], happened: Sequence[Standing], outlook: Outlook
) -> CommitmentBalance:
    sharing = _share(active, happened, outlook.today)
    items = tuple(_item(each, sharing, outlook.today) for each in active)
    removed = term.version != outlook.reached[-1]
    counted = [*(_counted(item, outlook.today) for item in items), sharing.beyond]
    columns = list(zip(*counted, strict=True))
    values = [*(item.unit_value_cents for item in items), _value_beyond(term, sharing.beyond, removed=removed)]
    return CommitmentBalance(
        commitment=commitment.id,
        number=commitment.number,
        what=term.what,
        unit=term.unit,
        unit_value_cents=term.unit_value_cents,
        continuous=term.continuous,
        is_counterpart=commitment.is_counterpart,
        debtor=commitment.debtor,
        creditor=commitment.creditor,
        removed=removed,
        items=items,
        **_total(columns),
        **_cents(columns, values),
    )


@dataclass(frozen=True, slots=True)
class _Sharing:
    """How the deliveries of a commitment fell on its items, and what fell beyond them."""

    delivered: Mapping[Key | None, Decimal]
    unconfirmed: Mapping[Key | None, Decimal]
    contested: Mapping[Key | None, Decimal]
    deliveries: Mapping[Key, tuple[Key, ...]]
    beyond: Amounts


def _share(active: Sequence[ActiveItem], happened: Sequence[Standing], today: date) -> _Sharing:
    slots = [Slot(each.item.id, urgency(each.item.due, today), each.expected) for each in active]
    counted = allocate(slots, [each.delivery for each in happened if not each.is_contested])
    contested = set_against(slots, [each.delivery for each in happened if each.is_contested])
    unconfirmed = {each.delivery.id for each in happened if not each.is_confirmed}
    delivered_to = _by_item(counted)
    awaiting = _by_item(piece for piece in counted if piece.delivery in unconfirmed)
    against = _by_item(contested)
    over = delivered_to.pop(None, ZERO)
    beyond = Amounts(delivered=over, over=over, contested=against.pop(None, ZERO), unconfirmed=awaiting.pop(None, ZERO))
    return _Sharing(delivered_to, awaiting, against, _deliveries_by_item([*counted, *contested]), beyond)


def _by_item(pieces: Iterable[Piece]) -> dict[Key | None, Decimal]:
    total: dict[Key | None, Decimal] = defaultdict(Decimal)
    for piece in pieces:
        total[piece.item] += piece.quantity
    return total


def _deliveries_by_item(pieces: Iterable[Piece]) -> Mapping[Key, tuple[Key, ...]]:
    ids: dict[Key, dict[Key, None]] = defaultdict(dict)
    for piece in pieces:
        if piece.item is not None:
            ids[piece.item][piece.delivery] = None
    return {item: tuple(deliveries) for item, deliveries in ids.items()}


def _item(active: ActiveItem, sharing: _Sharing, today: date) -> ItemBalance:
    item = active.item
    delivered = sharing.delivered.get(item.id, ZERO)
    contested = sharing.contested.get(item.id, ZERO)
    missing = active.expected - delivered
    is_past = urgency(item.due, today) is Urgency.PAST
    return ItemBalance(
        item=item.id,
        due=item.due,
        quantity=active.quantity,
        waived=active.waived,
        delivered=delivered,
        unconfirmed=sharing.unconfirmed.get(item.id, ZERO),
        contested=contested,
        late=missing if is_past else ZERO,
        unit_value_cents=item.unit_value_cents,
        state=_state(active, missing=missing, contested=contested, today=today),
        days_late=(today - item.due).days if missing and is_past and item.due else 0,
        deliveries=sharing.deliveries.get(item.id, ()),
    )


def _state(active: ActiveItem, *, missing: Decimal, contested: Decimal, today: date) -> ItemState:
    """An item is contested only when all that is missing of it is: what nobody claims to have delivered is late."""
    due = active.item.due
    if not active.expected:
        return ItemState.WAIVED
    if not missing:
        return ItemState.KEPT
    if contested >= missing:
        return ItemState.CONTESTED
    if due is None:
        return ItemState.UNSTATED
    if due < today:
        return ItemState.LATE
    return ItemState.DUE if due - today <= DUE_SOON else ItemState.TO_COME


def _counted(item: ItemBalance, today: date) -> Amounts:
    is_owed = urgency(item.due, today) is not Urgency.LATER
    return Amounts(
        promised=item.quantity,
        waived=item.waived,
        owed=item.quantity - item.waived if is_owed else ZERO,
        delivered=item.delivered,
        kept=item.delivered,
        late=item.late,
        to_come=item.missing - item.late,
        contested=item.contested,
        unconfirmed=item.unconfirmed,
    )


def _value_beyond(term: Term, beyond: Amounts, *, removed: bool) -> int | None:
    """Unit value of what is not on an item; a promise without stated quantity or value is worth an unknown sum, never 0."""
    if removed and beyond == Amounts():
        return 0
    return None if term.quantity is None and not removed else term.unit_value_cents


def _total(columns: Iterable[Sequence[Decimal]]) -> dict[str, Any]:
    """Each figure (Decimal) in units."""
    return {figure: sum(column, ZERO) for figure, column in zip(FIGURES, columns, strict=True)}


def _cents(columns: Iterable[Sequence[Decimal]], values: Sequence[int | None]) -> dict[str, Any]:
    """Each figure in cents (int), rounded once (half up); all None as soon as one quantity has no known value."""
    names = [f"{figure}_cents" for figure in FIGURES]
    if None in values:
        return dict.fromkeys(names)
    exact = [sum(map(operator.mul, column, values), ZERO) for column in columns]
    return {name: int(amount.to_integral_value(ROUND_HALF_UP)) for name, amount in zip(names, exact, strict=True)}
