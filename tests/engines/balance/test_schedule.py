"""From a due rule to due items."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.balance.due_rule import DueRule, Every, Once, OnDates, OverTerm, Unstated
from filon.engines.balance.schedule import ScheduleDoesNotAddUp, ScheduleOutsideTerm, ScheduleRefused, expand, extend

START, END = date(2024, 1, 1), date(2027, 1, 1)


def days(*dates: str) -> list[date]:
    return [date.fromisoformat(day) for day in dates]


def entries(rule: DueRule, quantity: str, unit: str = "eur") -> list[tuple[date | None, Decimal]]:
    return expand(rule, quantity=Decimal(quantity), start=START, end=END, unit=unit)


def test_once_is_one_item():
    assert entries(Once(date(2025, 3, 1)), "5000") == [(date(2025, 3, 1), Decimal(5000))]


def test_unstated_has_no_date():
    assert entries(Unstated(), "3", "day") == [(None, Decimal(3))]


def test_on_dates_are_sorted():
    rule = OnDates(((date(2025, 3, 1), Decimal(2)), (date(2024, 3, 1), Decimal(1))))

    assert entries(rule, "3") == [(date(2024, 3, 1), Decimal(1)), (date(2025, 3, 1), Decimal(2))]


def test_on_dates_that_do_not_add_up_say_both_figures():
    rule = OnDates(((date(2024, 3, 1), Decimal(10000)), (date(2025, 3, 1), Decimal(9000))))

    with pytest.raises(ScheduleDoesNotAddUp, match="add up to 19000, but the commitment is for 20000") as refusal:
        entries(rule, "20000")

    assert (refusal.value.scheduled, refusal.value.promised) == (19000, 20000)


def test_on_dates_with_a_negative_part_do_not_add_up():
    rule = OnDates(((date(2024, 3, 1), Decimal(30)), (date(2025, 3, 1), Decimal(-10))))

    with pytest.raises(ScheduleDoesNotAddUp):
        entries(rule, "20")


def test_the_day_the_term_ends_is_within_it():
    assert entries(Once(END), "1") == [(END, Decimal(1))]


@pytest.mark.parametrize("day", [START - timedelta(days=1), END + timedelta(days=1)])
def test_a_date_outside_the_term_is_refused(day: date):
    with pytest.raises(ScheduleOutsideTerm) as refusal:
        entries(Once(day), "1")

    assert refusal.value.due == day


def test_a_rhythm_beyond_the_term_is_refused():
    with pytest.raises(ScheduleOutsideTerm):
        entries(Every(START, 12, 5), "5")


def test_a_rhythm_without_measure_is_refused_at_its_first_date_outside():
    with pytest.raises(ScheduleOutsideTerm) as refusal:
        entries(Every(START, 1, 10**9), "5")

    assert refusal.value.due == date(2027, 2, 1)


def test_a_rhythm_beyond_the_calendar_is_refused():
    with pytest.raises(ScheduleRefused):
        expand(Every(START, 1200, 10**9), quantity=Decimal(5), start=START, end=date.max, unit="eur")


def test_a_rhythm_runs_until_the_end_which_is_not_in_the_term():
    assert [due for due, _ in entries(Every(START, 12), "300")] == days("2024-01-01", "2025-01-01", "2026-01-01")


def test_a_rhythm_on_the_31st_takes_the_last_day_of_short_months():
    assert [due for due, _ in entries(Every(date(2024, 1, 31), 1, 4), "4")] == days("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")


def test_euros_are_split_to_the_cent():
    assert [part for _, part in entries(Every(START, 12), "100")] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_whole_things_are_split_into_whole_things():
    assert [part for _, part in entries(Every(START, 12), "10", "place")] == [4, 3, 3]


def test_fewer_things_than_dates_are_split_to_the_hundredth():
    assert [part for _, part in entries(OverTerm(), "1", "visibility")] == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]


def test_over_term_falls_due_as_each_year_ends():
    assert [due for due, _ in entries(OverTerm(), "3", "year")] == days("2025-01-01", "2026-01-01", "2027-01-01")


def test_over_term_ends_with_the_term():
    found = expand(OverTerm(), quantity=Decimal(3), start=START, end=date(2026, 7, 1), unit="year")

    assert [due for due, _ in found] == days("2025-01-01", "2026-01-01", "2026-07-01")


@pytest.mark.parametrize("rule", [Every(START, 0), Every(START, 1, 0), Every(END, 1)])
def test_a_rhythm_without_dates_is_refused(rule: Every):
    with pytest.raises(ScheduleRefused):
        entries(rule, "1")


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_a_quantity_that_is_not_above_zero_is_refused(quantity: str):
    with pytest.raises(ScheduleRefused):
        entries(Once(START), quantity)


def test_a_term_that_ends_before_it_starts_is_refused():
    with pytest.raises(ScheduleRefused):
        expand(OverTerm(), quantity=Decimal(1), start=END, end=START, unit="year")


RULES = st.one_of(
    st.just(OverTerm()),
    st.just(Unstated()),
    st.builds(Once, st.dates(START, END)),
    st.builds(Every, st.dates(START, END - timedelta(days=1)), st.integers(1, 40)),
)


@given(RULES, st.decimals(Decimal("0.01"), Decimal(100000), places=2), st.sampled_from(["eur", "place"]))
def test_parts_add_up_exactly_in_order_of_their_dates(rule: DueRule, quantity: Decimal, unit: str):
    found = expand(rule, quantity=quantity, start=START, end=END, unit=unit)

    assert sum(part for _, part in found) == quantity
    assert all(part > 0 and part == part.quantize(Decimal("0.01")) for _, part in found)
    assert [due for due, _ in found] == sorted(due for due, _ in found)


def renewed(rule: DueRule, quantity: int, new_end: str) -> list[tuple[date | None, Decimal]]:
    return extend(rule, quantity=Decimal(quantity), term_start=START, term_end=END, new_end=date.fromisoformat(new_end), unit="eur")


def test_a_renewal_of_one_year_repeats_one_year_of_the_rhythm():
    assert renewed(Every(date(2024, 3, 1), 12), 15000, "2028-01-01") == [(date(2027, 3, 1), Decimal(5000))]


def test_a_renewal_repeats_a_rhythm_that_stood_in_the_first_year_once_a_term():
    found = renewed(Every(date(2024, 3, 1), 3, 2), 400, "2033-01-01")

    assert found == [(day, Decimal(200)) for day in days("2027-03-01", "2027-06-01", "2030-03-01", "2030-06-01")]


def test_a_renewal_goes_on_over_the_term():
    assert renewed(OverTerm(), 300, "2028-07-01") == [(date(2028, 1, 1), Decimal(100)), (date(2028, 7, 1), Decimal(100))]


@pytest.mark.parametrize("rule", [Once(START), Unstated(), OnDates(((START, Decimal(10)),))])
def test_a_renewal_does_not_repeat_dates_written_one_by_one(rule: DueRule):
    assert renewed(rule, 10, "2030-01-01") == []


def test_a_term_that_is_no_number_of_months_is_shifted_in_days():
    found = extend(
        Every(date(2024, 1, 10), 1), quantity=Decimal(1), term_start=START, term_end=date(2024, 1, 16), new_end=date(2024, 2, 1), unit="eur"
    )

    assert found == [(date(2024, 1, 25), Decimal(1))]


def test_a_rhythm_that_leaves_the_calendar_is_refused():
    with pytest.raises(ScheduleRefused, match="beyond the calendar"):
        expand(Every(date(2024, 1, 10), 1200, 600), quantity=Decimal(600), start=START, end=date.max, unit="event")
