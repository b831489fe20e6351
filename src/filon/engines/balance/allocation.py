"""Which delivery fills which item.

Three groups of items are served in turn: those whose day is over, those due today, the others. In each group
1. a delivery that names an item of the group fills it;
2. what names no item, or has filled the one it named, fills the open items, oldest first;
3. then what names an item of a later group is borrowed, for nobody is late while more than enough has been delivered.
What remains at the end is beyond the promise. The order of the deliveries is theirs: the day they happened.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

from filon.engines.balance.model import Delivery, Key


class Urgency(IntEnum):
    """Where the due date of an item lies; the order in which items are served."""

    PAST = 0
    TODAY = 1
    LATER = 2


def urgency(due: date | None, today: date) -> Urgency:
    """An item is past only when its day is over: on the day itself it is due, not late."""
    if due is None or due > today:
        return Urgency.LATER
    return Urgency.TODAY if due == today else Urgency.PAST


@dataclass(slots=True)
class Slot:
    """Room in an item, filled in place."""

    item: Key
    urgency: Urgency
    missing: Decimal


@dataclass(slots=True)
class Source:
    """What is left of a delivery, poured out in place; `named` is the open item it was made for."""

    delivery: Delivery
    named: Slot | None
    left: Decimal


class Piece(NamedTuple):
    """A part of a delivery and the item it went to; None: beyond every item."""

    delivery: Key
    item: Key | None
    quantity: Decimal


def allocate(slots: Sequence[Slot], deliveries: Iterable[Delivery]) -> list[Piece]:
    """Fill `slots` (oldest first) with `deliveries` (oldest first); each delivery's quantity is in the pieces, to the last unit."""
    sources = _sources(slots, deliveries)
    pieces: list[Piece] = []
    for group in Urgency:
        pieces += [_pour(s, s.named) for s in sources if s.named is not None and s.named.urgency == group]
        free = [s for s in sources if s.left and (s.named is None or s.named.urgency <= group)]
        lent = [s for s in sources if s.left and s.named is not None and s.named.urgency > group]
        pieces += _fill([slot for slot in slots if slot.urgency == group], chain(free, lent))
    return [piece for piece in pieces if piece.quantity] + _beyond(sources)


def set_against(slots: Sequence[Slot], deliveries: Iterable[Delivery]) -> list[Piece]:
    """Set contested `deliveries` against what is still open: the item they name, else the oldest open item that is due."""
    sources = _sources(slots, deliveries)
    pieces = [_pour(source, source.named) for source in sources if source.named is not None]
    pieces += _fill([slot for slot in slots if slot.urgency < Urgency.LATER], (s for s in sources if s.left))
    return [piece for piece in pieces if piece.quantity] + _beyond(sources)


def _sources(slots: Iterable[Slot], deliveries: Iterable[Delivery]) -> list[Source]:
    by_item: Mapping[Key | None, Slot] = {slot.item: slot for slot in slots}
    return [Source(delivery, by_item.get(delivery.item), delivery.quantity) for delivery in deliveries]


def _fill(slots: Iterable[Slot], sources: Iterable[Source]) -> list[Piece]:
    waiting = iter(sources)
    source = next(waiting, None)
    pieces = []
    for slot in slots:
        while slot.missing and source is not None:
            pieces.append(_pour(source, slot))
            if not source.left:
                source = next(waiting, None)
    return pieces


def _pour(source: Source, slot: Slot) -> Piece:
    quantity = min(source.left, slot.missing)
    source.left -= quantity
    slot.missing -= quantity
    return Piece(source.delivery.id, slot.item, quantity)


def _beyond(sources: Iterable[Source]) -> list[Piece]:
    return [Piece(source.delivery.id, None, source.left) for source in sources if source.left]
