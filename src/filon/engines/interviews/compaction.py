"""Fewer idle slots in a student's day, with the same interviews: company by company, each time in the best way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.grid import idle
from filon.engines.interviews.seating import cheapest

if TYPE_CHECKING:
    from filon.engines.interviews.grid import Grid
    from filon.engines.interviews.problem import Flags, Integers

PATIENCE = 3
DRIFT = 8
"""between hours that are as good one is drawn, below this cost: what nobody notices today opens a way for the next company."""


class Compaction:
    """Chooses the hours of one company anew; its students, and everything else, stay."""

    def __init__(self, grid: Grid, settled: Flags, chance: np.random.Generator) -> None:
        """`settled` (S, slots): interviews that are not on the grid."""
        self.grid, self.chance = grid, chance
        self.taken = grid.occupied() | settled
        self.pairs_of = grid.problem.pair.by_company(len(grid.problem.capacity))
        days = grid.problem.day[:: grid.problem.sites]
        self.days = [np.flatnonzero(days == day) for day in np.unique(days)]

    def idle(self) -> int:
        """Idle slots of all students."""
        return sum(int(idle(self.taken[:, slots]).sum()) for slots in self.days)

    def company(self, company: int) -> None:
        """The hours of this company that leave its students the fewest idle slots."""
        grid, problem = self.grid, self.grid.problem
        own = self.pairs_of[company]
        pairs = own[grid.places[own] >= 0]
        if not len(pairs):
            return
        was = grid.places[pairs]
        student = problem.pair_student[pairs]
        grid.remove(pairs)
        self.taken[student, was // problem.sites] = False
        now = cheapest(grid, pairs, self._cost(pairs))
        grid.add(pairs, now)
        self.taken[student, now // problem.sites] = True

    def _cost(self, pairs: Integers) -> Integers:
        """(pairs, P): idle slots of the student's day were the pair there, beside what the day has without it.

        One idle slot outweighs the drift of all pairs together.
        """
        problem = self.grid.problem
        student = problem.pair_student[pairs]
        slots = np.zeros((len(pairs), problem.positions // problem.sites), dtype=np.int64)
        for day in self.days:
            slots[:, day] = _added(np.asarray(self.taken[student][:, day]))
        cost = DRIFT * (len(pairs) + 1) * np.repeat(slots, problem.sites, axis=1)
        cost += self.chance.integers(0, DRIFT, cost.shape)
        return cost


def _added(taken: Flags) -> Integers:
    """(n, slots): by how much the idle slots of the day change when a slot is taken beside those of `taken` (n, slots)."""
    count = taken.shape[1]
    slot = np.arange(count)
    first = taken.argmax(axis=1)[:, None]
    last = (count - 1 - taken[:, ::-1].argmax(axis=1))[:, None]
    has_any = np.asarray(taken.any(axis=1))[:, None]
    span = np.maximum(last, slot) - np.minimum(first, slot) - (last - first)
    return np.where(has_any, span - 1, 0)


def compact(grid: Grid, settled: Flags, chance: np.random.Generator, rounds: int) -> int:
    """Passes over the companies, at most `rounds`, until three in a row change nothing; the idle slots that remain."""
    compaction = Compaction(grid, settled, chance)
    best, patience = compaction.idle(), PATIENCE
    for _ in range(rounds):
        for company in range(len(grid.problem.capacity)):
            compaction.company(company)
        now = compaction.idle()
        patience = PATIENCE if now < best else patience - 1
        best = now
        if not patience:
            break
    return best
