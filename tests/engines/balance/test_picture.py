"""The geometry of the balance: everything within the width, in the order of time, and true to the amounts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from filon.engines.balance import Balance, Commitment, Delivery, DeliveryState, Item, Ledger, Party, Term, Version, balance
from filon.engines.balance.picture import MARKS_A_ROW, ROWS_A_SIDE, Band, Lag, Mark, Mini, Picture, Side, mini, picture, scale_of, term_bar

START, END, TODAY = date(2022, 3, 3), date(2025, 3, 3), date(2024, 10, 14)
SIGNED = datetime(2022, 3, 3, tzinfo=UTC)
SCHOOL, COMPANY = 1, 2

Line = tuple[list[date | None], int, int | None]
"""Due dates, how many of the first ones are delivered, value of one unit in cents."""

lines = st.lists(
    st.tuples(
        st.lists(st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1))), min_size=1, max_size=60),
        st.integers(0, 60),
        st.one_of(st.none(), st.integers(1, 10_000_000)),
    ),
    max_size=10,
)


def told(*of_school: Line, contested: bool = False, unit: str = "unit", continuous: bool = False, today: date = TODAY) -> Balance:
    """The balance of an agreement in which the school promises these lines to the company."""
    commitments, items, deliveries = [], [], []
    for number, (dues, kept, value) in enumerate(of_school):
        term = Term(1, f"promise {number}", unit, Decimal(1), value, continuous)
        commitments.append(Commitment(number, number, SCHOOL, COMPANY, is_counterpart=False, terms=(term,)))
        mine = [Item(f"{number}-{place}", number, due, Decimal(1), value, 1) for place, due in enumerate(dues)]
        state = DeliveryState.CONTESTED if contested else DeliveryState.ACCEPTED
        deliveries += [Delivery(f"{i.id}-d", number, i.id, START, Decimal(1), ((state, SIGNED),)) for i in mine[:kept]]
        items += mine
    parties = (Party(SCHOOL, "school"), Party(COMPANY, "company"))
    ledger = Ledger(parties, (Version(1, START, SIGNED),), (), tuple(commitments), tuple(items), (), tuple(deliveries))
    return balance(ledger, as_of=today, known_at=datetime(2030, 1, 1, tzinfo=UTC))


def drawn(*of_school: Line, contested: bool = False, continuous: bool = False, today: date = TODAY) -> Picture:
    return picture(told(*of_school, contested=contested, continuous=continuous, today=today), ours={SCHOOL}, start=START, end=END)


def positions(side: Side) -> list[float]:
    rows = side.all_rows
    marks = [mark.x for row in rows for mark in row.marks]
    lags = [x for row in rows for lag in row.lags for x in (lag.x1, lag.x2)]
    bands = [x for row in rows for band in row.bands for x in (band.x, round(band.x + band.width, 2))]
    return marks + lags + bands


@given(lines)
def test_picture_keeps_everything_within_the_width(of_school: list[Line]) -> None:
    both = [drawn(*of_school), drawn(*of_school, continuous=True)]

    assert [x for shown in both for x in positions(shown.ours) if not 0 <= x <= 100] == []


@given(lines)
def test_picture_keeps_the_order_of_time(of_school: list[Line]) -> None:
    rows = drawn(*of_school).ours.all_rows

    dated = [[mark.x for mark in row.marks if mark.is_dated] for row in rows]
    assert dated == [sorted(row) for row in dated]


@given(lines)
def test_picture_draws_each_promise_once(of_school: list[Line]) -> None:
    rows = drawn(*of_school).ours.all_rows

    counted = {row.key: sum(mark.count for mark in row.marks) for row in rows}
    assert counted == {number: len(dues) for number, (dues, _kept, _value) in enumerate(of_school)}


@given(lines)
def test_beam_is_no_longer_than_what_was_promised(of_school: list[Line]) -> None:
    beam = drawn(*of_school).ours.beam

    widths = [segment.width for segment in beam.segments] if beam else []
    assert round(sum(widths), 2) <= 100


@given(lines)
def test_amounts_of_a_side_add_up_to_its_promise(of_school: list[Line]) -> None:
    ours = drawn(*of_school, contested=True).ours

    assert sum(cents for _kind, cents in ours.amounts) == ours.promised_cents


def test_mark_stands_on_its_date() -> None:
    shown = drawn(([date(2023, 9, 2)], 1, None))

    assert shown.ours.rows[0].marks == (Mark("kept", 50.0),)


def test_late_promise_trails_to_today() -> None:
    shown = drawn(([date(2023, 9, 2)], 0, None))

    assert shown.ours.rows[0].lags == (Lag("late", 50.0, shown.scale.today_x),)


def test_promise_to_come_has_no_delay() -> None:
    shown = drawn(([date(2025, 1, 2)], 0, None))

    assert (shown.ours.rows[0].marks[0].kind, shown.ours.rows[0].lags) == ("next", ())


def test_promise_without_a_date_waits_beside_the_vein() -> None:
    row = drawn(([None, None], 0, None)).ours.rows[0]

    assert (row.undated, row.marks) == (2, (Mark("unstated", 1.5, 2, is_dated=False),))


def test_crowded_row_is_merged_with_its_numbers() -> None:
    weekly: list[date | None] = [START + timedelta(days=7 * week) for week in range(100)]

    marks = drawn((weekly, 100, None)).ours.rows[0].marks

    assert (len(marks) <= MARKS_A_ROW, sum(mark.count for mark in marks)) == (True, 100)


def test_row_that_fits_is_not_merged() -> None:
    monthly: list[date | None] = [START + timedelta(days=30 * month) for month in range(MARKS_A_ROW)]

    marks = drawn((monthly, MARKS_A_ROW, None)).ours.rows[0].marks

    assert [mark.count for mark in marks] == [1] * MARKS_A_ROW


def test_many_rows_show_first_what_is_not_in_order() -> None:
    kept: Line = ([date(2023, 1, 1)], 1, None)
    late: Line = ([date(2023, 1, 1)], 0, None)

    ours = drawn(*[kept] * ROWS_A_SIDE, late).ours

    assert (ours.rows[0].key, len(ours.rows), len(ours.hidden)) == (ROWS_A_SIDE, ROWS_A_SIDE, 1)


def test_continuous_promise_is_full_up_to_today() -> None:
    shown = drawn(([date(2023, 9, 2), END], 1, None), continuous=True)

    today = shown.scale.today_x
    bands = (Band(0.0, 50.0, is_full=True), Band(50.0, 50.0, is_full=False), Band(50.0, round(today - 50, 2), is_full=True))
    assert shown.ours.rows[0].bands == bands


def test_payments_are_counted_in_instalments() -> None:
    shown = picture(told(([START, END], 1, 100), unit="eur"), ours={SCHOOL}, start=START, end=END)

    assert (shown.ours.rows[0].kept, shown.ours.rows[0].promised) == (Decimal(1), Decimal(2))


def test_unknown_value_is_left_out_and_counted() -> None:
    ours = drawn(([START], 1, None), ([START], 1, 500)).ours

    assert (ours.promised_cents, ours.lines_without_value) == (500, 1)


def test_side_without_any_value_has_no_beam() -> None:
    assert drawn(([START], 1, None)).ours.beam is None


def test_agreement_that_has_ended_has_nothing_beyond_today() -> None:
    scale = scale_of(start=START, end=END, today=date(2026, 1, 1))

    assert (scale.today_x, scale.is_running) == (100.0, False)


def test_scale_holds_a_date_after_the_term() -> None:
    scale = scale_of(start=START, end=END, today=TODAY, days=[date(2026, 3, 3)])

    assert scale.x(date(2026, 3, 3)) == 100.0


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 20_000), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_year_labels_leave_room_for_each_other(start: date, days: int, today: date) -> None:
    scale = scale_of(start=start, end=start + timedelta(days=days), today=today)

    xs = [label.x for label in scale.year_labels]
    assert all(right - left >= 8 for left, right in pairwise(xs))


def test_term_bar_marks_today_and_the_notice() -> None:
    bar = term_bar(start=START, end=END, today=date(2023, 9, 2), notice=END)

    assert (bar.today_x, bar.notice_x) == (50.0, 100.0)


def test_mini_says_who_is_late() -> None:
    cell = mini(told(([START, END], 0, 100)), ours={SCHOOL})

    assert (cell, cell.late_side) == (Mini(0.0, 50.0, 0.0, 0.0), "ours")


def test_mini_counts_items_where_no_value_is_known() -> None:
    cell = mini(told(([START, END], 1, None)), ours={COMPANY})

    assert (cell, cell.late_side) == (Mini(0.0, 0.0, 50.0, 0.0), "")
