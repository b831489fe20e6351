"""Fills free seats after an event: those with none first, then those with one, then the rest; nobody's hour changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filon.engines.interviews.board import Board

ENOUGH = 2
"""interviews below which a student is rescued, and which nobody loses to rescue another (except so that another has one at all)."""


class Rescue:
    """Works on a board; `pairs_of` are the pairs of each student, best wish first."""

    def __init__(self, board: Board, pairs_of: list[list[int]]) -> None:
        self.board = board
        self.pairs_of = pairs_of
        self.added: dict[int, None] = {}
        """new interviews of this event, in order; only these may be chosen otherwise."""
        self.given_up: list[tuple[int, int]] = []
        self.barred: set[int] = set()
        """pairs that lost their hour in this event: to give them another would be to move an appointment."""

    def fill(self, students: list[int], lost: frozenset[int], *, displace: bool) -> tuple[list[int], list[tuple[int, int]]]:
        """New pairs on the board, and (pair, position) of those displaced.

        `lost` are pairs that the event took away: they do not come back, for at another hour that would be a moved appointment.
        """
        self.added, self.given_up, self.barred = {}, [], set(lost)
        for level in range(ENOUGH):
            self._match(students, level)
            if displace:
                self._displace(students, level)
        self._use_up(students)
        return list(self.added), self.given_up

    def _needy(self, students: Iterable[int], level: int) -> list[int]:
        board = self.board
        return [student for student in students if board.level(student) == level and not board.is_full(student)]

    def _wanted(self, student: int) -> list[int]:
        """Her pairs that may be scheduled, heaviest first."""
        board = self.board
        pairs = [pair for pair in self.pairs_of[student] if board.place[pair] < 0 and pair not in self.barred]
        return sorted(pairs, key=lambda pair: -board.weight[pair])

    def _match(self, students: list[int], level: int) -> None:
        """One free seat for as many students of this level as possible: augmenting paths over the seats given in this round."""
        given: dict[tuple[int, int], list[int]] = {}
        for student in sorted(self._needy(students, level), key=self._urgency):
            self._augment(student, given, set())

    def _urgency(self, student: int) -> tuple[int, int]:
        """Whoever has the heaviest wish that can be granted now comes first; paths see to it that nobody is left out for that."""
        weights = [self.board.weight[pair] for pair in self._wanted(student) if self.board.ready(pair)]
        return -max(weights, default=0), student

    def _augment(self, student: int, given: dict[tuple[int, int], list[int]], seen: set[tuple[int, int]]) -> bool:
        """Seats her; students seated in this round may go to another free seat for that."""
        board = self.board
        wanted = self._wanted(student)
        for pair in wanted:
            ready = board.ready(pair)
            if ready:
                self._give(pair, self._best(student, ready), given)
                return True
        for pair in wanted:
            company = board.company[pair]
            for seat in [seat for seat in given if seat[0] == company and seat not in seen]:
                if not board.free[student] >> seat[1] & 1:
                    continue
                seen.add(seat)
                if self._swap(pair, seat, given, seen):
                    return True
        return False

    def _swap(self, pair: int, seat: tuple[int, int], given: dict[tuple[int, int], list[int]], seen: set[tuple[int, int]]) -> bool:
        """Gives the pair a seat that another of this round leaves for a seat elsewhere."""
        board = self.board
        for other in list(given[seat]):
            position = board.take(other)
            given[seat].remove(other)
            del self.added[other]
            board.put(pair, position)
            moved = self._augment(board.student[other], given, seen)
            if moved:
                given[seat].append(pair)
                self.added[pair] = None
                return True
            board.take(pair)
            self._give(other, position, given)
        return False

    def _give(self, pair: int, position: int, given: dict[tuple[int, int], list[int]] | None = None) -> None:
        self.board.put(pair, position)
        self.added[pair] = None
        if given is not None:
            given.setdefault((self.board.company[pair], position), []).append(pair)

    def _best(self, student: int, ready: int) -> int:
        """Of the positions, the one nearest to another interview of hers, else the earliest."""
        board = self.board
        own = [board.place[pair] for pair in board.of_student[student]]
        positions = [position for position in range(board.positions) if ready >> position & 1]
        return min(positions, key=lambda position: (min((abs(position - each) for each in own), default=0), position))

    def _displace(self, students: list[int], level: int) -> None:
        """A seat of somebody who keeps enough; for a student with none, if need be, of somebody who keeps one."""
        for keep in (ENOUGH, 1)[: 2 - level]:
            for student in self._needy(students, level):
                found = self._seat_of_another(student, keep)
                if found is not None:
                    pair, other = found
                    position = self.board.take(other)
                    if other in self.added:
                        del self.added[other]
                    else:
                        self.given_up.append((other, position))
                        self.barred.add(other)
                    self._give(pair, position)
                    self._compensate(self.board.student[other])

    def _seat_of_another(self, student: int, keep: int) -> tuple[int, int] | None:
        """Her pair, and the pair that leaves for it: who has most loses, and of her interviews the lightest."""
        board = self.board
        best: tuple[tuple[int, int, int], tuple[int, int]] | None = None
        for pair in self._wanted(student):
            company = board.company[pair]
            for other in self._seated(company, board.feasible(pair) & board.free[student]):
                left = board.level(board.student[other]) - 1
                if other in board.locked or board.student[other] == student:
                    continue
                if left < keep and not (left + 1 >= keep and self._has_free_seat(other)):
                    continue
                cost = (-min(left, ENOUGH + 1), board.weight[other] - board.weight[pair], other)
                if best is None or cost < best[0]:
                    best = cost, (pair, other)
        return None if best is None else best[1]

    def _seated(self, company: int, positions: int) -> list[int]:
        board = self.board
        return [pair for position in range(board.positions) if positions >> position & 1 for pair in board.at(company, position)]

    def _has_free_seat(self, leaving: int) -> bool:
        """Could her student, once this interview is given up, take a free seat with another company?"""
        board = self.board
        student = board.student[leaving]
        free = board.allowed[student]
        for pair in board.of_student[student]:
            if pair != leaving:
                free &= ~board.conflict[board.place[pair]]
        return any(free & board.vacant[board.company[pair]] for pair in self._wanted(student))

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
