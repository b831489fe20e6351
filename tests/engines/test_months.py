"""Dates a number of months apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.months import add_months


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(-600, 600))
def test_add_months_keeps_the_day_or_takes_the_last_of_the_month(day: date, count: int):
    found = add_months(day, count)

    assert (found.year - day.year) * 12 + found.month - day.month == count
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(("day", "count"), [(date(9999, 12, 1), 1), (date(1, 1, 31), -1)])
def test_add_months_stays_within_the_calendar(day: date, count: int):
    with pytest.raises(ValueError, match="year"):
        add_months(day, count)
