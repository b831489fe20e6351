"""A timetable as arrays over all students, for steps that touch a large part of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.board import NOWHERE
from filon.engines.interviews.laminar import Bonus

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Flags, Integers, Problem


class Grid:
    """Position of each pair (`places`, (N,)) and what follows from it for students and seats."""

    def __init__(self, problem: Problem, places: Integers) -> None:
        self.problem = problem
        self.bonus = Bonus.of(int(problem.pair_weight.max(initial=1)))
        self.places = np.full(problem.pairs, NOWHERE, dtype=np.int64)
        self.conflict = problem.conflict.astype(np.uint8)
        self.blocked = np.zeros(problem.allowed.shape, dtype=np.uint8)
        """(S, P): her interviews that conflict with the position."""
        self.count = np.zeros(len(problem.limit), dtype=np.int64)
        """(S,): her interviews, settled ones left aside."""
        self.free = problem.capacity.copy()
        """(C, P): free seats."""
        scheduled = np.flatnonzero(places != NOWHERE)
        self.add(scheduled, places[scheduled])

    def remove(self, pairs: Integers) -> None:
        """Takes scheduled pairs away."""
        problem = self.problem
        student, position = problem.pair_student[pairs], self.places[pairs]
        np.subtract.at(self.count, student, 1)
        np.add.at(self.free, (problem.pair_company[pairs], position), 1)
        np.subtract.at(self.blocked, student, self.conflict[position])
        self.places[pairs] = NOWHERE

    def add(self, pairs: Integers, positions: Integers) -> None:
        """Schedules pairs; the caller knows that this makes no conflict."""
        problem = self.problem
        student = problem.pair_student[pairs]
        self.places[pairs] = positions
        np.add.at(self.count, student, 1)
        np.subtract.at(self.free, (problem.pair_company[pairs], positions), 1)
        np.add.at(self.blocked, student, self.conflict[positions])

    def scheduled(self) -> Integers:
        """Numbers of the scheduled pairs."""
        return np.flatnonzero(self.places != NOWHERE)

    def occupied(self) -> Flags:
        """(S, slots): does she have an interview? Settled ones are left aside."""
        problem, pairs = self.problem, self.scheduled()
        taken = np.zeros((len(problem.limit), problem.positions // problem.sites), dtype=bool)
        taken[problem.pair_student[pairs], self.places[pairs] // problem.sites] = True
        return taken

    def value(self) -> tuple[int, int, int]:
        """Students with one, with two, and weight; of the weight, settled interviews are left aside."""
        level = self.problem.level + self.count
        weight = int(self.problem.pair_weight[self.places != NOWHERE].sum())
        return int((level > 0).sum()), int((level > 1).sum()), weight


def idle(taken: Flags) -> Integers:
    """(n,): free slots between the first and the last taken one, of the slots of one day (n, slots)."""
    slots = taken.shape[1]
    first = taken.argmax(axis=1)
    last = slots - 1 - taken[:, ::-1].argmax(axis=1)
    return np.where(taken.any(axis=1), last - first + 1 - taken.sum(axis=1), 0)
