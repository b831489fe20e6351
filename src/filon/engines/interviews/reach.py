"""What each student could have were she alone at the forum: a bound that no sharing of seats can lift."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filon.engines.interviews.problem import Flags, Integers, Problem

ENOUGH = 2
"""interviews up to which is counted what a student could have alone."""
ROWS = 65536
"""pairs looked at together, so that memory stays small at 600,000 pairs."""


def alone(problem: Problem) -> Integers:
    """(S,): 0, 1 or 2 further interviews possible for her alone (2 means two or more).

    Two are possible when one of her pairs can be at a position that does not conflict with a position of another of her pairs.
    """
    together = np.zeros(problem.allowed.shape, dtype=np.int32)
    for rows, fits in _parts(problem):
        own, starts = np.unique(problem.pair_student[rows], return_index=True)
        together[own] += np.add.reduceat(fits, starts, axis=0, dtype=np.int32)
    peace = (~problem.conflict).astype(np.float32)
    most = np.asarray((together > 0).any(axis=1), dtype=np.int64)
    for rows, fits in _parts(problem):
        student = problem.pair_student[rows]
        beside = (fits.astype(np.float32) @ peace) > 0
        most[student[(beside & (together[student] > fits)).any(axis=1)]] = 2
    return np.minimum(most, problem.limit)


def within_reach(problem: Problem) -> Problem:
    """The same problem without what cannot be: pairs with no common position, and more interviews than a student could have alone."""
    possible = np.concatenate([fits.any(axis=1) for _, fits in _parts(problem)], dtype=bool)
    problem = replace(problem, pair=problem.pair.only(possible & (problem.limit > 0)[problem.pair_student]))
    most = alone(problem)
    return replace(problem, limit=np.where(most < ENOUGH, most, problem.limit))


def _parts(problem: Problem) -> Iterator[tuple[slice, Flags]]:
    for first in range(0, problem.pairs or 1, ROWS):
        yield slice(first, first + ROWS), problem.feasible(np.arange(first, min(first + ROWS, problem.pairs)))
