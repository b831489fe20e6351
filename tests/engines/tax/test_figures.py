"""Amounts as people type them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.tax import TaxRefused, figures


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("20000", 2_000_000),
        ("20000.00", 2_000_000),
        ("20000,5", 2_000_050),
        (" 1 234,56 ", 123_456),
        ("1\u202f234\u00a0567,8 €", 123_456_780),
        ("1,234.56", 123_456),
        ("1.234,56", 123_456),
        ("1,234,567", 123_456_700),
        ("1.234.567", 123_456_700),
        ("330.0", 33_000),
        ("12 EUR", 1_200),
        ("1 euro", 100),
    ],
)
def test_amount_as_people_type_it_is_understood(text: str, cents: int):
    assert figures.cents_of(text) == cents


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "an amount in euros is expected, like 1234.56, and nothing stands there"),
        (" € ", "an amount in euros is expected, like 1234.56, and nothing stands there"),
        ("-5", "“-5” is below zero: an amount of zero or more is expected"),
        ("−5", "“−5” is below zero: an amount of zero or more is expected"),
        ("1,234", "“1,234” may mean 1234 or about 1.23: write the thousands without a sign, and cents with two digits"),
        ("1.234", "“1.234” may mean 1234 or about 1.23: write the thousands without a sign, and cents with two digits"),
        ("1234.5678", "“1234.5678” is finer than a cent: at most two digits after the sign are expected"),
        ("1 23", "“1 23” is not an amount in euros: write it like 1234.56 or 1 234,56"),
        ("1e6", "“1e6” is not an amount in euros: write it like 1234.56 or 1 234,56"),
        ("nan", "“nan” is not an amount in euros: write it like 1234.56 or 1 234,56"),
        ("12 k€", "“12 k€” is not an amount in euros: write it like 1234.56 or 1 234,56"),
        ("١٢", "“١٢” is not an amount in euros: write it like 1234.56 or 1 234,56"),
        ("10000000000000", "“10000000000000” is too large: an amount below 10000000000000 euros is expected"),
    ],
)
def test_amount_in_doubt_is_refused_with_a_sentence(text: str, problem: str):
    with pytest.raises(TaxRefused) as refusal:
        figures.cents_of(text)

    assert str(refusal.value) == problem


@given(st.integers(0, 10**15 - 1))
def test_amount_written_reads_back(cents: int):
    assert figures.cents_of(figures.two_decimals(cents)) == cents
    assert figures.cents_of(figures.one_decimal(cents)) == cents


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_refused(text: str):
    try:
        found = figures.cents_of(text)
    except TaxRefused:
        found = 0

    assert 0 <= found < 10**15


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1, 4), "0.25"),
        (Fraction(2_500_001, 10_000_000), "0.2500001"),
        (Fraction(2, 3), "0.6667"),
        (None, "n/a"),
    ],
)
def test_ratio_is_exact_when_it_can_be(fraction: Fraction | None, text: str):
    assert figures.decimal(fraction) == text
