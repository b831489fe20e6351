"""`filon verify` finds what breaks a rule of facts; what services write breaks none."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filon.facts import invariants
from filon.facts.inputs import FactInput
from filon.facts.models import Fact, FactPersonal
from filon.facts.rules import personal_digest
from filon.facts.services import fact_personal_erase, fact_record, fact_reverse
from filon.kernel.errors import Refused
from filon.people.roles import Role
from tests.factories.facts import FactFactory
from tests.factories.people import HostFactory, member

QUANTITIES = st.decimals(min_value=0, max_value=10**9, places=2)
FIGURES = st.tuples(QUANTITIES, st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 500))
DAY = dt.date(2024, 1, 1)
JSON = st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.booleans(), min_size=1, max_size=4)


class TestReversals(TestCase):
    """Whatever was recorded, and whatever people try to reverse."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        recorded=st.lists(
            st.tuples(QUANTITIES, st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 500)), min_size=1, max_size=3
        ),
        tried=st.lists(st.integers(0, 5), max_size=8),
    )
    def test_reversed_once_and_reversal_is_opposite(self, recorded: list[tuple[Decimal, int | None, int | None]], tried: list[int]) -> None:
        host = HostFactory()
        officer = member(Role.PARTNERSHIP_OFFICER, host=host)
        for quantity, value, persons in recorded:
            figures = {"quantity": quantity, "value_cents": value, "persons": persons}
            fact_record(by=officer, fact=FactInput(kind="facts.event", occurred_on=DAY, host_id=host.pk, **figures))

        for position in tried:
            known = list(Fact.objects.order_by("id"))
            try:
                fact_reverse(by=officer, fact_id=known[position % len(known)].uuid, reason="wrong")
            except Refused:
                continue

        reversals = Fact.objects.filter(reverses__isnull=False).select_related("reverses")
        assert [one.quantity + one.reverses.quantity for one in reversals if one.reverses] == [Decimal(0)] * len(reversals)
        assert invariants.reversed_once().violations == []
        assert invariants.reversal_is_opposite().violations == []


@given(JSON)
def test_personal_digest_does_not_depend_on_the_order_of_values(values: dict[str, object]) -> None:
    backwards = dict(reversed(values.items()))

    assert personal_digest("salt", values) == personal_digest("salt", backwards)
    assert personal_digest("salt", values) != personal_digest("other", values)


@pytest.mark.django_db
def test_reversed_once_finds_a_reversal_of_a_reversal() -> None:
    wrong = FactFactory()
    reversal = FactFactory(reverses=wrong, quantity=Decimal(-1))
    FactFactory(reverses=reversal)

    found = invariants.reversed_once()

    assert (found.count, len(found.violations)) == (2, 1)


@pytest.mark.django_db
def test_reversal_is_opposite_finds_other_figures() -> None:
    host = HostFactory()
    FactFactory(host=host, reverses=FactFactory(host=host), quantity=Decimal(-1))
    FactFactory(host=host, reverses=FactFactory(host=host, value_cents=500), quantity=Decimal(-1))
    FactFactory(host=host, reverses=FactFactory(host=host), quantity=Decimal(-2))

    found = invariants.reversal_is_opposite()

    assert (found.count, len(found.violations)) == (3, 2)


@pytest.mark.django_db
def test_personal_digest_matches_but_where_values_were_changed() -> None:
    host = HostFactory()
    officer = member(Role.PARTNERSHIP_OFFICER, host=host)
    facts = [
        fact_record(
            by=officer,
            fact=FactInput(kind="facts.event", occurred_on=DAY, host_id=host.pk, personal={"words": str(number)}),
        )
        for number in range(3)
    ]
    fact_personal_erase(by=officer, fact_id=facts[0].uuid)
    FactPersonal.objects.filter(fact=facts[1]).update(values={"words": "forged"})

    found = invariants.personal_digest_matches()

    assert found.count == 2
    assert [str(facts[1].uuid) in sentence for sentence in found.violations] == [True]


@pytest.mark.django_db
def test_not_in_the_future_finds_a_fact_recorded_too_early() -> None:
    FactFactory()
    FactFactory(occurred_on=dt.date(2999, 1, 1))

    found = invariants.not_in_the_future()

    assert (found.count, len(found.violations)) == (2, 1)
