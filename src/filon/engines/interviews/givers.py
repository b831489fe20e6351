"""Who may give up an interview for somebody who has fewer: those who keep most first, of these the lightest interviews."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, TypeAlias

from filon.engines.interviews.board import bits

if TYPE_CHECKING:
    from collections.abc import Callable

    from filon.engines.interviews.board import Board

MANY = 3
"""interviews kept, beyond which it does not matter how many."""
Giver: TypeAlias = tuple[int, int]
"""the weight that is lost, and the pair."""


class Givers:
    """Lists by seat for one event, made when the seat is first asked for; `changed` keeps them right.

    Free seats only become fewer while an event is repaired, so who finds none in a round finds none later in it.
    """

    def __init__(self, board: Board, has_free_seat: Callable[[int], bool]) -> None:
        """`has_free_seat`: could the student of a pair have another interview, once she gave this one up?"""
        self.board, self.has_free_seat = board, has_free_seat
        self.lists: dict[int, list[list[Giver]]] = {}
        """by company * positions + position, by interviews kept: the lightest first. Some are no longer as they were."""
        self.students: set[int] = set()
        """whose interviews have changed since the lists were made."""
        self.keep = MANY

    def begin(self, keep: int) -> range:
        """A round in which givers keep at least `keep`, or find a free seat. What they may keep, most first."""
        if keep != self.keep:
            self.lists.clear()
        self.keep = keep
        return range(MANY, keep - 2, -1)

    def changed(self, student: int) -> None:
        """The student has got or lost an interview."""
        self.students.add(student)

    def first(self, company: int, kept: int, free: int) -> int | None:
        """The lightest interview of the company, at one of the positions, of somebody who keeps so many without it."""
        self._refresh()
        found = [
            own[kept][0]
            for position in bits(free & self.board.open[company])
            if (own := self._at(company, position))[kept] and self._trim(own[kept], kept, position)
        ]
        return min(found)[1] if found else None

    def _trim(self, own: list[Giver], kept: int, position: int) -> bool:
        """Takes off the front those who are no longer there, or would have too few; is anybody left?"""
        board = self.board
        while own:
            pair = own[0][1]
            if board.place[pair] == position and self._kept(pair) == kept and (kept >= self.keep or self.has_free_seat(pair)):
                return True
            del own[0]
        return False

    def _refresh(self) -> None:
        board = self.board
        for pair in (pair for student in self.students for pair in board.of_student[student]):
            own = self.lists.get(board.company[pair] * board.positions + board.place[pair])
            if own is not None and pair not in board.locked:
                insort(own[self._kept(pair)], (board.weight[pair], pair))
        self.students.clear()

    def _at(self, company: int, position: int) -> list[list[Giver]]:
        key = company * self.board.positions + position
        if key not in self.lists:
            board = self.board
            own: list[list[Giver]] = [[] for _ in range(MANY + 1)]
            self.lists[key] = own
            for pair in board.at(company, position):
                if pair not in board.locked:
                    own[self._kept(pair)].append((board.weight[pair], pair))
            for givers in own:
                givers.sort()
        return self.lists[key]

    def _kept(self, pair: int) -> int:
        kept = len(self.board.of_student[self.board.student[pair]]) - 1
        return kept if kept < MANY else MANY
