from datetime import date, timedelta
from itertools import islice

import pytest
from django.db.models import DateField, Value
from hypothesis import given
from hypothesis import strategies as st

from filon.kernel.periods import Period, holding, not_over

YESTERDAY, TODAY, TOMORROW = date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    length = draw(st.none() | st.integers(1, 4000))
    return Period(start, None if length is None else start + timedelta(days=length))


@given(periods(), periods(), days)
def test_intersection_holds_exactly_the_days_of_both(one: Period, other: Period, day: date) -> None:
    common = one.intersection(other)

    assert (common is not None and common.contains(day)) == (one.contains(day) and other.contains(day))


@given(periods(), periods())
def test_overlaps_is_symmetrical(one: Period, other: Period) -> None:
    assert one.overlaps(other) == other.overlaps(one)


@given(periods().filter(lambda period: period.end is not None))
def test_months_cover_the_period_without_a_gap(period: Period) -> None:
    months = list(period.months())

    assert months[0].start == period.start
    assert months[-1].end == period.end
    assert [month.end for month in months[:-1]] == [month.start for month in months[1:]]


def test_end_is_not_in_the_period() -> None:
    year = Period(date(2024, 9, 1), date(2025, 9, 1))

    assert (year.contains(date(2024, 9, 1)), year.contains(date(2025, 8, 31)), year.contains(date(2025, 9, 1))) == (True, True, False)
    assert year.days == 365


def test_adjacent_periods_do_not_overlap() -> None:
    assert Period(date(2024, 1, 1), date(2024, 2, 1)).overlaps(Period(date(2024, 2, 1))) is False


def test_months_of_an_open_period_go_on() -> None:
    starts = [month.start for month in islice(Period(date(2024, 1, 31)).months(), 3)]

    assert starts == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]


@pytest.mark.parametrize("end", [date(2024, 1, 1), date(2023, 12, 31)])
def test_empty_period_is_a_defect(end: date) -> None:
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2024, 1, 1), end)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "holds", "is_not_over"),
    [
        (TODAY, None, True, True),
        (TODAY, TOMORROW, True, True),
        (TOMORROW, None, False, True),
        (YESTERDAY, TODAY, False, False),
        (TODAY, TODAY, False, False),
    ],
)
def test_rows_hold_from_their_start_until_their_end(start: date, end: date | None, holds: bool, is_not_over: bool) -> None:
    row = {"one__start": start, "one__end": Value(end, DateField())}

    assert (holding(TODAY, "one__").check(row), not_over(TODAY, "one__").check(row)) == (holds, is_not_over)
