"""Gives chosen pairs a position: where it harms least, or by moving what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filon.engines.interviews.board import NOWHERE, bits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filon.engines.interviews.board import Board

DEPTH = 3
"""moves in one chain of ejections; deeper chains find little more."""
BUDGET = 200
"""exchanges tried for one pair."""
EACH = 5
"""exchanges that all pairs may use together, for each: a forum where half of them find no place must not take minutes."""
EVERYWHERE = -1
"""every bit is set."""


class Placer:
    """Places pairs on a board; `wanted` are the pairs still to come, whose needs choose among positions."""

    def __init__(self, board: Board, targets: dict[int, int] | None = None) -> None:
        """`targets`: by pair, the positions it may take (a bit set); the others may take any."""
        self.board = board
        self.wanted: list[list[int]] = [[] for _ in board.limit]
        self.budget = 0
        self.remaining = BUDGET
        self.journal: list[tuple[int, int]] = []
        """what was done since the insertion began: a pair and the position it had."""
        self.target: dict[int, int] = targets or {}

    def place_all(self, pairs: Iterable[int]) -> list[int]:
        """Places the pairs, those of loaded companies first; returns those without a position."""
        board = self.board
        pending = list(pairs)
        self.remaining = EACH * len(pending) + BUDGET
        by_company: dict[int, list[int]] = {}
        for pair in pending:
            by_company.setdefault(board.company[pair], []).append(pair)
            self.wanted[board.student[pair]].append(pair)
        load = {company: len(own) / max(1, sum(board.seats[company])) for company, own in by_company.items()}
        failed: list[int] = []
        for company in sorted(by_company, key=lambda company: (-load[company], company)):
            own = by_company[company]
            for pair in sorted(own, key=lambda pair: (board.feasible(pair).bit_count(), pair)):
                self.wanted[board.student[pair]].remove(pair)
                if not self.insert(pair):
                    failed.append(pair)
        return failed

    def insert(self, pair: int, depth: int = DEPTH, budget: int = BUDGET) -> bool:
        """Places one pair, moving others if need be; the board is unchanged when it cannot."""
        if self.board.is_full(self.board.student[pair]):
            return False
        self.budget = min(budget, self.remaining)
        self.journal.clear()
        granted = self.budget
        done = self._move(pair, depth + 1, {pair})
        self.remaining -= granted - self.budget
        return done

    def choose(self, pair: int, ready: int) -> int:
        """The position that the student's other wanted pairs, then the company's other seats, miss least."""
        board = self.board
        if ready & (ready - 1) == 0:
            return ready.bit_length() - 1
        others = [board.vacant[board.company[other]] for other in self.wanted[board.student[pair]]]
        row = board.seats[board.company[pair]]
        conflict = board.conflict
        free = board.free[board.student[pair]]
        best, best_cost = -1, (1 << 60, 0)
        for position in bits(ready):
            lost = conflict[position] & free
            harm = sum(8 * (lost & other).bit_count() + 100 * (not other & free & ~lost) for other in others)
            cost = (harm, -row[position])
            if cost < best_cost:
                best, best_cost = position, cost
        return best

    def _make_room(self, pair: int, depth: int, moving: set[int]) -> bool:
        """Puts the pair where one or two others stand, and finds these another position."""
        board = self.board
        vacant = board.vacant[board.company[pair]]
        for position in bits(board.feasible(pair) & self.target.get(pair, EVERYWHERE)):
            own = board.blockers(pair, position)
            if len(own) > 1:
                continue
            seated: list[int | None] = [None] if vacant >> position & 1 else list(board.at(board.company[pair], position))
            for other in seated:
                out = own if other is None or other in own else [*own, other]
                if self.budget <= 0:
                    return False
                if self._exchange(pair, position, out, depth, moving):
                    return True
        return False

    def _exchange(self, pair: int, position: int, out: list[int], depth: int, moving: set[int]) -> bool:
        """Puts the pair in place of `out` and moves these; undoes everything when one of them finds no place."""
        board = self.board
        if any(other in moving or other in board.locked for other in out):
            return False
        if depth == 1 and not all(self._has_elsewhere(other, position) for other in out):
            return False
        self.budget -= 1
        mark = len(self.journal)
        for other in out:
            self._take(other)
        self._put(pair, position)
        moving.update(out)
        done = all(self._move(other, depth, moving) for other in out)
        moving.difference_update(out)
        if not done:
            self._undo(mark)
        return done

    def _has_elsewhere(self, pair: int, position: int) -> bool:
        """A quick look: a free seat of its company elsewhere, at a position its own student could take."""
        board = self.board
        student = board.student[pair]
        free = board.free[student] | (board.conflict[board.place[pair]] & board.allowed[student])
        return bool(free & board.vacant[board.company[pair]] & ~(1 << position))

    def _move(self, pair: int, depth: int, moving: set[int]) -> bool:
        ready = self.board.ready(pair) & self.target.get(pair, EVERYWHERE)
        if ready:
            self._put(pair, self.choose(pair, ready))
            return True
        return depth > 1 and self._make_room(pair, depth - 1, moving)

    def _put(self, pair: int, position: int) -> None:
        self.board.put(pair, position)
        self.journal.append((pair, NOWHERE))

    def _take(self, pair: int) -> None:
        self.journal.append((pair, self.board.take(pair)))

    def _undo(self, mark: int) -> None:
        """Back to where the board was when the journal had `mark` lines."""
        while len(self.journal) > mark:
            pair, was = self.journal.pop()
            if was == NOWHERE:
                self.board.take(pair)
            else:
                self.board.put(pair, was)
