"""The reduction of a company: what holds whatever the figures, and the cases that vectors do not show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.tax import NoRule, TaxRefused, company, sentence
from filon.engines.tax.company import CompanyYear, Year, reduction
from filon.engines.tax.explanation import Code, Language
from filon.engines.tax.rules import Mark

GIFTS = st.one_of(st.integers(0, 10_000_000), st.integers(0, 1_000_000_000))
TURNOVERS = st.one_of(st.just(0), st.integers(0, 1_000_000_000), st.integers(0, 300_000_000_000))
AID = st.one_of(st.just(0), st.integers(0, 10_000_000))
YEARS = st.lists(st.builds(Year, gifts_cents=GIFTS, turnover_cents=TURNOVERS, aid_cents=AID), min_size=1, max_size=9)


def dated(years: list[Year], first: int) -> list[Year]:
    return [replace(year, closed_on=date(first + place, 12, 31)) for place, year in enumerate(years)]


def lines(year: CompanyYear, *codes: Code) -> list[tuple[int, int, str]]:
    return [(line.base_cents, line.cents, line.origin) for line in year.lines if line.code in codes]


@given(YEARS, st.integers(2003, 2026))
def test_every_cent_of_a_gift_is_used_or_carried_or_expired(years: list[Year], first: int):
    found = reduction(dated(years, first))

    before = 0
    for year in found:
        given_cents = year.year.gifts_cents + year.year.aid_cents
        assert given_cents + before == year.gift_used_cents + year.carry_used_cents + year.expired_cents + year.carry_left_cents
        assert sum(one.cents for one in year.slices) == year.carry_left_cents
        before = year.carry_left_cents


@given(YEARS, st.integers(2003, 2026))
def test_reduction_never_exceeds_rate_of_ceiling(years: list[Year], first: int):
    for year in reduction(dated(years, first)):
        used = year.gift_used_cents + year.carry_used_cents

        assert used <= year.ceiling_cents
        assert (40 * used + 50) // 100 - 1 <= year.reduction_cents <= (60 * used + 50) // 100 <= (60 * year.ceiling_cents + 50) // 100


@given(YEARS)
def test_own_gifts_come_before_those_carried(years: list[Year]):
    for year in reduction(years):
        is_full = year.gift_used_cents + year.carry_used_cents == year.ceiling_cents

        assert year.gift_used_cents == min(year.year.gifts_cents + year.year.aid_cents, year.ceiling_cents)
        assert is_full or year.carry_left_cents == 0


@given(YEARS)
def test_lines_add_up_to_the_year(years: list[Year]):
    for year in reduction(years):
        own, carried = lines(year, Code.GIFT, Code.AID_GIFT), lines(year, Code.CARRY_USED)

        assert sum(cents for _base, cents, _origin in (*own, *carried)) == year.reduction_cents
        assert sum(base for base, _cents, _origin in own) == year.gift_used_cents
        assert sum(base for base, _cents, _origin in carried) == year.carry_used_cents


@given(YEARS)
def test_slice_is_never_older_than_five_exercices(years: list[Year]):
    for place, year in enumerate(reduction(years)):
        ages = [place - one.origin for one in year.slices]

        assert ages == sorted(ages, reverse=True)
        assert all(0 <= age <= 5 for age in ages)


@given(GIFTS, GIFTS, TURNOVERS, TURNOVERS)
def test_more_gifts_or_more_turnover_never_give_less(gifts: int, more_gifts: int, turnover: int, more_turnover: int):
    (less,), (more,) = (
        reduction([Year(gifts, turnover)]),
        reduction([Year(gifts + more_gifts, turnover + more_turnover)]),
    )

    assert less.reduction_cents <= more.reduction_cents
    assert less.ceiling_cents <= more.ceiling_cents


@given(st.integers(0, 200_000_000), st.data())
def test_gifts_to_aid_bodies_give_as_much_as_others_below_the_threshold(gifts: int, data: st.DataObject):
    aid = data.draw(st.integers(0, gifts))
    turnover = data.draw(TURNOVERS)

    (mixed,), (plain,) = reduction([Year(gifts - aid, turnover, aid_cents=aid)]), reduction([Year(gifts, turnover)])

    assert (mixed.reduction_cents, mixed.carry_left_cents) == (plain.reduction_cents, plain.carry_left_cents)


@given(YEARS, YEARS)
def test_past_does_not_depend_on_the_future(years: list[Year], later: list[Year]):
    assert reduction([*years, *later])[: len(years)] == reduction(years)


def test_gifts_to_aid_bodies_keep_the_high_rate_and_leave_the_threshold_alone():
    (found,) = reduction([Year(gifts_cents=200_000_000, turnover_cents=100_000_000_000_00, aid_cents=100_000_000)])

    assert found.reduction_cents == 180_000_000
    assert lines(found, Code.AID_GIFT, Code.GIFT) == [(100_000_000, 60_000_000, "1"), (200_000_000, 120_000_000, "1")]


def test_slice_of_high_rate_serves_first_within_its_exercice():
    year = Year(gifts_cents=300_000_000, turnover_cents=20_000_000_000)

    first, second, third = reduction([year, replace(year, gifts_cents=0), replace(year, gifts_cents=0)])

    assert (first.reduction_cents, second.reduction_cents, third.reduction_cents) == (60_000_000, 60_000_000, 40_000_000)
    assert [(one.cents, one.percent) for one in first.slices] == [(100_000_000, 60), (100_000_000, 40)]


def test_older_excess_of_low_rate_serves_before_a_younger_one_of_high_rate():
    years = [Year(500_000_000, 60_000_000_000), Year(400_000_000, 20_000_000_000), Year(0, 20_000_000_000)]

    third = reduction(years)[2]

    assert lines(third, Code.CARRY_USED) == [(100_000_000, 40_000_000, "1")]


def test_excess_used_under_a_later_law_keeps_its_own_rate():
    years = [Year(300_000_000, 0, closed_on=date(2019, 12, 31)), Year(0, 100_000_000_000, closed_on=date(2020, 12, 31))]

    first, second = reduction(years)

    assert (first.ceiling_cents, first.reduction_cents) == (1_000_000, 600_000)
    assert lines(second, Code.CARRY_USED) == [(299_000_000, 179_400_000, "2019-12-31")]


@pytest.mark.parametrize(
    ("closed_on", "ceiling"), [("2019-12-30", 500_000), ("2019-12-31", 1_000_000), ("2020-12-30", 1_000_000), ("2020-12-31", 2_000_000)]
)
def test_ceiling_is_that_of_the_closing_day(closed_on: str, ceiling: int):
    (found,) = reduction([Year(5_000_000, 100_000_000, closed_on=date.fromisoformat(closed_on))])

    assert found.ceiling_cents == ceiling


def test_excess_expires_after_five_exercices_and_says_so():
    years = [Year(3_000_000, 0), *[Year(2_000_000, 0)] * 5, Year(0, 0)]

    *_former, sixth, seventh = reduction(years)

    assert (sixth.carry_left_cents, sixth.expired_cents) == (1_000_000, 0)
    assert (seventh.carry_left_cents, seventh.expired_cents, seventh.carry_used_cents) == (0, 1_000_000, 0)
    assert lines(seventh, Code.EXPIRED) == [(0, 1_000_000, "1")]


def test_reduction_above_the_tax_pays_that_of_the_next_exercices():
    years = [Year(2_000_000, 0, tax_due_cents=500_000), Year(0, 0, tax_due_cents=400_000), *[Year(0, 0, tax_due_cents=0)] * 5]

    taxes = [year.tax for year in reduction(years)]

    assert [(tax.applied_cents, tax.left_cents, tax.expired_cents) for tax in taxes if tax] == [
        (500_000, 700_000, 0),
        (400_000, 300_000, 0),
        *[(0, 300_000, 0)] * 4,
        (0, 0, 300_000),
    ]


@given(YEARS, st.data())
def test_every_cent_of_a_reduction_is_applied_or_waits_or_expires(years: list[Year], data: st.DataObject):
    taxed = [replace(year, tax_due_cents=data.draw(GIFTS)) for year in years]

    before = 0
    for year in reduction(taxed):
        assert year.tax is not None
        assert year.reduction_cents + before == year.tax.applied_cents + year.tax.expired_cents + year.tax.left_cents
        assert year.tax.applied_cents <= (year.year.tax_due_cents or 0)
        before = year.tax.left_cents


def test_half_a_cent_goes_upwards_once_for_the_whole_year():
    (found,) = reduction([Year(gifts_cents=4, turnover_cents=0, aid_cents=3)])

    assert found.reduction_cents == 4
    assert [gain for _base, gain, _origin in lines(found, Code.AID_GIFT, Code.GIFT)] == [2, 2]


def test_lines_say_in_words_what_was_counted_and_by_which_rule():
    first, second = reduction([Year(5_000_000, 400_000_000, name="2024"), Year(0, 400_000_000, name="2025")])

    assert [sentence(line, Language.FR) for line in first.lines] == [
        "Plafond de l’exercice\u00a0: 0,5\u00a0% du chiffre d’affaires de 4\u202f000\u202f000\u00a0€, soit 20\u202f000\u00a0€.",
        "Dons de l’année\u00a0: 20\u202f000\u00a0€ à 60\u00a0%, soit 12\u202f000\u00a0€.",
        "Excédent de l’exercice 2024 restant à utiliser, à 60\u00a0%\u00a0: 30\u202f000\u00a0€.",
    ]
    assert [sentence(line, Language.EN) for line in second.lines] == [
        "Ceiling of the year: 0.5% of a turnover of €4,000,000, that is €20,000.",
        "Excess carried from exercice 2024: €20,000 at 60%, that is €12,000.",
        "Excess of exercice 2024 still to be used, at 60%: €10,000.",
    ]
    assert [line.is_derived for line in second.lines] == [False, True, True]
    assert {rule.mark for line in first.lines[:2] for rule in line.rules} == {Mark.VERIFIED}


@pytest.mark.parametrize(
    ("years", "problem"),
    [
        ([Year(-1, 0)], "gifts: an amount is zero or more, found -1 cents."),
        ([Year(0, -5)], "turnover: an amount is zero or more, found -5 cents."),
        ([Year(1.5, 0)], "gifts: a whole number of cents is expected, found 1.5."),
        ([Year(True, 0)], "gifts: a whole number of cents is expected, found True."),
        ([Year(0, 0, date(2024, 12, 31)), Year(0, 0)], "Either every exercice has its closing day, or none."),
        ([Year(0, 0, tax_due_cents=0), Year(0, 0)], "Either the tax due of every exercice is given, or that of none."),
        (
            [Year(0, 0, date(2024, 12, 31)), Year(0, 0, date(2024, 12, 31))],
            "The exercice closed on 2024-12-31 does not follow that of 2024-12-31: put them in order.",
        ),
    ],
)
def test_impossible_exercices_are_refused_with_a_sentence(years: list[Year], problem: str):
    with pytest.raises(TaxRefused) as refusal:
        company.reduction(years)

    assert str(refusal.value) == problem


def test_exercice_before_the_first_rule_is_refused():
    with pytest.raises(NoRule, match=r"No rule “company.ceiling” is known on 2002-12-31: the table holds it from 2003-01-01."):
        reduction([Year(0, 0, closed_on=date(2002, 12, 31))])
