"""The yardstick itself: it agrees with what one can work out by hand, and no possible schedule exceeds it."""

from __future__ import annotations

import pytest
from bench.interviews.baseline import first_come_first_served
from hypothesis import given, settings

from filon.engines.interviews.checker import check
from tests.engines.interviews.exhaustive import Goals, TooLarge, best_goals
from tests.engines.interviews.forums import Json, company, forum, presence, student
from tests.engines.interviews.strategies import locked_forums


def test_one_seat_goes_to_the_student_worth_most():
    morning_slot = company(presence(closed=(1, 2, 3, 4, 5)))

    assert best_goals(forum([morning_slot], [student((0, 2)), student((0, 3))])) == Goals(1, 0, 30, 0)


def test_second_student_served_counts_more_than_weight():
    one_seat, other_seat = company(presence(closed=(1, 2, 3, 4, 5))), company(presence(closed=(0, 2, 3, 4, 5)))

    assert best_goals(forum([one_seat, other_seat], [student((0, 4), (1, 4)), student((1, 1))])) == Goals(2, 0, 40 + 10, 0)


def test_two_interviews_lie_side_by_side():
    assert best_goals(forum([company(), company(presence(closed=(0, 1)))], [student((0, 1), (1, 1))])) == Goals(1, 1, 19, 0)


def test_slot_between_two_is_idle():
    early, late = company(presence(closed=(1, 2, 3, 4, 5))), company(presence(closed=(0, 1, 3, 4, 5)))

    assert best_goals(forum([early, late], [student((0, 1), (1, 1))])) == Goals(1, 1, 19, -1)


@pytest.mark.parametrize(("rule", "goals"), [("half_day", Goals(1, 0, 40, 0)), ("gap", Goals(1, 1, 76, -1))])
def test_site_rule_decides(rule: str, goals: Goals):
    here, there = company(presence(0, 0, closed=(1, 2, 3, 4, 5))), company(presence(0, 1, closed=(0, 1, 3, 4, 5)))
    instance = forum([here, there], [student((0, 4), (1, 4))], rule=rule)
    instance["rules"]["travel_minutes"] = 30

    assert best_goals(instance) == goals


def test_lock_is_kept_at_any_price():
    instance = forum([company(presence(closed=(1, 2, 3, 4, 5)))], [student((0, 1)), student((0, 4))], locked=((0, 0, 0, 0, 0),))

    assert best_goals(instance) == Goals(1, 0, 10, 0)


def test_locks_that_contradict_each_other_are_refused():
    instance = forum([company()], [student((0, 1)), student((0, 4))], locked=((0, 0, 0, 0, 0), (1, 0, 0, 0, 0)))

    with pytest.raises(ValueError, match="contradict"):
        best_goals(instance)


def test_forum_that_is_not_tiny_is_refused():
    firms = [company(presence(0, 0), presence(1, 0)) for _firm in range(6)]

    with pytest.raises(TooLarge):
        best_goals(forum(firms, [student(*((number, 1) for number in range(6)))], days=2))


@settings(max_examples=150, deadline=None)
@given(locked_forums())
def test_first_come_first_served_never_exceeds_it(instance: Json):
    booked = check(instance, first_come_first_served(instance))

    assert booked.is_valid
    scores = booked.scores
    assert best_goals(instance) >= (scores.with_one, scores.with_two, scores.weight, -scores.idle_slots)
