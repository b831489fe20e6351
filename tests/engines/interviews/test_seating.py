"""One company chosen anew: nothing clashes, students with one or two interviews are not lost, and without noise no weight either."""

from __future__ import annotations

import numpy as np
import pytest

from filon.engines.interviews import instance_of, solve
from filon.engines.interviews.checker import check
from filon.engines.interviews.generator import generate
from filon.engines.interviews.grid import Grid
from filon.engines.interviews.problem import compile_problem
from filon.engines.interviews.reporting import schedule_of
from filon.engines.interviews.seating import sweep_company
from filon.engines.interviews.writing import schedule_document
from tests.engines.interviews.forums import company, forum, presence, student


def _drafted(document):
    """The draft of a forum, as a grid."""
    instance = instance_of(document)
    problem = compile_problem(instance)
    position = {
        (each.student, each.company): each.slot * problem.sites + each.site for each in solve(instance, draft=True).schedule.interviews
    }
    pairs = zip(problem.pair_student.tolist(), problem.pair_company.tolist(), strict=True)
    return Grid(problem, np.array([position.get(pair, -1) for pair in pairs]))


def _sweep_all(grid, noise):
    chance = np.random.default_rng(1)
    for number, pairs in enumerate(grid.problem.pair.by_company(len(grid.problem.capacity))):
        sweep_company(grid, number, pairs, noise, chance)


@pytest.mark.parametrize("rule", ["gap", "half_day"])
def test_companies_chosen_anew_better_a_draft_and_nothing_clashes(rule):
    document = generate(20, 250, 3, family="hard_timetables", site_rule=rule)
    grid = _drafted(document)
    before, value = grid.places.copy(), grid.value()

    _sweep_all(grid, 0)

    assert grid.value() > value
    assert (grid.places[before >= 0] != before[before >= 0]).any()
    assert check(document, schedule_document(schedule_of(grid.problem, grid.places))).conflicts == ()


def test_blurred_weights_lose_no_student_with_one_or_two_interviews():
    document = generate(20, 250, 3, family="hard_timetables", site_rule="gap")
    grid = _drafted(document)
    value = grid.value()

    _sweep_all(grid, 4)

    assert grid.value()[:2] >= value[:2]
    assert check(document, schedule_document(schedule_of(grid.problem, grid.places))).conflicts == ()


def test_a_seat_goes_to_whom_it_serves_first_then_to_the_heaviest_wish():
    seat = presence(closed=(1, 2, 3, 4, 5))
    late = presence(closed=(0, 1, 2, 3, 4))
    students = [student((1, 4), (0, 4)), student((0, 1)), student((0, 2))]
    problem = compile_problem(instance_of(forum([company(seat), company(late)], students)))
    grid = Grid(problem, np.array([10, -1, -1, -1]))

    _sweep_all(grid, 0)

    assert grid.places.tolist() == [10, -1, -1, 0]


def test_a_company_without_a_seat_is_left_as_it_is():
    problem = compile_problem(instance_of(forum([company(presence(closed=(0, 1, 2, 3, 4, 5)))], [student((0, 4))])))
    grid = Grid(problem, np.array([-1]))

    _sweep_all(grid, 0)

    assert grid.places.tolist() == [-1]
