"""An amendment replaces only what is not yet delivered."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from filon.engines.balance.amendment import OldItem, Plan, plan

MARCH, JUNE, SEPTEMBER, DECEMBER = (date(2024, month, 1) for month in (3, 6, 9, 12))
EFFECTIVE = date(2024, 7, 1)
NOTHING = Decimal(0)


def old(id: int, due: date | None, quantity: int, delivered: int = 0, waived: int = 0) -> OldItem:
    return OldItem(id, due, Decimal(quantity), Decimal(delivered), Decimal(waived))


def planned(items: list[OldItem], schedule: list[tuple[date | None, int]], quantity: int) -> Plan:
    return plan(items, schedule=[(due, Decimal(part)) for due, part in schedule], quantity=Decimal(quantity), effective=EFFECTIVE)


def test_open_items_are_replaced_by_the_new_dates():
    found = planned([old(1, MARCH, 10, 10), old(2, SEPTEMBER, 10)], [(MARCH, 10), (DECEMBER, 10)], 20)

    assert found == Plan(retire=((2, NOTHING),), create=((DECEMBER, Decimal(10)),))


def test_a_partly_delivered_item_keeps_its_part_and_its_date_asks_for_the_rest():
    found = planned([old(1, MARCH, 10, 10), old(2, JUNE, 10, 4)], [(MARCH, 10), (JUNE, 10)], 20)

    assert found == Plan(retire=((2, Decimal(4)),), create=((JUNE, Decimal(6)),))


def test_a_larger_promise_is_spread_over_the_dates_ahead():
    found = planned([old(1, MARCH, 10, 10), old(2, SEPTEMBER, 10)], [(MARCH, 20), (SEPTEMBER, 20), (DECEMBER, 10)], 50)

    assert found.create == ((SEPTEMBER, Decimal(27)), (DECEMBER, Decimal(13)))


def test_a_closed_date_in_the_past_never_becomes_late_again():
    found = planned([old(1, MARCH, 10, 10)], [(MARCH, 15)], 15)

    assert found == Plan(retire=(), create=((EFFECTIVE, Decimal(5)),))


def test_a_date_ahead_that_was_delivered_early_asks_for_the_rest():
    found = planned([old(1, DECEMBER, 10, 10)], [(DECEMBER, 15)], 15)

    assert found == Plan(retire=(), create=((DECEMBER, Decimal(5)),))


def test_the_day_of_effect_is_not_past():
    found = planned([old(1, EFFECTIVE, 10, 10)], [(EFFECTIVE, 15), (DECEMBER, 10)], 25)

    assert found.create == ((EFFECTIVE, Decimal(5)), (DECEMBER, Decimal(10)))


def test_the_day_of_effect_takes_its_share_of_more():
    found = planned([], [(EFFECTIVE, 10), (DECEMBER, 10)], 30)

    assert found.create == ((EFFECTIVE, Decimal(15)), (DECEMBER, Decimal(15)))


def test_what_was_delivered_elsewhere_is_taken_off_the_oldest_dates():
    found = planned([old(1, MARCH, 10, 10)], [(SEPTEMBER, 8), (DECEMBER, 12)], 20)

    assert found.create == ((DECEMBER, Decimal(10)),)


def test_a_promise_smaller_than_what_was_kept_creates_nothing():
    found = planned([old(1, MARCH, 10, 10), old(2, SEPTEMBER, 10, 2)], [(SEPTEMBER, 5)], 5)

    assert found == Plan(retire=((2, Decimal(2)),), create=())


def test_a_removed_commitment_keeps_what_was_delivered():
    found = planned([old(1, MARCH, 10, 10), old(2, JUNE, 10, 3), old(3, DECEMBER, 10)], [], 0)

    assert found == Plan(retire=((2, Decimal(3)), (3, NOTHING)), create=())


def test_what_was_waived_is_not_asked_for_again():
    found = planned([old(1, JUNE, 10, 3, 4)], [(DECEMBER, 10)], 10)

    assert found == Plan(retire=((1, Decimal(7)),), create=((DECEMBER, Decimal(3)),))


def test_an_undated_promise_stays_undated():
    found = planned([old(1, None, 5, 5)], [(None, 8)], 8)

    assert found == Plan(retire=(), create=((None, Decimal(3)),))


def test_more_with_only_past_dates_goes_to_the_last_one():
    found = planned([old(1, MARCH, 4, 4)], [(MARCH, 6), (JUNE, 4)], 10)

    assert found.create == ((JUNE, Decimal(6)),)


DUES = st.none() | st.sampled_from([MARCH, JUNE, EFFECTIVE, SEPTEMBER, DECEMBER])
QUANTITIES = st.decimals(Decimal("0.01"), Decimal(1000), places=2) | st.integers(1, 1000).map(Decimal)
OLD_ITEMS = st.builds(OldItem, st.integers(), DUES, QUANTITIES, st.just(NOTHING) | QUANTITIES, st.just(NOTHING) | QUANTITIES)


@given(
    st.lists(OLD_ITEMS, max_size=6, unique_by=lambda item: item.id),
    st.lists(st.tuples(DUES, QUANTITIES), max_size=6),
    st.just(NOTHING) | QUANTITIES,
)
def test_kept_and_created_make_the_new_quantity(items: list[OldItem], schedule: list[tuple[date | None, Decimal]], quantity: Decimal):
    found = plan(items, schedule=schedule, quantity=quantity, effective=EFFECTIVE)

    retired = dict(found.retire)
    untouched = [item for item in items if item.id not in retired]
    kept = sum(retired.values(), NOTHING) + sum((item.quantity for item in untouched), NOTHING)
    assert kept + sum(part for _, part in found.create) == max(quantity, kept)
    assert all(part > 0 for _, part in found.create)
    assert all(item.delivered + item.waived >= item.quantity for item in untouched)
    assert all(0 <= part < next(item.quantity for item in items if item.id == id) for id, part in found.retire)
