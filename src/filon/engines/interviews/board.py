"""The timetable while it is being made: who sits where, which seats and students are free, in constant time.

Sets of positions are integers used as bit sets: bit p stands for position p. They make "where could this pair go" one operation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filon.engines.interviews.problem import Flags, Integers, Problem

NOWHERE = -1
"""the position of a pair that is not scheduled."""


def bit_sets(rows: Flags) -> list[int]:
    """One integer for each row of flags (n, P)."""
    packed = np.packbits(rows, axis=1, bitorder="little")
    width = packed.shape[1]
    together = packed.tobytes()
    return [int.from_bytes(together[at : at + width], "little") for at in range(0, len(together), width)]


def bits(positions: int) -> Iterator[int]:
    """Positions of a bit set, lowest first."""
    while positions:
        lowest = positions & -positions
        yield lowest.bit_length() - 1
        positions ^= lowest


class Board:
    """A conflict-free timetable of a problem. `put` and `take` keep every index up to date."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.positions = problem.positions
        self.student: list[int] = problem.pair_student.tolist()
        self.company: list[int] = problem.pair_company.tolist()
        self.weight: list[int] = problem.pair_weight.tolist()
        self.limit: list[int] = problem.limit.tolist()
        self.conflict = bit_sets(problem.conflict)
        self.allowed = bit_sets(problem.allowed)
        self.open = bit_sets(problem.capacity > 0)
        """by company: positions at which it has an interviewer, free or not."""
        self.free = list(self.allowed)
        """by student: positions that her interviews leave possible."""
        self.seats: list[list[int]] = problem.capacity.tolist()
        """by company and position: free seats."""
        self.vacant = list(self.open)
        """by company: positions with a free seat."""
        self.place: list[int] = [NOWHERE] * problem.pairs
        self.of_student: list[list[int]] = [[] for _ in self.limit]
        """by student: her scheduled pairs."""
        self.seated: dict[int, list[int]] = {}
        """by company * positions + position: pairs scheduled there."""
        self.locked: set[int] = set()

    def feasible(self, pair: int) -> int:
        """Positions that suit student and company, whatever else is scheduled."""
        return self.allowed[self.student[pair]] & self.open[self.company[pair]]

    def ready(self, pair: int) -> int:
        """Positions at which the pair can be put now, her maximum left aside."""
        return self.free[self.student[pair]] & self.vacant[self.company[pair]]

    def level(self, student: int) -> int:
        """How many interviews she has."""
        return len(self.of_student[student])

    def is_full(self, student: int) -> bool:
        """Has she as many interviews as she may?"""
        return len(self.of_student[student]) >= self.limit[student]

    def at(self, company: int, position: int) -> list[int]:
        """Pairs that the company sees there."""
        return self.seated.get(company * self.positions + position, [])

    def put(self, pair: int, position: int) -> None:
        """Schedules an unscheduled pair; the caller has asked `ready` and `is_full`."""
        student, company = self.student[pair], self.company[pair]
        self.place[pair] = position
        self.of_student[student].append(pair)
        self.free[student] &= ~self.conflict[position]
        row = self.seats[company]
        row[position] -= 1
        if row[position] <= 0:
            self.vacant[company] &= ~(1 << position)
        self.seated.setdefault(company * self.positions + position, []).append(pair)

    def take(self, pair: int) -> int:
        """Takes a scheduled pair away and returns the position it had."""
        student, company, position = self.student[pair], self.company[pair], self.place[pair]
        self.place[pair] = NOWHERE
        own = self.of_student[student]
        own.remove(pair)
        free = self.allowed[student]
        for other in own:
            free &= ~self.conflict[self.place[other]]
        self.free[student] = free
        row = self.seats[company]
        row[position] += 1
        if row[position] > 0:
            self.vacant[company] |= 1 << position
        self.seated[company * self.positions + position].remove(pair)
        return position

    def close_seat(self, company: int, position: int, remaining: int) -> None:
        """Takes one seat of the company off; `remaining` are its interviewers there afterwards."""
        row = self.seats[company]
        row[position] -= 1
        if row[position] <= 0:
            self.vacant[company] &= ~(1 << position)
        if remaining <= 0:
            self.open[company] &= ~(1 << position)

    def add_student(self, allowed: int, limit: int, number: int, alone: Problem) -> list[int]:
        """One student more, the last; `alone` is a problem with her as its only student. Numbers of her pairs."""
        first = len(self.place)
        self.student.extend([number] * alone.pairs)
        self.company.extend(alone.pair_company.tolist())
        self.weight.extend(alone.pair_weight.tolist())
        self.place.extend([NOWHERE] * alone.pairs)
        self.allowed.append(allowed)
        self.free.append(allowed)
        self.limit.append(limit)
        self.of_student.append([])
        return list(range(first, first + alone.pairs))

    def load(self, places: Integers) -> None:
        """Puts every pair whose place is given; the board must be empty."""
        for pair in np.flatnonzero(places != NOWHERE).tolist():
            self.put(pair, int(places[pair]))

    def places(self) -> Integers:
        """(N,): position of each pair, NOWHERE for the others."""
        return np.array(self.place, dtype=np.int64)

    def blockers(self, pair: int, position: int) -> list[int]:
        """The student's own interviews that forbid the position."""
        forbidden = self.conflict[position]
        return [other for other in self.of_student[self.student[pair]] if forbidden >> self.place[other] & 1]

    def scheduled(self) -> Iterable[int]:
        """Scheduled pairs, in order."""
        return (pair for pair, position in enumerate(self.place) if position != NOWHERE)
