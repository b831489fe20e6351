import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from filon.kernel.errors import Refused
from filon.kernel.formats import euros
from filon.kernel.money import parse_euros, split_exact

weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(any)


@given(st.integers(-(10**12), 10**12), weights)
def test_split_exact_sums_to_the_total(total: int, weights: list[int]) -> None:
    parts = split_exact(total, weights)

    assert sum(parts) == total


@given(st.integers(-(10**12), 10**12), weights)
def test_split_exact_is_within_a_cent_of_each_share(total: int, weights: list[int]) -> None:
    parts = split_exact(total, weights)

    assert all(abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True))


@given(st.integers(-(10**12), 10**12), weights)
def test_split_exact_gives_nothing_to_no_weight(total: int, weights: list[int]) -> None:
    parts = split_exact(total, weights)

    assert [part for part, weight in zip(parts, weights, strict=True) if weight == 0] == [0] * weights.count(0)


@given(st.integers(0, 10**9), weights)
def test_split_exact_of_a_debt_mirrors_the_gift(total: int, weights: list[int]) -> None:
    assert split_exact(-total, weights) == [-part for part in split_exact(total, weights)]


def test_split_exact_breaks_ties_in_order() -> None:
    assert split_exact(100, [1, 1, 1]) == [34, 33, 33]
    assert split_exact(-100, [1, 1, 1]) == [-34, -33, -33]


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2]])
def test_split_exact_without_weight_is_a_defect(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_exact(100, weights)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,56", 123456),
        ("1\u202f234,56\u00a0€", 123456),
        ("1234.56", 123456),
        ("1 234 €", 123400),
        ("0,5", 50),
        (" 12 ", 1200),
        ("-3,20 €", -320),
        ("−3,20 €", -320),
        ("1 234 567", 123456700),
    ],
)
def test_parse_euros_reads_what_people_write(text: str, cents: int) -> None:
    assert parse_euros(text) == cents


@pytest.mark.parametrize(
    "text", ["", "€", "abc", "1,234,56", "1.234,567", "12,345", "1 23", "12 3456", "1e5", "--1", "٣", "99999999999999"]
)
def test_parse_euros_refuses_the_rest(text: str) -> None:
    with pytest.raises(Refused):
        parse_euros(text)


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_parse_euros_reads_what_filon_writes(cents: int) -> None:
    with translation.override("fr"):
        written = euros(cents)

    assert parse_euros(written) == cents
