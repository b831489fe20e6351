"""What the balance is computed from: the record of one agreement, as plain values.

Two clocks run through it. *Dates* say when something holds or happened; `known_at` (an aware time) says when it was recorded.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

Key = int | str | UUID
"""Identity of a party, commitment, item, delivery or renewal; opaque to the engine."""


def key_order(key: Key) -> tuple[int, str]:
    """Sort key for identities: numbers by size, texts of one length by alphabet."""
    text = str(key)
    return len(text), text


class DeliveryState(StrEnum):
    """What is said of a delivery: by the one who delivers (declared, withdrawn), then by the one who receives."""

    DECLARED = "declared"
    ACCEPTED = "accepted"
    CONTESTED = "contested"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Party:
    """One of the N parties of the agreement."""

    id: Key
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """The agreement from `effective` on, until a later version takes effect."""

    number: int
    effective: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Renewal:
    """A term added after the end of the former one, without a new version; half-open (`start` ≤ d < `end`)."""

    id: Key
    version: int
    start: date
    end: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Term:
    """What one version says of a commitment; `None` means that the agreement does not state it."""

    version: int
    what: str
    unit: str
    quantity: Decimal | None
    unit_value_cents: int | None
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise of `debtor` to `creditor`. A version without a term for it removes it.

    In unit `eur` a quantity is an amount in euros and its unit value is 100 cents.
    """

    id: Key
    number: int
    debtor: Key
    creditor: Key
    is_counterpart: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A due item, made by the taking effect of `version` (or by `renewal`).

    `retired_by` is the version that replaced it; from then on only `kept` counts: what had been delivered or waived by then.
    """

    id: Key
    commitment: Key
    due: date | None
    quantity: Decimal
    unit_value_cents: int | None
    version: int
    renewal: Key | None = None
    retired_by: int | None = None
    kept: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """The creditor gives up `quantity` of an item."""

    item: Key
    quantity: Decimal
    on: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that happened on `occurred` and fulfils a commitment, perhaps a named item of it.

    `history` holds each state with the time it was recorded; the last known one counts.
    """

    id: Key
    commitment: Key
    item: Key | None
    occurred: date
    quantity: Decimal
    history: tuple[tuple[DeliveryState, datetime], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole record of one agreement.

    `silence_days`: a declaration that nobody contested for so many days counts as accepted; `None`: never by silence.
    `ends` is the end of the last term: it changes no figure (what is owed stays owed) but bounds the picture.
    """

    parties: tuple[Party, ...]
    versions: tuple[Version, ...]
    renewals: tuple[Renewal, ...]
    commitments: tuple[Commitment, ...]
    items: tuple[Item, ...]
    waivers: tuple[Waiver, ...]
    deliveries: tuple[Delivery, ...]
    silence_days: int | None = None
    ends: date | None = None
