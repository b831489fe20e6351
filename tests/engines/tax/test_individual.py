"""The reduction of a household: gifts by their day, and what holds whatever the figures."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.tax import NoRule, TaxRefused, sentence
from filon.engines.tax.explanation import Code, Language
from filon.engines.tax.individual import Excess, Gift, IndividualYear, Year, reduction

AMOUNTS = st.one_of(st.integers(0, 500_000), st.integers(0, 100_000_000))
DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))
GIFTS = st.lists(st.builds(Gift, on=DAYS, cents=AMOUNTS, is_aid=st.booleans()), max_size=6)
CARRIED = st.lists(st.builds(Excess, year=st.integers(2015, 2024), cents=AMOUNTS), max_size=6)
YEARS = st.builds(Year, year=st.just(2025), income_cents=AMOUNTS, gifts=GIFTS.map(tuple), carried=CARRIED.map(tuple))


def aid(*gifts: tuple[str, int]) -> IndividualYear:
    given_on = tuple(Gift(date.fromisoformat(day), cents, is_aid=True) for day, cents in gifts)
    return reduction(Year(given_on[0].on.year, 4_000_000, given_on))


@pytest.mark.parametrize(
    ("gifts", "at_high_rate"),
    [
        ([("2025-10-13", 250_000)], 100_000),
        ([("2025-10-14", 250_000)], 200_000),
        ([("2025-03-01", 250_000), ("2025-12-01", 250_000)], 200_000),
        ([("2025-12-01", 30_000), ("2025-03-01", 250_000)], 130_000),
        ([("2024-12-01", 250_000)], 100_000),
        ([("2026-01-01", 250_000)], 200_000),
    ],
)
def test_gift_to_an_aid_body_finds_the_ceiling_of_its_day(gifts: list[tuple[str, int]], at_high_rate: int):
    total = sum(cents for _day, cents in gifts)

    found = aid(*gifts)

    assert found.aid_used_cents == at_high_rate
    assert found.reduction_cents == (at_high_rate * 75 + (total - at_high_rate) * 66) // 100


@given(YEARS)
def test_every_cent_is_used_or_left_or_expired(year: Year):
    found = reduction(year)

    total = sum(gift.cents for gift in year.gifts) + sum(one.cents for one in year.carried)
    left = sum(one.cents for one in found.excess)
    assert total == found.aid_used_cents + found.used_cents + found.expired_cents + left
    assert found.expired_cents == sum(one.cents for one in year.carried if one.year < 2020)


@given(YEARS)
def test_reduction_never_exceeds_its_ceilings(year: Year):
    found = reduction(year)

    assert found.used_cents <= found.ceiling_cents
    assert found.aid_used_cents <= 200_000
    assert found.reduction_cents <= (75 * found.aid_used_cents + 66 * found.used_cents + 50) // 100
    assert found.reduction_cents == sum(line.cents for line in found.lines if line.code in (Code.AID_75, Code.GIFT, Code.YEAR_CARRY_USED))


@given(YEARS, st.randoms(use_true_random=False))
def test_order_of_gifts_and_of_excesses_does_not_matter(year: Year, random):
    gifts, carried = list(year.gifts), list(year.carried)
    random.shuffle(gifts)
    random.shuffle(carried)

    shuffled = reduction(Year(year.year, year.income_cents, tuple(gifts), tuple(carried)))

    plain = reduction(year)
    assert (shuffled.reduction_cents, shuffled.aid_used_cents, shuffled.excess) == (
        plain.reduction_cents,
        plain.aid_used_cents,
        plain.excess,
    )


@given(YEARS, DAYS, AMOUNTS)
def test_one_gift_more_never_gives_less(year: Year, day: date, cents: int):
    more = Year(year.year, year.income_cents, (*year.gifts, Gift(day, cents)), year.carried)

    assert reduction(year).reduction_cents <= reduction(more).reduction_cents


def test_oldest_excess_serves_first_and_what_is_too_old_is_lost():
    carried = (Excess(2024, 100_000), Excess(2021, 50_000), Excess(2020, 70_000))

    found = reduction(Year(2026, 500_000, (Gift(date(2026, 5, 1), 20_000),), carried))

    assert (found.ceiling_cents, found.used_cents, found.expired_cents) == (100_000, 100_000, 70_000)
    assert found.excess == (Excess(2024, 50_000), Excess(2026, 20_000))


def test_lines_say_in_words_what_was_counted():
    found = reduction(Year(2026, 4_000_000, (Gift(date(2026, 5, 1), 250_000, is_aid=True),)))

    assert [sentence(line, Language.EN) for line in found.lines] == [
        "Gifts to bodies that help people in need, within €2,000: €2,000 at 75%, that is €1,500.",
        "Ceiling of the year: 20% of a taxable income of €40,000, that is €8,000.",
        "Gifts of the year: €500 at 66%, that is €330.",
    ]


@pytest.mark.parametrize(
    ("year", "problem"),
    [
        (Year(2026, -1), "income: an amount is zero or more, found -1 cents."),
        (Year(2026, 0, (Gift(date(2026, 1, 1), -1),)), "gift: an amount is zero or more, found -1 cents."),
        (Year(2026, 0, (Gift(date(2025, 12, 31), 1),)), "A gift of 2025-12-31 does not belong to the income of 2026."),
        (Year(2026, 0, (), (Excess(2026, 1),)), "An excess of 2026 cannot be carried to 2026."),
    ],
)
def test_impossible_years_are_refused_with_a_sentence(year: Year, problem: str):
    with pytest.raises(TaxRefused) as refusal:
        reduction(year)

    assert str(refusal.value) == problem


def test_year_before_the_first_rule_is_refused():
    with pytest.raises(NoRule, match="is known on 2019-12-31"):
        reduction(Year(2019, 100))
