"""Small rules of agreements, each a sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.agreements import rules
from filon.engines.balance.due_rule import Every, Once, OnDates, OverTerm, Unstated
from filon.kernel.errors import Refused

pytestmark = pytest.mark.usefixtures("english")
START, END = dt.date(2024, 1, 1), dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Once(dt.date(2027, 1, 2)), "lies outside the term, 1\xa0January 2024 to 1\xa0January 2027"),
        (OnDates(((dt.date(2025, 1, 1), Decimal(3)),)), "The split does not add up: the due dates make 3, the commitment 4"),
        (Every(first=dt.date(2028, 1, 1), months=1), "do not fit the term"),
    ],
)
def test_due_dates_that_do_not_fit_are_refused(rule, sentence):
    with pytest.raises(Refused, match=sentence):
        rules.due_entries(rule, quantity=Decimal(4), start=START, end=END, unit="event")


@pytest.mark.parametrize("rule", [OverTerm(), Every(first=START, months=6)])
def test_due_dates_to_the_end_need_an_end(rule):
    with pytest.raises(Refused, match="say when the agreement ends"):
        rules.due_entries(rule, quantity=Decimal(4), start=START, end=None, unit="event")


def test_quantity_not_stated_makes_no_due_date():
    assert rules.due_entries(Unstated(), quantity=None, start=START, end=END, unit="event") == []


def test_tacit_renewal_says_for_how_long():
    with pytest.raises(Refused, match="for how many months"):
        rules.check_renewal(is_tacit=True, renewal_months=None, term_end=END)


def test_amendment_after_the_end_is_refused():
    with pytest.raises(Refused, match="The agreement ends on 1\xa0January 2027"):
        rules.check_follows(dt.date(2027, 1, 2), former=START, former_end=END)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8))
def test_split_to_the_cent_passes_and_one_cent_off_does_not(parts):
    quantities = [Decimal(part) / 100 for part in parts]

    rules.check_split(amount_cents=sum(parts), parts=quantities)
    with pytest.raises(Refused, match="The split does not add up"):
        rules.check_split(amount_cents=sum(parts) + 1, parts=quantities)


@pytest.mark.parametrize(("days", "ended"), [(30, True), (29, False), (None, False)])
def test_silence_accepts_after_the_days_agreed(days, ended):
    declared = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    assert rules.silence_ended(declared, silence_days=30 if days else None, now=declared + dt.timedelta(days=days or 90)) is ended
