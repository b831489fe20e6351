"""Nested sets of positions: day, half-day, half-day on a site, then halves of it, down to one position.

In the order (half-day, site, slot) each of these sets is an interval, so the smallest sets that hold all positions of a pair follow from
its first and its last position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.mixing import mixed_limits

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Flags, Integers, Problem

ROWS = 65536
"""pairs looked at together, so that memory stays small at 600,000 pairs."""


class Nesting:
    """The levels of a problem, coarse to fine, and where its pairs lie in them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        slot, site = np.divmod(np.arange(problem.positions), problem.sites)
        self.order = np.lexsort((slot, site, problem.half, problem.day))
        self.kinds = self._kinds()
        """by level, (P,): the set of each position, in that order."""
        first, last = self._ends()
        self.holding = [np.where(kind[first] == kind[last], kind[first], -1) for kind in self.kinds]
        """by level, (N,): the set that holds all positions of a pair, -1 where none does."""

    def _kinds(self) -> list[Integers]:
        problem = self.problem
        cell = (problem.half * problem.sites + np.arange(problem.positions) % problem.sites)[self.order]
        starts = np.searchsorted(cell, cell)
        size = np.bincount(cell)[cell]
        place = np.arange(problem.positions) - starts
        kinds = [np.unique(problem.day[self.order], return_inverse=True)[1], problem.half[self.order], cell]
        parts = 2
        while parts < 2 * int(size.max()):
            kinds.append(cell * parts + place * parts // size)
            parts *= 2
        return kinds

    def _ends(self) -> tuple[Integers, Integers]:
        """(N,) twice: places in the order of the first and the last possible position of each pair."""
        problem = self.problem
        first, last = np.zeros(problem.pairs, dtype=np.int64), np.zeros(problem.pairs, dtype=np.int64)
        for start in range(0, problem.pairs, ROWS):
            rows = np.arange(start, min(start + ROWS, problem.pairs))
            fits = problem.feasible(rows)[:, self.order]
            first[rows] = fits.argmax(axis=1)
            last[rows] = problem.positions - 1 - fits[:, ::-1].argmax(axis=1)
        return first, last

    def room_of_companies(self) -> list[Integers]:
        """By level, (C, sets): seats."""
        return [_summed(self.problem.capacity[:, self.order], kind) for kind in self.kinds]

    def room_of_students(self) -> list[Integers]:
        """By level, (S, sets): the most interviews of one student; within a half-day she changes site only where she has the time."""
        problem = self.problem
        free = problem.allowed[:, self.order]
        cells = _summed(free, self.kinds[2])
        best = np.maximum.reduceat(cells, np.arange(0, cells.shape[1], problem.sites), axis=1)
        halves = np.maximum(best, mixed_limits(problem))
        day_of_half = self.kinds[0][np.searchsorted(self.kinds[1], np.arange(halves.shape[1]))]
        return [_summed(halves, day_of_half), halves, cells, *(_summed(free, kind) for kind in self.kinds[3:])]


def _summed(columns: Integers | Flags, kind: Integers) -> Integers:
    """(n, sets): columns of one kind together; kinds are in ascending order, those that do not occur have 0."""
    summed = np.zeros((len(columns), int(kind.max()) + 1), dtype=np.int64)
    present, starts = np.unique(kind, return_index=True)
    summed[:, present] = np.add.reduceat(columns, starts, axis=1, dtype=np.int64)
    return summed
