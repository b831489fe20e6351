"""Other hours for the same interviews of one company: the cheapest together, or any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from filon.engines.interviews.grid import Grid
    from filon.engines.interviews.problem import Integers

IMPOSSIBLE = 1 << 40
"""cost of an hour that the student cannot take; the hours just left always can be taken, so no optimal choice contains one."""
SPREAD = 8
"""random costs are below it."""


def cheapest(grid: Grid, pairs: Integers, cost: Integers) -> Integers:
    """(pairs,): positions of least total cost (pairs, P) for pairs of one company that were just taken off the grid."""
    problem = grid.problem
    student = problem.pair_student[pairs]
    company = int(problem.pair_company[pairs[0]])
    possible = problem.allowed[student] & (grid.blocked[student] == 0)
    seats = np.repeat(np.arange(problem.positions), np.minimum(grid.free[company], len(pairs)))
    _, chosen = linear_sum_assignment(np.where(possible, cost, IMPOSSIBLE)[:, seats])
    return np.asarray(seats[chosen])


def shuffle(grid: Grid, chance: np.random.Generator) -> None:
    """Gives every interview a possible hour at random, company by company; who meets whom stays, so the value does too.

    A timetable that no single slot can better is left for another of the same value, where some slot often can.
    """
    scheduled = grid.scheduled()
    of_company = grid.problem.pair_company[scheduled]
    for company in chance.permutation(np.unique(of_company)):
        pairs = scheduled[of_company == company]
        grid.remove(pairs)
        grid.add(pairs, cheapest(grid, pairs, chance.integers(0, SPREAD, (len(pairs), grid.problem.positions))))
