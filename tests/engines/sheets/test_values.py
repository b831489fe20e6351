"""Cells are read as people wrote them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.sheets import Unreadable, day, figure, yes_or_no
from filon.engines.sheets.model import FORMULA


@pytest.mark.parametrize(
    "text",
    ["2022-03-01", "01/03/2022", "1/3/22", "1-3-2022", "01.03.2022", "1er mars 2022", "1 March 2022", "44621", "2022-03-01T00:00:00"],
)
def test_day_is_read_in_each_form(text: str) -> None:
    assert day(text) == dt.date(2022, 3, 1)


@pytest.mark.parametrize("text", ["03/15/2022", "31/02/2022", "mars 2022", "n.c.", "2022", "123"])
def test_day_that_is_none_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="day"):
        day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234,56 €", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234.5", "1234.5"),
        ("30 000 euros", "30000"),
        ("30.000", "30000"),
        ("1,5", "1.5"),
        ("−3", "-3"),
    ],
)
def test_figure_is_read_in_each_form(text: str, expected: str) -> None:
    assert figure(text) == Decimal(expected)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_figure_written_in_french_is_read_again(amount: Decimal) -> None:
    written = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")

    assert figure(f"{written} €") == amount


def test_formula_and_errors_are_told_apart() -> None:
    codes = []
    for text in (FORMULA, "#REF!", "#N/A", "douze"):
        with pytest.raises(Unreadable) as unreadable:
            figure(text)
        codes.append(unreadable.value.code)

    assert codes == ["formula", "error", "error", "figure"]


def test_yes_and_no_in_both_languages() -> None:
    assert [yes_or_no(text) for text in ("Oui", "x", "TRUE", "non", "0", "No")] == [True, True, True, False, False, False]
