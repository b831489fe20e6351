"""What the balance answers: for each party, commitment and item, in units and, where a unit value is known, in cents.

Everywhere: promised = waived + kept + late + to come, and delivered = kept + over.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from filon.engines.balance.model import Key


class ItemState(StrEnum):
    """How a due item stands, from the worst to the best."""

    LATE = "late"
    CONTESTED = "contested"
    DUE = "due"
    TO_COME = "to_come"
    UNSTATED = "unstated"
    KEPT = "kept"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class ItemBalance:
    """One due item. `late` is what is missing of an item whose day is over, whether a contested delivery stands against it or not."""

    item: Key
    due: date | None
    quantity: Decimal
    waived: Decimal
    delivered: Decimal
    unconfirmed: Decimal
    contested: Decimal
    late: Decimal
    unit_value_cents: int | None
    state: ItemState
    days_late: int
    deliveries: tuple[Key, ...]

    @property
    def missing(self) -> Decimal:
        """What is neither delivered nor waived."""
        return self.quantity - self.waived - self.delivered


class Amounts(NamedTuple):
    """The ten figures of a balance, in units of the commitment."""

    promised: Decimal = Decimal(0)
    waived: Decimal = Decimal(0)
    owed: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)
    kept: Decimal = Decimal(0)
    over: Decimal = Decimal(0)
    late: Decimal = Decimal(0)
    to_come: Decimal = Decimal(0)
    contested: Decimal = Decimal(0)
    unconfirmed: Decimal = Decimal(0)


@dataclass(frozen=True)
class CommitmentBalance:
    """One commitment; amounts in units, and in cents when all its quantities have a known unit value (else every `…_cents` is None).

    `promised` is before waivers; `to_come` is what is neither delivered nor late: due today, later, or at no stated date.
    """

    commitment: Key
    number: int
    what: str
    unit: str
    unit_value_cents: int | None
    continuous: bool
    is_counterpart: bool
    debtor: Key
    creditor: Key
    removed: bool
    promised: Decimal
    waived: Decimal
    owed: Decimal
    delivered: Decimal
    kept: Decimal
    over: Decimal
    late: Decimal
    to_come: Decimal
    contested: Decimal
    unconfirmed: Decimal
    promised_cents: int | None
    waived_cents: int | None
    owed_cents: int | None
    delivered_cents: int | None
    kept_cents: int | None
    over_cents: int | None
    late_cents: int | None
    to_come_cents: int | None
    contested_cents: int | None
    unconfirmed_cents: int | None
    items: tuple[ItemBalance, ...]

    @cached_property
    def states(self) -> Counter[ItemState]:
        """How many items are in each state."""
        return Counter(item.state for item in self.items)

    @property
    def counted(self) -> int:
        """Items that are not waived."""
        return len(self.items) - self.states[ItemState.WAIVED]

    @cached_property
    def worst(self) -> ItemState | None:
        """The worst state among its items; None: there is none."""
        return next((state for state in ItemState if self.states[state]), None)

    @cached_property
    def days_late(self) -> int:
        """Since when the oldest of its items in the worst state is missing."""
        return max((item.days_late for item in self.items if item.state is self.worst), default=0)


@dataclass(frozen=True, slots=True)
class PartyBalance:
    """What one party promised the others. Totals leave out the `lines_without_value` commitments whose value is not known."""

    party: Key
    name: str
    promised_cents: int
    waived_cents: int
    owed_cents: int
    delivered_cents: int
    kept_cents: int
    over_cents: int
    late_cents: int
    to_come_cents: int
    contested_cents: int
    unconfirmed_cents: int
    lines_without_value: int
    commitments: tuple[CommitmentBalance, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What was true on `as_of`, told with what was recorded by `known_at`; `version` is the one in force, if any."""

    as_of: date
    known_at: datetime
    version: int | None
    parties: tuple[PartyBalance, ...]

    @property
    def commitments(self) -> tuple[CommitmentBalance, ...]:
        """The commitments of all parties, by number."""
        return tuple(sorted((line for party in self.parties for line in party.commitments), key=lambda line: line.number))
