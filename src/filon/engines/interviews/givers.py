"""Who may give up an interview for somebody who has fewer: by company, those who keep most first, then the lightest interviews."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, TypeAlias

from filon.engines.interviews.board import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from filon.engines.interviews.board import Board

MANY = 3
"""interviews kept, beyond which it does not matter how many."""
Giver: TypeAlias = tuple[int, int]
"""the weight that is lost, and the pair."""


class Givers:
    """For one round in which seats change hands: none becomes free in it, so what is not possible once stays so."""

    def __init__(self, board: Board, keep: int, has_free_seat: Callable[[int], bool]) -> None:
        """Givers keep at least `keep` interviews, or find a free seat once they have given theirs up."""
        self.board, self.keep, self.has_free_seat = board, keep, has_free_seat
        self.lists: dict[int, list[list[Giver]]] = {}
        """by company, by interviews kept: the lightest first. Some are no longer as they were."""

    def kept(self) -> range:
        """What givers may keep, most first."""
        return range(MANY, self.keep - 2, -1)

    def first(self, company: int, kept: int, free: int) -> int | None:
        """The lightest interview of the company, at one of the positions, of somebody who keeps so many without it."""
        board, found = self.board, self._lists(company)[kept]
        place = 0
        while place < len(found):
            _, pair = found[place]
            if board.place[pair] < 0 or self._kept(pair) != kept:
                del found[place]
            elif not free >> board.place[pair] & 1:
                place += 1
            elif kept >= self.keep or self.has_free_seat(pair):
                return pair
            else:
                del found[place]
        return None

    def refresh(self, students: Iterable[int]) -> None:
        """The interviews of these students have changed."""
        board = self.board
        for pair in (pair for student in students for pair in board.of_student[student]):
            if board.company[pair] in self.lists and pair not in board.locked:
                insort(self.lists[board.company[pair]][self._kept(pair)], (board.weight[pair], pair))

    def _lists(self, company: int) -> list[list[Giver]]:
        if company not in self.lists:
            board = self.board
            self.lists[company] = lists = [[] for _ in range(MANY + 1)]
            for position in bits(board.open[company]):
                for pair in board.at(company, position):
                    if pair not in board.locked:
                        lists[self._kept(pair)].append((board.weight[pair], pair))
            for own in lists:
                own.sort()
        return self.lists[company]

    def _kept(self, pair: int) -> int:
        board = self.board
        return min(len(board.of_student[board.student[pair]]) - 1, MANY)
