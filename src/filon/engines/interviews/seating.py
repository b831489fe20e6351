"""One company at a time: the cheapest hours for its interviews, or who meets it and when chosen anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from filon.engines.interviews.board import NOWHERE

if TYPE_CHECKING:
    from filon.engines.interviews.grid import Grid
    from filon.engines.interviews.problem import Integers

IMPOSSIBLE = 1 << 40
"""cost of an hour that the student cannot take; the hours just left always can be taken, so no optimal choice contains one."""
BEYOND_WEIGHT = 4
"""a second interview is worth so many times all that the company's seats could weigh, noise included."""

Column: TypeAlias = NDArray[np.float64]


def cheapest(grid: Grid, pairs: Integers, cost: Integers) -> Integers:
    """(pairs,): positions of least total cost (pairs, P) for pairs of one company that were just taken off the grid."""
    problem = grid.problem
    student = problem.pair_student[pairs]
    company = int(problem.pair_company[pairs[0]])
    possible = problem.allowed[student] & (grid.blocked[student] == 0)
    seats = np.repeat(np.arange(problem.positions), np.minimum(grid.free[company], len(pairs)))
    _, chosen = linear_sum_assignment(np.where(possible, cost, IMPOSSIBLE)[:, seats])
    return np.asarray(seats[chosen])


def sweep_company(grid: Grid, company: int, pairs: Integers, noise: float, chance: np.random.Generator) -> None:
    """Chooses anew which of the company's pairs take place and when, everything else fixed: an assignment problem.

    Among equals the hours are drawn, so a timetable that no single slot can better is left for another, where some slot often can.
    With `noise` weights are blurred by so many points: weight may be lost, students with one or two interviews are not.
    """
    problem = grid.problem
    grid.remove(pairs[grid.places[pairs] != NOWHERE])
    student = problem.pair_student[pairs]
    possible = problem.allowed[student] & (grid.blocked[student] == 0) & (grid.free[company] > 0)
    fit = (grid.count < problem.limit)[student] & possible.any(axis=1)
    pairs, student, possible = pairs[fit], student[fit], possible[fit]
    seats = np.repeat(np.arange(problem.positions), np.clip(grid.free[company], 0, len(pairs)))
    if not len(seats):
        return
    level = (problem.level + grid.count)[student]
    second = BEYOND_WEIGHT * max(1.0, float(problem.pair_weight.max())) * len(seats)
    gain = problem.pair_weight[pairs] + np.where(level == 0, 2 * len(seats) * second, np.where(level == 1, second, 0))
    blurred = gain + noise * chance.standard_normal(len(pairs))
    worth = np.where(possible[:, seats], blurred[:, None] + chance.random((len(pairs), len(seats))) / (2 * len(seats)), -1.0)
    row, column = _matching(worth)
    grid.add(pairs[row], seats[column])


def _matching(worth: Column) -> tuple[Integers, Integers]:
    """Rows and columns of the largest total worth, each once; what is worth nothing is left alone."""
    turned = worth if worth.shape[0] <= worth.shape[1] else worth.T
    alone = np.zeros((turned.shape[0], turned.shape[0]))
    row, column = linear_sum_assignment(np.hstack([turned, alone]), maximize=True)
    kept = column < turned.shape[1]
    row, column = row[kept], column[kept]
    return (row, column) if turned is worth else (column, row)
