"""The day of a gift: it decides year, exercice, rate and receipt. BOI-IR-RICI-250-20 §20-30."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filon.engines.tax import rules
from filon.engines.tax.errors import TaxRefused
from filon.engines.tax.rules import Rule


class Means(StrEnum):
    """How a gift reaches the beneficiary."""

    TRANSFER = "transfer"
    CARD = "card"
    DIRECT_DEBIT = "direct debit"
    CHEQUE_HANDED = "cheque handed over"
    CHEQUE_POSTED = "cheque by post"
    CASH = "cash"
    GOODS = "goods"


class Event(StrEnum):
    """The event whose day is the day of the gift."""

    CREDITED = "credited"
    HANDED = "handed"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class GiftDate:
    """The day, and why."""

    on: date
    event: Event
    rule: Rule


DECISIVE = {
    Means.TRANSFER: (Event.CREDITED, "gift_date.credited"),
    Means.CARD: (Event.CREDITED, "gift_date.credited"),
    Means.DIRECT_DEBIT: (Event.CREDITED, "gift_date.credited"),
    Means.CHEQUE_HANDED: (Event.HANDED, "gift_date.handed"),
    Means.CHEQUE_POSTED: (Event.RECEIVED, "gift_date.received"),
    Means.CASH: (Event.HANDED, "gift_date.delivered"),
    Means.GOODS: (Event.HANDED, "gift_date.delivered"),
}


def of(means: Means, *, credited_on: date | None = None, handed_on: date | None = None, received_on: date | None = None) -> GiftDate:
    """The day of the gift. Days that do not decide for these means are ignored; raises TaxRefused when the one that does is missing."""
    event, code = DECISIVE[means]
    day = {Event.CREDITED: credited_on, Event.HANDED: handed_on, Event.RECEIVED: received_on}[event]
    if day is None:
        raise TaxRefused(f"The day of a gift by {means.value} is the day it was {event.value}: that day is missing.")
    return GiftDate(day, event, rules.on(code, day))
