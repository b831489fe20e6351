"""What holds of every balance, whatever the ledger."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from filon.engines.balance import CommitmentBalance, ItemState, Ledger, Version, balance, worst_state
from tests.engines.balance.strategies import DAYS, EVERYTHING_KNOWN, TIMES, ledgers


def line_of(ledger: Ledger, as_of: date, known_at: datetime = EVERYTHING_KNOWN) -> CommitmentBalance:
    [line] = balance(ledger, as_of=as_of, known_at=known_at).commitments
    return line


@given(ledgers(), DAYS, TIMES)
def test_late_is_the_sum_of_late_items_and_what_was_owed_before_today_less_delivered(ledger: Ledger, as_of: date, known_at: datetime):
    line = line_of(ledger, as_of, known_at)

    owed_before = sum(item.quantity - item.waived for item in line.items if item.due and item.due < as_of)
    assert line.late == sum(item.late for item in line.items)
    assert line.late == max(Decimal(0), owed_before - line.delivered)


@given(ledgers(), DAYS, TIMES)
def test_promised_is_waived_or_kept_or_late_or_to_come(ledger: Ledger, as_of: date, known_at: datetime):
    line = line_of(ledger, as_of, known_at)

    assert line.promised == line.waived + line.kept + line.late + line.to_come
    assert min(line.waived, line.kept, line.late, line.to_come, line.over) >= 0


@given(ledgers(), DAYS, TIMES)
def test_allocation_loses_and_invents_nothing(ledger: Ledger, as_of: date, known_at: datetime):
    line = line_of(ledger, as_of, known_at)

    assert line.delivered == sum(item.delivered for item in line.items) + line.over
    assert all(item.delivered + item.waived <= item.quantity for item in line.items)
    assert all(item.contested <= item.missing for item in line.items)
    assert line.over == max(Decimal(0), line.delivered - (line.promised - line.waived))


@given(ledgers(), DAYS, TIMES)
def test_line_counts_its_items_by_state(ledger: Ledger, as_of: date, known_at: datetime):
    line = line_of(ledger, as_of, known_at)

    states = [item.state for item in line.items]
    assert {state: line.states[state] for state in ItemState} == {state: states.count(state) for state in ItemState}
    assert line.counted == len(states) - states.count(ItemState.WAIVED)
    assert line.worst == worst_state([line])
    assert line.days_late == max((item.days_late for item in line.items if item.state == line.worst), default=0)


@given(ledgers(with_waivers=False), DAYS, st.integers(0, 60))
def test_owed_never_shrinks_as_days_pass(ledger: Ledger, as_of: date, days: int):
    later = as_of + timedelta(days=days)

    assert line_of(ledger, as_of).owed <= line_of(ledger, later).owed


@given(ledgers(), DAYS, TIMES, st.randoms(use_true_random=False))
def test_balance_does_not_depend_on_the_order_of_the_ledger(ledger: Ledger, as_of: date, known_at: datetime, random: Random):
    shuffled = replace(
        ledger,
        items=tuple(random.sample(ledger.items, len(ledger.items))),
        waivers=tuple(random.sample(ledger.waivers, len(ledger.waivers))),
        deliveries=tuple(random.sample(ledger.deliveries, len(ledger.deliveries))),
    )

    assert balance(shuffled, as_of=as_of, known_at=known_at) == balance(ledger, as_of=as_of, known_at=known_at)


@given(ledgers(), DAYS, TIMES)
def test_what_is_recorded_later_is_never_seen(ledger: Ledger, as_of: date, known_at: datetime):
    recorded = replace(
        ledger,
        versions=tuple(version for version in ledger.versions if version.known_at <= known_at),
        waivers=tuple(waiver for waiver in ledger.waivers if waiver.known_at <= known_at),
        deliveries=tuple(replace(d, history=tuple(entry for entry in d.history if entry[1] <= known_at)) for d in ledger.deliveries),
    )

    assert balance(recorded, as_of=as_of, known_at=known_at) == balance(ledger, as_of=as_of, known_at=known_at)


@given(ledgers(), DAYS)
def test_before_the_agreement_takes_effect_nothing_is_owed(ledger: Ledger, as_of: date):
    coming = replace(ledger, versions=(Version(1, date(2025, 1, 1), datetime(2024, 1, 1, tzinfo=UTC)),))

    line = line_of(coming, as_of)

    assert (line.owed, line.late) == (0, 0)


@given(ledgers(), DAYS)
def test_euros_are_units_times_value(ledger: Ledger, as_of: date):
    line = line_of(ledger, as_of)

    assert line.delivered_cents == line.delivered * 100
    assert line.late_cents == line.late * 100
    assert line.promised_cents == line.promised * 100
