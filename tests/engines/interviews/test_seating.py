"""Other hours for the same interviews: nobody is lost, nothing clashes."""

from __future__ import annotations

import numpy as np

from filon.engines.interviews import instance_of, solve
from filon.engines.interviews.checker import check
from filon.engines.interviews.generator import generate
from filon.engines.interviews.grid import Grid
from filon.engines.interviews.problem import compile_problem
from filon.engines.interviews.reporting import schedule_of
from filon.engines.interviews.seating import shuffle
from filon.engines.interviews.writing import schedule_document


def test_shuffled_hours_are_possible_and_who_meets_whom_stays():
    document = generate(20, 250, 3, family="hard_timetables", site_rule="gap")
    instance = instance_of(document)
    problem = compile_problem(instance)
    position = {
        (each.student, each.company): each.slot * problem.sites + each.site for each in solve(instance, draft=True).schedule.interviews
    }
    pairs = zip(problem.pair_student.tolist(), problem.pair_company.tolist(), strict=True)
    grid = Grid(problem, np.array([position.get(pair, -1) for pair in pairs]))
    before, value = grid.places.copy(), grid.value()

    shuffle(grid, np.random.default_rng(1))

    assert grid.value() == value
    assert np.array_equal(grid.places >= 0, before >= 0)
    assert (grid.places != before).any()
    assert check(document, schedule_document(schedule_of(problem, grid.places))).conflicts == ()
