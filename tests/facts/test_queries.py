"""Facts counted by kind and year, and what is shown outside."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filon.facts.models import Fact
from filon.facts.queries.goals import goal_counts
from filon.facts.queries.listing import fact_hits
from filon.facts.queries.table import fact_table
from filon.facts.services import fact_reverse
from filon.people.roles import Role
from tests.factories.facts import FactFactory
from tests.factories.partners import LegalEntityFactory
from tests.factories.people import HostFactory, member

pytestmark = pytest.mark.django_db
CELLS = st.tuples(st.sampled_from(["facts.event", "facts.visit"]), st.integers(2021, 2023))


def on(year: int) -> dt.date:
    return dt.date(year, 6, 1)


def test_table_counts_by_kind_and_year_without_what_was_reversed() -> None:
    host = HostFactory()
    officer = member(Role.PARTNERSHIP_OFFICER, host=host)
    FactFactory(host=host, occurred_on=on(2023), persons=10, value_cents=500)
    FactFactory(host=host, occurred_on=on(2024), persons=3)
    FactFactory(host=host, occurred_on=on(2024), kind="facts.visit", quantity=Decimal(2))
    wrong = FactFactory(host=host, occurred_on=on(2024), persons=90)
    fact_reverse(by=officer, fact_id=wrong.uuid, reason="wrong")

    table = fact_table(officer, None, outside=False)

    assert table.years == [2023, 2024]
    assert {
        (row.code, year): (cell.facts, cell.quantity, cell.value_cents, cell.persons)
        for row in table.rows
        for year, cell in zip([*table.years, "total"], [*row.cells, row.total], strict=True)
        if cell
    } == {
        ("facts.event", 2023): (1, Decimal(1), 500, 10),
        ("facts.event", 2024): (1, Decimal(1), 0, 3),
        ("facts.event", "total"): (2, Decimal(2), 500, 13),
        ("facts.visit", 2024): (1, Decimal(2), 0, None),
        ("facts.visit", "total"): (1, Decimal(2), 0, None),
    }


class TestOutside(TestCase):
    """Whatever was counted, nobody outside reads a small count or computes one."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.dictionaries(st.tuples(st.sampled_from(["facts.event", "facts.visit"]), st.integers(2021, 2023)), st.integers(0, 12), min_size=1)
    )
    def test_no_small_count_is_shown_outside(self, counts: dict[tuple[str, int], int]) -> None:
        for (kind, year), persons in counts.items():
            FactFactory(kind=kind, occurred_on=on(year), persons=persons)

        table = fact_table(member(Role.AUDITOR, host=HostFactory()), Fact.objects.all(), outside=True)

        for row in table.rows:
            cells = [cell for cell in row.cells if cell]
            assert all(cell.is_hidden or not cell.persons or cell.persons >= 5 for cell in [*cells, row.total])
            hidden = [cell for cell in cells if cell.is_hidden]
            assert len(hidden) != 1 or row.total.is_hidden


def test_goal_counts_leave_out_what_was_reversed() -> None:
    host = HostFactory()
    officer = member(Role.SUSTAINABILITY_OFFICER, host=host)
    FactFactory(host=host, goals=[4, 13])
    FactFactory(goals=[4])
    wrong = FactFactory(host=host, goals=[4])
    fact_reverse(by=officer, fact_id=wrong.uuid, reason="wrong")

    counts = {row.goal.number: row.count for row in goal_counts(officer)}

    assert {number: count for number, count in counts.items() if count} == {4: 1, 13: 1}
    assert len(counts) == 17


def test_hits_are_found_by_organisation() -> None:
    host = HostFactory()
    fact = FactFactory(host=host, organisations=[LegalEntityFactory(name="Gardon Énergies")])
    FactFactory(organisations=[LegalEntityFactory(name="Gardon Énergies")])

    hits = fact_hits(member(Role.AUDITOR, host=host), "gardon", 5)

    assert [(hit.url, hit.context) for hit in hits] == [(fact.get_absolute_url(), "Gardon Énergies")]
