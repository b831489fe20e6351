"""The exact program: which pair at which position, and on which site a student is from slot to slot.

For a few hundred students at most: it has a column for each pair and position. Unlike `options` it leaves nothing to placement.
A student's way through a day is a path: from (slot, site) she goes on to the next slot on the same site, or to the first slot on another
site that does not conflict; her interviews take place along it. Every timetable is a solution and every whole solution a timetable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.rows import Rows

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Flags, Integers, Problem


class Hours:
    """Columns: pair at position, "has one" and "has two" of each student, steps of her way."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.students = len(problem.limit)
        self.pair, self.position = np.nonzero(problem.feasible(np.arange(problem.pairs)))
        self.student = problem.pair_student[self.pair]
        self.weight = problem.pair_weight[self.pair]
        self.count = len(self.pair)
        self.rows = Rows()
        self.width = self.count + 2 * self.students
        self._counts()
        self._ways()

    def _counts(self) -> None:
        problem, rows = self.problem, self.rows
        every = np.arange(self.count)
        rows.at_most(self.pair, every, np.ones(problem.pairs, dtype=np.int64))
        rows.at_most(self.student, every, problem.limit)
        seat = problem.pair_company[self.pair] * problem.positions + self.position
        rows.at_most(seat, every, problem.capacity.ravel())
        slots = problem.positions // problem.sites
        at_once = self.student * slots + self.position // problem.sites
        rows.at_most(at_once, every, np.ones(self.students * slots, dtype=np.int64))
        counting = rows.new(np.zeros(self.students, dtype=np.int64))
        rows.fill(counting[self.student], every, -1)
        for extra in range(2):
            rows.fill(counting, self.count + extra * self.students + np.arange(self.students))

    def _ways(self) -> None:
        """Students whose columns conflict across sites take one way through each day."""
        problem = self.problem
        possible = np.zeros(problem.allowed.shape, dtype=bool)
        possible[self.student, self.position] = True
        across = problem.conflict & (np.arange(problem.positions)[:, None] % problem.sites != np.arange(problem.positions) % problem.sites)
        torn = np.flatnonzero(((possible.astype(np.float32) @ across.astype(np.float32) > 0) & possible).any(axis=1))
        steps = _steps(problem)
        first = np.full(self.students, -1)
        first[torn] = self.width + np.arange(len(torn)) * len(steps)
        self.owner = np.concatenate([self.student, np.tile(np.arange(self.students), 2), np.repeat(torn, len(steps))])
        self.width += len(torn) * len(steps)
        self._paths(torn, first, steps)
        self._along(first, steps)

    def _paths(self, torn: Integers, first: Integers, steps: Integers) -> None:
        """At each position of the way she leaves as often as she arrives; one way begins each day."""
        problem = self.problem
        rows = self.rows.new(np.zeros(len(torn) * problem.positions, dtype=np.int64)).reshape(len(torn), -1)
        for number, (leaves, arrives) in enumerate(steps.tolist()):
            column = first[torn] + number
            if leaves >= 0:
                self.rows.fill(rows[:, leaves], column)
            self.rows.fill(rows[:, arrives], column, -1)
        days = np.unique(problem.day)
        begin = self.rows.new(np.ones(len(torn) * len(days), dtype=np.int64)).reshape(len(torn), -1)
        for number, (leaves, arrives) in enumerate(steps.tolist()):
            if leaves < 0:
                self.rows.fill(begin[:, np.searchsorted(days, problem.day[arrives])], first[torn] + number)

    def _along(self, first: Integers, steps: Integers) -> None:
        """Interviews take place where the way passes: the steps that arrive there."""
        problem = self.problem
        key = self.student * problem.positions + self.position
        on_way = np.flatnonzero(first[self.student] >= 0)
        places, place = np.unique(key[on_way], return_inverse=True)
        rows = self.rows.new(np.zeros(len(places), dtype=np.int64))
        self.rows.fill(rows[place], on_way)
        student, position = np.divmod(places, problem.positions)
        for number, arrives in enumerate(steps[:, 1].tolist()):
            here = np.flatnonzero(position == arrives)
            self.rows.fill(rows[here], first[student[here]] + number, -1)


def _steps(problem: Problem) -> Integers:
    """(n, 2): from position (-1: the day begins) to position."""
    found: list[tuple[int, int]] = []
    sites = problem.sites
    for position in range(problem.positions):
        site = position % sites
        if position < sites or problem.day[position - sites] != problem.day[position]:
            found.append((-1, position))
        for other in range(sites):
            later = [
                slot * sites + other
                for slot in range(position // sites + 1, problem.positions // sites)
                if problem.day[slot * sites] == problem.day[position] and not problem.conflict[position, slot * sites + other]
            ]
            if later and (other == site or sites > 1):
                found.append((position, later[0]))
    return np.array(found, dtype=np.int64).reshape(-1, 2)
