"""Counterparts against the gift: whole cents decide, on every basis."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.tax import counterparts
from filon.engines.tax.counterparts import Basis, Side

CENTS = st.integers(0, 10**13)


@given(CENTS, CENTS)
def test_ratio_is_decided_without_rounding(gift: int, value: int):
    found = counterparts.ratio(gift, value)

    assert found.is_above == (Fraction(value) > Fraction(gift, 4))
    assert found.is_above == (found.room_cents < 0)


@given(CENTS)
def test_room_is_the_last_cent_that_fits(gift: int):
    room = counterparts.ratio(gift, 0).room_cents

    assert not counterparts.ratio(gift, room).is_above
    assert counterparts.ratio(gift, room + 1).is_above


def test_ratio_without_a_gift_has_no_figure():
    nothing, something = counterparts.ratio(0, 0), counterparts.ratio(0, 1)

    assert (nothing.fraction, nothing.is_above, something.is_above) == (None, False, True)


def test_judgement_keeps_each_basis_apart():
    sides = [Side(Basis.AGREEMENT, 9_000_000, 2_250_000), Side(Basis.YEAR, 3_000_000, 2_250_000, year=1), Side(Basis.CASH, 0, None)]

    found = counterparts.judge(sides, on=date(2026, 1, 1))

    assert [(side.basis, ratio.fraction) for side, ratio in found.ratios] == [
        (Basis.AGREEMENT, Fraction(1, 4)),
        (Basis.YEAR, Fraction(3, 4)),
    ]
    assert found.above == (sides[1],)
    assert found.is_blocked


@pytest.mark.parametrize(("gifts", "is_needed"), [(1_000_000, False), (1_000_001, True)])
def test_statement_is_needed_above_ten_thousand_euros(gifts: int, is_needed: bool):
    assert counterparts.needs_statement(gifts, on=date(2026, 1, 1)) == is_needed
