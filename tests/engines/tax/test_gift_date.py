"""The day of a gift: the event that decides for its means."""

from __future__ import annotations

from datetime import date

import pytest

from filon.engines.tax import TaxRefused, gift_date
from filon.engines.tax.gift_date import Event, Means

DAYS = {"credited_on": date(2027, 1, 1), "handed_on": date(2027, 1, 2), "received_on": date(2027, 1, 3)}


@pytest.mark.parametrize("means", Means)
def test_gift_without_its_decisive_day_is_refused(means: Means):
    event = gift_date.of(means, **DAYS).event

    with pytest.raises(TaxRefused) as refusal:
        gift_date.of(means, **{name: day for name, day in DAYS.items() if name != f"{event.value}_on"})

    assert str(refusal.value) == f"The day of a gift by {means.value} is the day it was {event.value}: that day is missing."


def test_goods_are_given_when_they_are_handed_over():
    found = gift_date.of(Means.GOODS, **DAYS)

    assert (found.on, found.event, found.rule.mark) == (date(2027, 1, 2), Event.HANDED, "K")
