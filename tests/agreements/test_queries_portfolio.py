"""The figures of the portfolio are those of the balance engine, and what was known of a past day is what the engine says of that day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.agreements.models import AgreementVersion, DueItem, Waiver
from filon.agreements.queries.ledger import ledgers_of
from filon.agreements.queries.portfolio.figures import Figures, YearRow, sum_of
from filon.agreements.queries.portfolio.held import Portfolio
from filon.agreements.queries.portfolio.signs import Seen, months_between, observed
from filon.agreements.queries.portfolio.years import comparison_of, years_of
from filon.agreements.states import DeliveryState
from filon.engines.balance import ItemState, balance
from filon.engines.balance.due_rule import Unstated
from filon.engines.renewal import Reason, Side
from tests.agreements.test_queries_sums import HAPPENED, ITEMS, TODAY, VALUES, _bind, _happen, by_itself
from tests.factories.agreements import World, in_force

pytestmark = pytest.mark.django_db


def rows_by_engine(world: World, today: dt.date) -> Counter[tuple[int | None, bool, str]]:
    """What the engine says of each due item, counted by year, side and figure."""
    state = balance(ledgers_of([world.agreement.pk])[world.agreement.pk], as_of=today, known_at=timezone.now())
    ours = {str(world.party(world.school).uuid), str(world.party(world.umbrella).uuid)}
    found: Counter[tuple[int | None, bool, str]] = Counter()
    for party in state.parties:
        for item in (item for line in party.commitments for item in line.items if item.state is not ItemState.WAIVED):
            key = (item.due.year if item.due else None, str(party.party) in ours)
            value = item.unit_value_cents
            owed = item.quantity - item.waived if item.due and item.due <= today else Decimal(0)
            figures = {
                "promised_cents": item.quantity - item.waived,
                "owed_cents": owed,
                "kept_cents": item.delivered,
                "late_cents": item.late,
            }
            for name, quantity in figures.items() if value is not None else ():
                found[(*key, name)] += int((quantity * value).to_integral_value(ROUND_HALF_UP))
            states = {"items_kept": ItemState.KEPT, "items_late": ItemState.LATE, "items_contested": ItemState.CONTESTED}
            found.update((*key, name) for name, wanted in states.items() if item.state is wanted)
            found.update([(*key, "items"), *([(*key, "unvalued")] if value is None else [])])
    return +found


def counted(rows: list[YearRow]) -> Counter[tuple[int | None, bool, str]]:
    return +Counter({(row.year, row.is_ours, name): getattr(row.figures, name) for row in rows for name in Figures._fields})


def test_years_are_those_of_the_engine() -> None:
    world, meetings, payments = in_force()
    world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    world.deliver(payments, 95_000, on=dt.date(2024, 9, 2))

    rows = Portfolio(world.officer, TODAY).told.by_year

    assert counted(rows) == rows_by_engine(world, TODAY)
    assert [(year.label, year.theirs.figures.promised_cents, year.theirs.figures.kept_cents) for year in years_of(rows, TODAY)] == [
        ("2026", 8_000_000, 0),
        ("2025", 8_000_000, 1_500_000),
        ("2024", 8_000_000, 8_000_000),
    ]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(items=ITEMS, happened=HAPPENED, values=st.lists(VALUES, min_size=2, max_size=2))
@by_itself
def test_years_and_what_is_behind_equal_the_engine_whatever_happened(items, happened, values):
    world = World()
    version = AgreementVersion.objects.get(agreement=world.agreement)
    commitment = world.promise(rule=Unstated(), quantity=Decimal(4), value=values[0])
    columns = {"commitment": commitment, "version": version}
    made = [
        DueItem.objects.create(due_on=day, quantity=quantity, unit_value_cents=values[waived % 2], **columns)
        for day, quantity, waived in items
    ]
    for item, (_, quantity, waived) in zip(made, items, strict=True):
        if waived:
            Waiver.objects.create(item=item, quantity=quantity / waived, waived_on=TODAY, reason="-", recorded_by=world.officer)
    for day, quantity, place, state in happened:
        _happen(world, commitment, day, quantity, made[place] if place is not None and place < len(made) else None, state)
    _bind(version, dt.date(2024, 1, 1), None)
    portfolio = Portfolio(world.officer, TODAY)

    assert counted(portfolio.told.by_year) == rows_by_engine(world, TODAY)
    assert sum_of(row.figures for row in portfolio.told.by_year) == sum_of(portfolio.figures(portfolio.all[0]).values())
    for day in (TODAY, TODAY - dt.timedelta(days=20)):
        assert seen_on(world, day).ours == side_by_engine(world, day)


def side_by_engine(world: World, day: dt.date) -> Side:
    """Of the school: commitments with something due before that day, and those of which some of it is missing."""
    state = balance(ledgers_of([world.agreement.pk])[world.agreement.pk], as_of=day, known_at=timezone.now())
    lines = [line for party in state.parties if str(party.party) == str(world.party(world.school).uuid) for line in party.commitments]
    past = [[item for item in line.items if item.due and item.due < day and item.quantity > item.waived] for line in lines]
    return Side(sum(map(bool, past)), sum(any(item.late for item in items) for items in past))


def seen_on(world: World, day: dt.date) -> Seen:
    portfolio = Portfolio(world.officer, TODAY)
    (found,) = observed(world.officer, [(portfolio.all[0], day)], portfolio.ours)
    return found


def test_agreement_is_seen_as_it_stood_on_its_day() -> None:
    world, meetings, payments = in_force()
    world.deliver(meetings, 1, on=dt.date(2024, 6, 2))
    world.deliver(payments, 40_000, on=dt.date(2024, 1, 20))

    early, later = seen_on(world, dt.date(2024, 7, 2)), seen_on(world, dt.date(2025, 8, 2))

    assert (early.ours, early.theirs, early.silent_months) == (Side(1, 0), Side(1, 0), None)
    assert (later.ours, later.theirs, later.silent_months) == (Side(1, 1), Side(1, 1), 14)
    assert set(later.told) == {Reason.WE_ARE_BEHIND, Reason.THEY_ARE_BEHIND, Reason.SILENCE, Reason.PAYMENT_IS_LATE}


def test_contested_delivery_keeps_nothing() -> None:
    world, meetings, _payments = in_force()
    _happen(world, meetings, dt.date(2024, 6, 2), 1, None, DeliveryState.CONTESTED)

    assert seen_on(world, dt.date(2024, 7, 2)).ours == Side(1, 1)


def test_signatory_who_left_is_told_since_that_day() -> None:
    world, _meetings, _payments = in_force()
    left = world.signatories[world.company.pk]
    left.end = dt.date(2024, 9, 1)
    left.save()

    before, after = seen_on(world, dt.date(2024, 8, 31)), seen_on(world, dt.date(2024, 9, 1))

    assert (before.is_contact_gone, after.is_contact_gone) == (False, True)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2024-01-31", "2024-02-29", 0), ("2024-01-31", "2024-03-31", 2), ("2023-06-15", "2024-06-14", 11), ("2023-06-15", "2024-06-15", 12)],
)
def test_months_between_are_whole(start: str, end: str, months: int) -> None:
    assert months_between(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == months


def test_years_compared_are_this_one_and_the_one_before_unless_others_are_asked() -> None:
    world, _meetings, _payments = in_force()
    portfolio = Portfolio(world.officer, TODAY)

    usual, asked = comparison_of(portfolio, "1999", "year"), comparison_of(portfolio, "2025", "2024")

    assert (usual.first, usual.second, list(usual.choices)) == (2026, 2025, [2026, 2025, 2024])
    assert [(one.first, one.second) for one in asked.measures[:4]] == [(0, 1), (0, 0), (1, 1), (1, 1)]
