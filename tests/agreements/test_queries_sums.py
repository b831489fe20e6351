"""The figures of lists are those of the balance engine, whatever happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import wraps

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import Range

from filon.agreements.models import Agreement, AgreementVersion, CommitmentTerm, Delivery, DeliveryStep, DueItem, Waiver
from filon.agreements.queries.ledger import ledgers_of
from filon.agreements.queries.sums import sums_by_engine, sums_by_side
from filon.agreements.queries.week import DAYS as WEEK
from filon.agreements.queries.week import pressing
from filon.agreements.states import DeliveryState
from filon.engines.balance import ItemState, balance
from filon.engines.balance.due_rule import Unstated
from tests.factories.agreements import World, in_force
from tests.factories.facts import FactFactory

TODAY = dt.date(2026, 6, 1)
DAYS = st.sampled_from([None, *(TODAY + dt.timedelta(days=shift) for shift in (-400, -30, -1, 0, 1, 30))])
QUANTITIES = st.decimals(min_value="0.25", max_value=9, places=2)


@pytest.mark.django_db
def test_sums_are_those_of_the_engine():
    world, meetings, payments = in_force()
    world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    world.deliver(payments, 95_000, on=dt.date(2024, 9, 2))

    sums = sums_by_side([world.agreement.pk], today=TODAY)

    assert sums == sums_by_engine([world.agreement.pk], today=TODAY)
    company = next(side for side in sums[world.agreement.pk] if side.party == world.party(world.company).uuid)
    assert (company.promised_cents, company.kept_cents, company.late_cents) == (24_000_000, 9_500_000, 10_500_000)


@pytest.mark.django_db
def test_sums_take_one_query_for_many_agreements(django_assert_num_queries):
    keys = [in_force()[0].agreement.pk for _ in range(3)]

    with django_assert_num_queries(1):
        sums = sums_by_side(keys, today=TODAY)

    assert [len(sums[key]) for key in keys] == [2, 2, 2]


@pytest.mark.django_db
def test_sums_of_a_draft_are_empty():
    world = World()

    assert sums_by_side([world.agreement.pk], today=TODAY) == {world.agreement.pk: []}


def by_itself(example: Callable[..., None]) -> Callable[..., None]:
    """What an example writes is gone before the next one: a database that only grows would be asked slower and slower."""

    @wraps(example)
    def undone(*args: object, **kwargs: object) -> None:
        with transaction.atomic():
            example(*args, **kwargs)
            transaction.set_rollback(True)

    return undone


ITEMS = st.lists(st.tuples(DAYS, QUANTITIES, st.sampled_from([0, 0, 1, 2])), max_size=6)
HAPPENED = st.lists(
    st.tuples(
        st.sampled_from([TODAY - dt.timedelta(days=9), TODAY, TODAY + dt.timedelta(days=3)]),
        QUANTITIES,
        st.sampled_from([None, 0, 1, 2, 3]),
        st.sampled_from([DeliveryState.DECLARED, DeliveryState.ACCEPTED, DeliveryState.CONTESTED, DeliveryState.WITHDRAWN]),
    ),
    max_size=6,
)
VALUES = st.sampled_from([None, 80_000, 33])


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    items=ITEMS,
    happened=HAPPENED,
    values=st.lists(VALUES, min_size=2, max_size=2),
    removed=st.booleans(),
    quantity=st.sampled_from([None, Decimal(4)]),
)
@by_itself
def test_sums_equal_the_engine_whatever_happened(items, happened, values, removed, quantity):
    """Items and deliveries are written straight in the tables, with every oddity the services would refuse."""
    world = World()
    version = AgreementVersion.objects.get(agreement=world.agreement)
    commitment = world.promise(rule=Unstated(), quantity=quantity, value=values[0])
    second = _second_version(version) if removed else None
    made = [
        DueItem.objects.create(
            commitment=commitment, version=version, due_on=day, quantity=quantity, unit_value_cents=values[position % 2 if waived else 0]
        )
        for position, (day, quantity, waived) in enumerate(items)
    ]
    for item, (_, quantity, waived) in zip(made, items, strict=True):
        if waived:
            Waiver.objects.create(item=item, quantity=quantity / waived, waived_on=TODAY, reason="-", recorded_by=world.officer)
    for day, quantity, place, state in happened:
        _happen(world, commitment, day, quantity, made[place] if place is not None and place < len(made) else None, state)
    _bind(version, dt.date(2024, 1, 1), second and dt.date(2026, 1, 1))
    if second:
        for item in made[::2]:
            DueItem.objects.filter(pk=item.pk).update(retired_by=second, kept=item.quantity / 2)
        _bind(second, dt.date(2026, 1, 1), None)

    assert sums_by_side([world.agreement.pk], today=TODAY) == sums_by_engine([world.agreement.pk], today=TODAY)
    assert [(item.due_on, item.state) for item in pressing([world.agreement.pk], today=TODAY)] == pressing_by_engine(world.agreement.pk)
    assert Agreement.objects.filter(pk=world.agreement.pk).exists()


LENT = st.lists(st.tuples(st.integers(-9, 0), QUANTITIES, st.sampled_from([None, 0, 1, 2, 3, 4])), min_size=1, max_size=7)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(items=st.lists(st.tuples(DAYS, QUANTITIES), min_size=2, max_size=5), happened=LENT)
@by_itself
def test_what_was_made_for_a_later_day_is_borrowed_as_the_engine_does(django_assert_num_queries, items, happened):
    """One value, nothing contested: the database alone answers, whatever delivery names whatever item."""
    world = World()
    version = AgreementVersion.objects.get(agreement=world.agreement)
    commitment = world.promise(rule=Unstated(), quantity=Decimal(4), value=100)
    columns = {"commitment": commitment, "version": version, "unit_value_cents": 100}
    made = [DueItem.objects.create(due_on=day, quantity=quantity, **columns) for day, quantity in items]
    for shift, quantity, place in happened:
        named = made[place] if place is not None and place < len(made) else None
        _happen(world, commitment, TODAY + dt.timedelta(days=shift), quantity, named, DeliveryState.DECLARED)
    _bind(version, dt.date(2024, 1, 1), None)

    with django_assert_num_queries(1):
        sums = sums_by_side([world.agreement.pk], today=TODAY)

    assert sums == sums_by_engine([world.agreement.pk], today=TODAY)


def pressing_by_engine(agreement_id):
    """Due day and state of the items that press, in the order of their days."""
    state = balance(ledgers_of([agreement_id])[agreement_id], as_of=TODAY, known_at=timezone.now())
    items = [item for party in state.parties for line in party.commitments for item in line.items]
    words = {ItemState.CONTESTED: "contested", ItemState.LATE: "late", ItemState.DUE: "open"}
    near = [item for item in items if item.state is not ItemState.DUE or item.due <= TODAY + WEEK]
    return [(item.due, words[item.state]) for item in near if item.state in words]


def _second_version(version):
    return AgreementVersion.objects.create(agreement=version.agreement, number=2, state="withdrawn", created_by=version.created_by)


def _bind(version, start, end):
    version.state, version.effective_from, version.content_hash, version.is_from_source = "in_force", start, "0" * 64, True
    version.validity, version.took_effect_at = Range(start, end), timezone.now() - dt.timedelta(minutes=1)
    version.save()


def _happen(world, commitment, day, quantity, item, state):
    fact = FactFactory(occurred_on=day, quantity=quantity, host=world.host, recorded_by=world.officer)
    delivery = Delivery.objects.create(
        commitment=commitment, item=item, fact=fact, state=state, declared_by=world.officer, declared_for=commitment.debtor
    )
    DeliveryStep.objects.create(delivery=delivery, state=state, words="-", party=commitment.debtor, taken_by=world.officer)
    assert CommitmentTerm.objects.filter(commitment=commitment).count() == 1
