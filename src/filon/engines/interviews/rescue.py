"""Fills free seats after an event: those with none first, then those with one, then the rest; nobody's hour changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from filon.engines.interviews.board import NOWHERE, bits
from filon.engines.interviews.givers import Givers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filon.engines.interviews.board import Board

ENOUGH = 2
"""interviews below which a student is rescued, and which nobody loses to rescue another (except so that another has one at all)."""

Given: TypeAlias = dict[int, dict[int, list[int]]]
"""pairs that got a seat in this round, by company and position."""
Step: TypeAlias = tuple[int, int | None, int | None, int]
"""of a search: a student, the pair she leaves, the pair that gets her seat, and the number of the step that asks for it."""


class Rescue:
    """Works on a board; `pairs_of` are the pairs of each student, best wish first."""

    def __init__(self, board: Board, pairs_of: list[list[int]]) -> None:
        self.board = board
        self.pairs_of = pairs_of
        self.added: dict[int, None] = {}
        """new interviews of this event, in order; only these may be chosen otherwise."""
        self.given_up: list[tuple[int, int]] = []
        self.givers = Givers(board, self._has_free_seat)
        self.barred: set[int] = set()
        """pairs that lost their hour in this event: to give them another would be to move an appointment."""
        self.helped: set[int] = set()
        """students for each of whom somebody gave an interview up: nobody does so twice for one student."""

    def fill(self, students: list[int], lost: frozenset[int], *, displace: bool) -> tuple[list[int], list[tuple[int, int]]]:
        """New pairs on the board, and (pair, position) of those displaced.

        `lost` are pairs that the event took away: they do not come back, for at another hour that would be a moved appointment.
        """
        self.added, self.given_up, self.barred, self.helped = {}, [], set(lost), set()
        self.givers = Givers(self.board, self._has_free_seat)
        for level in range(ENOUGH):
            self._match(students, level)
            if displace:
                self._displace(students, level)
        self._use_up(students)
        return list(self.added), self.given_up

    def _needy(self, students: Iterable[int], level: int) -> list[int]:
        board = self.board
        return [student for student in students if board.level(student) == level and not board.is_full(student)]

    def _wanted(self, student: int, leaving: int | None = None) -> list[int]:
        """Her pairs that may be scheduled, heaviest first; `leaving` is scheduled and counts as if it were not."""
        board = self.board
        pairs = [pair for pair in self.pairs_of[student] if (board.place[pair] < 0 or pair == leaving) and pair not in self.barred]
        return sorted(pairs, key=lambda pair: -board.weight[pair])

    def _match(self, students: list[int], level: int) -> None:
        """One free seat for as many students of this level as possible: augmenting paths over the seats given in this round.

        Seats that a search in vain has seen are left out of the later ones: no path leads from them to a free seat, and none will.
        """
        given: Given = {}
        seen: set[tuple[int, int]] = set()
        for student in sorted(self._needy(students, level), key=self._urgency):
            now_seen = set(seen)
            if not self._augment(student, given, now_seen):
                seen = now_seen

    def _urgency(self, student: int) -> tuple[int, int]:
        """Whoever has the heaviest wish that can be granted now comes first; paths see to it that nobody is left out for that."""
        weights = [self.board.weight[pair] for pair in self._wanted(student) if self.board.ready(pair)]
        return -max(weights, default=0), student

    def _augment(self, student: int, given: Given, seen: set[tuple[int, int]]) -> bool:
        """Seats her; students seated in this round may go to another free seat for that, the fewest possible."""
        board = self.board
        steps: list[Step] = [(student, None, None, -1)]
        for number, (mover, leaving, _, _) in enumerate(steps):
            free = self._free_without(mover, leaving)
            wanted = self._wanted(mover, leaving)
            for pair in wanted:
                ready = free & board.vacant[board.company[pair]]
                if ready:
                    self._follow(steps, number, pair, ready, given)
                    return True
            for pair in wanted:
                company = board.company[pair]
                for position, holders in given.get(company, {}).items():
                    if free >> position & 1 and (company, position) not in seen:
                        seen.add((company, position))
                        steps.extend((board.student[other], other, pair, number) for other in holders)
        return False

    def _follow(self, steps: list[Step], number: int, pair: int, ready: int, given: Given) -> None:
        """The last of a path takes a free seat, and each before her the seat that was left."""
        position = self._best(steps[number][0], ready)
        while True:
            _, leaving, taking, number = steps[number]
            left = NOWHERE if leaving is None else self._leave(leaving, given)
            self._give(pair, position, given)
            if taking is None:
                return
            pair, position = taking, left

    def _leave(self, pair: int, given: Given) -> int:
        position = self.board.take(pair)
        self.givers.changed(self.board.student[pair])
        given[self.board.company[pair]][position].remove(pair)
        del self.added[pair]
        return position

    def _free_without(self, student: int, leaving: int | None) -> int:
        """Positions that the student's interviews leave possible, but for one of them."""
        board = self.board
        if leaving is None:
            return board.free[student]
        free = board.allowed[student]
        for pair in board.of_student[student]:
            if pair != leaving:
                free &= ~board.conflict[board.place[pair]]
        return free

    def _give(self, pair: int, position: int, given: Given | None = None) -> None:
        self.board.put(pair, position)
        self.givers.changed(self.board.student[pair])
        self.added[pair] = None
        if given is not None:
            given.setdefault(self.board.company[pair], {}).setdefault(position, []).append(pair)

    def _best(self, student: int, ready: int) -> int:
        """Of the positions, the one nearest to another interview of hers, else the earliest."""
        board = self.board
        own = [board.place[pair] for pair in board.of_student[student]]
        return min(bits(ready), key=lambda position: (min((abs(position - each) for each in own), default=0), position))

    def _displace(self, students: list[int], level: int) -> None:
        """A seat of somebody who keeps enough; for a student with none, if need be, of somebody who keeps one."""
        for keep in (ENOUGH, 1)[: 2 - level]:
            kept = self.givers.begin(keep)
            for student in self._needy(students, level):
                found = None if student in self.helped else self._seat_of_another(student, kept)
                if found is not None:
                    self._hand_over(*found)

    def _hand_over(self, pair: int, other: int) -> None:
        """The pair gets the seat of the other, whose student is offered a free one."""
        position = self.board.take(other)
        self.givers.changed(self.board.student[other])
        if other in self.added:
            del self.added[other]
        else:
            self.given_up.append((other, position))
            self.barred.add(other)
            self.helped.add(self.board.student[pair])
        self._give(pair, position)
        self._compensate(self.board.student[other])

    def _seat_of_another(self, student: int, may_keep: range) -> tuple[int, int] | None:
        """Her pair, and the pair that leaves for it: who has most loses, and of her interviews the lightest."""
        board = self.board
        wanted = [(pair, board.feasible(pair) & board.free[student]) for pair in self._wanted(student)]
        for kept in may_keep:
            found = []
            for pair, free in wanted:
                giver = self.givers.first(board.company[pair], kept, free)
                if giver is not None:
                    found.append((board.weight[giver] - board.weight[pair], giver, pair))
            if found:
                _, giver, pair = min(found)
                return pair, giver
        return None

    def _has_free_seat(self, leaving: int) -> bool:
        """Could her student, once this interview is given up, take a free seat with another company?"""
        board = self.board
        student = board.student[leaving]
        free = self._free_without(student, leaving)
        wanted = (pair for pair in self.pairs_of[student] if board.place[pair] < 0 and pair not in self.barred)
        return any(free & board.vacant[board.company[pair]] for pair in wanted)

    def _compensate(self, student: int) -> None:
        """A free seat for her who gave one up, if there is one."""
        for pair in self._wanted(student):
            ready = self.board.ready(pair)
            if ready:
                self._give(pair, self._best(student, ready))
                return

    def _use_up(self, students: list[int]) -> None:
        """The seats that are still free: fewest interviews first, then weight."""
        board = self.board
        while True:
            open_pairs = [
                (board.level(student), -board.weight[pair], pair)
                for student in students
                if not board.is_full(student)
                for pair in self._wanted(student)
                if board.ready(pair)
            ]
            if not open_pairs:
                return
            for level, _, pair in sorted(open_pairs):
                student = board.student[pair]
                if board.level(student) == level and not board.is_full(student) and board.ready(pair):
                    self._give(pair, self._best(student, board.ready(pair)))
