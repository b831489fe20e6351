"""The solver against exhaustive search and the independent checker, on tiny random forums with every rule and with locks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filon.engines.interviews.checker import check
from filon.engines.interviews.reading import instance_of
from filon.engines.interviews.solving import Progress, Solution, solve
from filon.engines.interviews.writing import schedule_document
from tests.engines.interviews.exhaustive import Goals, best_goals
from tests.engines.interviews.forums import Json, company, forum, presence, student
from tests.engines.interviews.strategies import locked_forums

TINY = settings(max_examples=60, deadline=None)


def solved(instance: Json, *, seed: int = 0) -> Solution:
    return solve(instance_of(instance), seed=seed)


def goals_of(instance: Json, solution: Solution) -> Goals:
    """As the checker counts them; the schedule must be possible."""
    verdict = check(instance, schedule_document(solution.schedule))
    assert verdict.conflicts == ()
    scores = verdict.scores
    return Goals(scores.with_one, scores.with_two, scores.weight, -scores.idle_slots)


@TINY
@given(locked_forums())
def test_schedule_is_possible_and_scored_as_the_checker_counts(instance: Json):
    solution = solved(instance)

    assert solution.report.score.order() == goals_of(instance, solution)


@pytest.mark.parametrize(
    "without",
    [
        pytest.param(forum([company(presence(interviewers=0))], [student((0, 4))]), id="interviewer"),
        pytest.param(forum([company()], [student((0, 4), most=0)]), id="right to any"),
        pytest.param(forum([company()], [student((0, 0))]), id="mutual wish"),
        pytest.param(forum([company()], [student((0, 4), busy=(0, 1, 2), away=(3, 4, 5))]), id="free slot"),
        pytest.param(forum([company()], []), id="student"),
        pytest.param(forum([], [student()]), id="company"),
        pytest.param(forum([], []), id="anything"),
    ],
)
def test_forum_where_no_interview_is_possible_has_an_empty_schedule(without: Json):
    solution = solved(without)

    assert solution.schedule.interviews == ()
    assert goals_of(without, solution) == Goals(0, 0, 0, 0)
    assert (solution.report.bounds.with_one, solution.report.bounds.with_two, solution.report.bounds.weight) == (0, 0, 0)


@TINY
@given(locked_forums())
def test_nobody_goes_without_who_could_be_served(instance: Json):
    best = best_goals(instance)

    reached = goals_of(instance, solved(instance))

    assert reached <= best
    assert reached.with_one == best.with_one
    assert reached.with_two >= best.with_two - 1


@TINY
@given(locked_forums())
def test_bounds_hold_for_the_best_schedule(instance: Json):
    best = best_goals(instance)

    solution = solved(instance)

    bounds, reached = solution.report.bounds, goals_of(instance, solution)
    assert bounds.with_one >= best.with_one
    assert bounds.with_two >= best.with_two
    assert bounds.weight >= reached.weight
    if reached[:2] == best[:2]:
        assert bounds.weight >= best.weight


@TINY
@given(locked_forums(), st.integers(0, 2**32))
def test_same_seed_gives_the_same_schedule(instance: Json, seed: int):
    assert solved(instance, seed=seed).schedule == solved(instance, seed=seed).schedule


@TINY
@given(locked_forums(), st.integers(1, 6))
def test_search_that_is_stopped_leaves_a_possible_schedule_no_worse_than_it_told(instance: Json, last: int):
    told: list[Progress] = []

    def watch(progress: Progress) -> bool:
        told.append(progress)
        return len(told) >= last

    solution = solve(instance_of(instance), watch=watch)

    assert len(told) <= last
    assert goals_of(instance, solution)[:3] >= max(((step.with_one, step.with_two, step.weight) for step in told), default=(0, 0, 0))
