"""Reasons add up, a graver one never makes less, and the back-test counts every term once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.renewal import Level, Observation, Past, Reason, Side, assess, backtest

SIDES = st.builds(lambda due, behind: Side(due, min(due, behind)), st.integers(0, 9), st.integers(0, 9))
SEEN = st.builds(
    Observation,
    ours=SIDES,
    theirs=SIDES,
    silent_months=st.none() | st.integers(0, 40),
    is_contact_gone=st.booleans(),
    late_days=st.integers(0, 400),
    is_closed=st.booleans(),
)
PAST = st.lists(st.builds(Past, SEEN.map(assess), st.booleans()), max_size=40)


@pytest.mark.parametrize(
    ("seen", "points", "level"),
    [
        (Observation(), {}, Level.CALM),
        (Observation(theirs=Side(6, 1)), {Reason.THEY_ARE_BEHIND: 17}, Level.CALM),
        (Observation(theirs=Side(3, 1)), {Reason.THEY_ARE_BEHIND: 35}, Level.WATCH),
        (Observation(silent_months=5), {}, Level.CALM),
        (Observation(silent_months=6), {Reason.SILENCE: 12}, Level.CALM),
        (Observation(silent_months=12), {Reason.SILENCE: 25}, Level.WATCH),
        (Observation(late_days=29), {}, Level.CALM),
        (Observation(late_days=90, is_contact_gone=True), {Reason.PAYMENT_IS_LATE: 30, Reason.CONTACT_GONE: 20}, Level.HIGH),
        (Observation(is_closed=True), {Reason.CLOSED: 80}, Level.HIGH),
    ],
)
def test_assessment_says_which_reasons_hold(seen: Observation, points: dict[Reason, int], level: Level) -> None:
    assert (dict(assess(seen).points), assess(seen).level) == (points, level)


def test_side_behind_with_more_than_it_owes_is_refused() -> None:
    with pytest.raises(ValueError, match="2 commitments behind of 1"):
        Side(1, 2)


@given(seen=SEEN)
def test_score_is_the_sum_of_its_points_up_to_a_hundred(seen: Observation) -> None:
    found = assess(seen)

    assert found.score == min(100, sum(found.points.values()))
    assert found.is_flagged == (found.score >= 20)


@given(seen=SEEN, months=st.integers(0, 40), days=st.integers(0, 400))
def test_graver_reason_never_makes_less(seen: Observation, months: int, days: int) -> None:
    graver = [
        replace(seen, is_closed=True),
        replace(seen, is_contact_gone=True),
        replace(seen, silent_months=max(seen.silent_months or 0, months)),
        replace(seen, late_days=max(seen.late_days, days)),
        replace(seen, theirs=Side(seen.theirs.due, seen.theirs.due)),
        replace(seen, ours=Side(seen.ours.due, seen.ours.due)),
    ]

    assert min(assess(one).score for one in graver) >= assess(seen).score


@given(terms=PAST)
def test_backtest_counts_every_term_once(terms: list[Past]) -> None:
    found = backtest(terms)

    assert found.whole == (len(terms), sum(not one.is_renewed for one in terms))
    assert found.flagged.terms == sum(one.assessment.is_flagged for one in terms)
    assert {reason: counted.terms for reason, counted in found.by_reason.items()} == {
        reason: count for reason in Reason if (count := sum(reason in one.assessment.points for one in terms))
    }


@given(terms=PAST)
def test_backtest_does_not_depend_on_the_order(terms: list[Past]) -> None:
    assert backtest(reversed(terms)) == backtest(terms)


def test_backtest_says_something_only_with_enough_terms_on_both_sides() -> None:
    late, calm = assess(Observation(late_days=90)), assess(Observation())

    few = backtest([Past(late, is_renewed=False)] * 10 + [Past(calm, is_renewed=True)] * 9)
    enough = backtest([Past(late, is_renewed=False)] * 10 + [Past(calm, is_renewed=True)] * 10)

    assert (few.says_something, enough.says_something) == (False, True)
    assert (enough.flagged.share, enough.calm.share, enough.caught) == (1.0, 0.0, 1.0)


def test_backtest_of_nothing_has_no_share() -> None:
    found = backtest([])

    assert (found.flagged.share, found.caught, found.says_something) == (None, None, False)
