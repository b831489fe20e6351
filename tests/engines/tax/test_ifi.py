"""The reduction of the tax on real-estate wealth."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.tax import NoRule, ifi, sentence
from filon.engines.tax.explanation import Language

DAY = date(2026, 5, 1)


@given(st.integers(0, 10**12), st.integers(0, 10**9))
def test_reduction_grows_up_to_its_ceiling(gift: int, more: int):
    less, greater = ifi.reduction(gift, on=DAY), ifi.reduction(gift + more, on=DAY)

    assert less.reduction_cents <= greater.reduction_cents <= 5_000_000
    assert less.reduction_cents == min(5_000_000, (75 * gift + 50) // 100)


def test_reduction_pays_no_more_than_the_tax():
    found = ifi.reduction(100_000, on=DAY, tax_due_cents=50_000)

    assert (found.reduction_cents, found.applied_cents) == (75_000, 50_000)
    assert [sentence(line, Language.EN) for line in found.lines] == [
        "Gift of €1,000 at 75%, that is €750.",
        "Of a tax of €500, €500 are paid by the reduction; the rest of it is lost.",
    ]


def test_tax_did_not_exist_before_2018():
    with pytest.raises(NoRule, match=r"No rule “ifi.rate” is known on 2017-12-31: the table holds it from 2018-01-01."):
        ifi.reduction(100, on=date(2017, 12, 31))
