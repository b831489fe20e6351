"""Values in kind: cost as the donor says, and the cap of skills."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.tax import NoRule, TaxRefused, kind, sentence
from filon.engines.tax.explanation import Language

DAY = date(2026, 3, 1)


@given(st.integers(1, 12), st.integers(0, 10**9), st.fractions(Fraction(1, 100), 1))
def test_skills_are_worth_their_cost_up_to_the_cap(months: int, cost: int, share: Fraction):
    found = kind.value(kind.Secondment(date(2026, 1, 1), months, cost, share))

    assert found.cents == min(cost, found.cap_cents or 0)
    assert abs(Fraction(found.cap_cents or 0) - months * 3 * 400_500 * share) <= Fraction(1, 2)


def test_cap_of_skills_follows_each_month_of_its_own_year():
    found = kind.value(kind.Secondment(date(2025, 12, 15), months=2, cost_cents=10_000_000))

    assert found.cents == 3 * (392_500 + 400_500)
    assert sentence(found.lines[0], Language.EN) == "Pay and charges: €100,000, retained for the cap of €23,790."
    assert [rule.code for rule in found.lines[0].rules] == ["kind.skills", "kind.skills_part", *["kind.month_ceiling"] * 2]


def test_half_a_cent_of_a_service_goes_upwards():
    found = kind.value(kind.Service(DAY, Decimal("0.5"), 4_501))

    assert found.cents == 2_251


def test_value_declared_by_the_donor_is_copied():
    found = kind.value(kind.Declared(DAY, 0))

    assert (found.cents, sentence(found.lines[0], Language.EN)) == (0, "Value declared by the donor: €0.")


@pytest.mark.parametrize(
    ("gift", "problem"),
    [
        (kind.GoodsInStock(DAY, 100, rebate_cents=101), "The rebate is more than the price: correct one of them."),
        (kind.GoodsProduced(DAY, -1, 0), "materials: an amount is zero or more, found -1 cents."),
        (kind.Service(DAY, Decimal(-1), 100), "The hours are zero or more, found -1."),
        (kind.Service(DAY, Decimal("NaN"), 100), "The hours are zero or more, found NaN."),
        (kind.Secondment(DAY, 0, 100), "A secondment lasts one month or more, found 0."),
        (kind.Secondment(DAY, 1, 100, Fraction(3, 2)), "The share of the time is above 0 and at most 1, found 3/2."),
    ],
)
def test_impossible_gifts_are_refused_with_a_sentence(gift: kind.GiftInKind, problem: str):
    with pytest.raises(TaxRefused) as refusal:
        kind.value(gift)

    assert str(refusal.value) == problem


def test_month_whose_ceiling_is_not_known_is_refused():
    with pytest.raises(NoRule, match=r"“kind.month_ceiling” is known on 2027-01-01: the table holds it from 2020-01-01 to 2026-12-31."):
        kind.value(kind.Secondment(date(2026, 12, 1), 2, 100))
