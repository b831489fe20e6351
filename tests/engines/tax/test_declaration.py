"""The annual declaration: sums by the day received, documents by the day issued."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.tax import TaxRefused, declaration
from filon.engines.tax.declaration import Receipt

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
RECEIPTS = st.lists(
    st.builds(
        Receipt,
        number=st.text(min_size=1, max_size=4),
        issuer=st.sampled_from(["umbrella", "school"]),
        received_on=DAYS,
        issued_on=st.none() | DAYS,
        amount_cents=st.integers(0, 10**9),
        is_cancelled=st.booleans(),
    ),
    max_size=12,
)


def of_year(receipts: list[Receipt], year: int, issuer: str = "umbrella") -> declaration.Declaration:
    return declaration.counts(receipts, issuer=issuer, start=date(year, 1, 1), end=date(year + 1, 1, 1))


@given(RECEIPTS)
def test_each_live_receipt_counts_once_over_the_years_and_the_issuers(receipts: list[Receipt]):
    found = [of_year(receipts, year, issuer) for year in (2025, 2026, 2027) for issuer in ("umbrella", "school")]

    live = [receipt for receipt in receipts if receipt.issued_on is not None and not receipt.is_cancelled]
    assert sum(one.amount_cents for one in found) == sum(receipt.amount_cents for receipt in live)
    assert sum(one.documents for one in found) == len(live)


@given(RECEIPTS, st.randoms(use_true_random=False))
def test_order_of_receipts_does_not_matter(receipts: list[Receipt], random):
    shuffled = list(receipts)
    random.shuffle(shuffled)

    found, other = of_year(receipts, 2026), of_year(shuffled, 2026)

    assert (found.amount_cents, found.documents) == (other.amount_cents, other.documents)


def test_period_is_half_open():
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    receipts = [Receipt(str(place), "umbrella", day, day, 100) for place, day in enumerate(days)]

    found = of_year(receipts, 2026)

    assert [line.documents for line in found.lines] == [0, 1, 1, 0]
    assert [line.amount_cents for line in found.lines] == [0, 100, 100, 0]


def test_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(TaxRefused, match=r"The period ends on 2026-01-01, before it starts: give a later end."):
        declaration.counts([], issuer="umbrella", start=date(2026, 1, 1), end=date(2026, 1, 1))
