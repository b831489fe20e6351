"""Who gives up a seat, against a plain search over the board."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from filon.engines.interviews.board import Board
from filon.engines.interviews.desk import Desk
from filon.engines.interviews.givers import MANY, Givers
from filon.engines.interviews.reading import instance_of
from filon.engines.interviews.solving import solve
from tests.engines.interviews.forums import Json
from tests.engines.interviews.strategies import tiny_forums


def searched(board: Board, company: int, kept: int, positions: int) -> int | None:
    """The lightest, of the smallest number."""
    found = [
        (board.weight[pair], pair)
        for position in range(board.positions)
        if positions >> position & 1
        for pair in board.at(company, position)
        if min(board.level(board.student[pair]) - 1, MANY) == kept
    ]
    return min(found)[1] if found else None


@settings(max_examples=60, deadline=None)
@given(tiny_forums(), st.randoms(use_true_random=False))
def test_lightest_giver_is_found_while_interviews_come_and_go(forum: Json, draw: Random):
    instance = instance_of(forum)
    board = Desk(instance, solve(instance).schedule).board
    givers = Givers(board, lambda _pair: False)
    givers.begin(0)

    found, expected = [], []
    for pair in draw.sample(list(board.scheduled()), k=len(list(board.scheduled()))):
        asked = draw.randrange(len(instance.companies)), draw.randrange(MANY + 1), draw.randrange(1 << board.positions)
        found.append(givers.first(*asked))
        expected.append(searched(board, *asked))
        board.take(pair)
        givers.changed(board.student[pair])

    assert found == expected
