"""What is in force and known: the part of the ledger that one date and one state of knowledge let us see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from filon.engines.balance.model import Commitment, Delivery, DeliveryState, Item, Key, Ledger, Term, Version, Waiver, key_order

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The ledger as of `as_of`, as known at `known_at`.

    `today` is `as_of` while a version is in force; before that nothing can be due and it is the first day of the calendar.
    `reached` holds the versions that have taken effect, in order; before the first, that one alone, to show what is to come.
    """

    as_of: date
    known_at: datetime
    in_force: int | None
    reached: tuple[int, ...]

    @property
    def today(self) -> date:
        return date.min if self.in_force is None else self.as_of

    def term(self, commitment: Commitment) -> Term | None:
        """The latest terms reached; None when every version that speaks of the commitment is still to come."""
        terms = {term.version: term for term in commitment.terms}
        return next((terms[number] for number in reversed(self.reached) if number in terms), None)


@dataclass(frozen=True, slots=True)
class ActiveItem:
    """A due item that counts, with the quantity that counts and the part of it waived."""

    item: Item
    quantity: Decimal
    waived: Decimal

    @property
    def expected(self) -> Decimal:
        return self.quantity - self.waived


@dataclass(frozen=True, slots=True)
class Standing:
    """A delivery that happened, and whether it counts, still awaits acceptance, or is contested."""

    delivery: Delivery
    is_contested: bool
    is_confirmed: bool


def look(ledger: Ledger, *, as_of: date, known_at: datetime) -> Outlook:
    """Find the version in force: the known one with the latest effect by `as_of`; after the end of the term it stays the last."""
    known = sorted((v for v in ledger.versions if v.known_at <= known_at), key=_effect)
    reached = tuple(v.number for v in known if v.effective <= as_of)
    coming = tuple(v.number for v in known[:1])
    return Outlook(as_of=as_of, known_at=known_at, in_force=reached[-1] if reached else None, reached=reached or coming)


def _effect(version: Version) -> tuple[date, int]:
    return version.effective, version.number


def active_items(ledger: Ledger, outlook: Outlook) -> Mapping[Key, list[ActiveItem]]:
    """The items that count, by commitment, oldest due first, without date last."""
    renewals = {renewal.id for renewal in ledger.renewals if renewal.known_at <= outlook.known_at}
    waived = _waived(ledger.waivers, outlook)
    by_commitment: dict[Key, list[ActiveItem]] = defaultdict(list)
    for item in sorted(ledger.items, key=lambda item: (item.due or date.max, key_order(item.id))):
        if item.version not in outlook.reached or (item.renewal is not None and item.renewal not in renewals):
            continue
        quantity = (item.kept or ZERO) if item.retired_by in outlook.reached else item.quantity
        if quantity > 0:
            by_commitment[item.commitment].append(ActiveItem(item, quantity, min(quantity, waived.get(item.id, ZERO))))
    return by_commitment


def _waived(waivers: Iterable[Waiver], outlook: Outlook) -> Mapping[Key, Decimal]:
    total: dict[Key, Decimal] = defaultdict(Decimal)
    for waiver in waivers:
        if waiver.on <= outlook.as_of and waiver.known_at <= outlook.known_at:
            total[waiver.item] += waiver.quantity
    return total


def standings(ledger: Ledger, outlook: Outlook) -> Mapping[Key, list[Standing]]:
    """The deliveries that happened by the date and are known and not withdrawn, by commitment, oldest first."""
    by_commitment: dict[Key, list[Standing]] = defaultdict(list)
    for delivery in sorted(ledger.deliveries, key=lambda delivery: (delivery.occurred, *key_order(delivery.id))):
        if delivery.occurred > outlook.as_of:
            break
        standing = _standing(delivery, outlook.known_at, ledger.silence_days)
        if standing is not None:
            by_commitment[delivery.commitment].append(standing)
    return by_commitment


def _standing(delivery: Delivery, known_at: datetime, silence_days: int | None) -> Standing | None:
    last: tuple[DeliveryState, datetime] | None = None
    for entry in delivery.history:
        if entry[1] <= known_at and (last is None or entry[1] >= last[1]):
            last = entry
    if last is None or last[0] is DeliveryState.WITHDRAWN:
        return None
    state, recorded = last
    silent = silence_days is not None and known_at - recorded >= timedelta(days=silence_days)
    return Standing(delivery, state is DeliveryState.CONTESTED, state is DeliveryState.ACCEPTED or silent)


def next_moment(ledger: Ledger, *, known_at: datetime) -> datetime | None:
    """The first moment after `known_at` at which the same ledger may tell something else on the same day: something recorded for later
    becomes known, or silence accepts a declaration. None: it never does."""
    silence = None if ledger.silence_days is None else timedelta(days=ledger.silence_days)
    return min((moment for moment in _moments(ledger, silence) if moment > known_at), default=None)


def _moments(ledger: Ledger, silence: timedelta | None) -> Iterator[datetime]:
    yield from (version.known_at for version in ledger.versions)
    yield from (renewal.known_at for renewal in ledger.renewals)
    yield from (waiver.known_at for waiver in ledger.waivers)
    for delivery in ledger.deliveries:
        for state, recorded in delivery.history:
            yield recorded
            if silence is not None and state is not DeliveryState.ACCEPTED:
                yield recorded + silence
