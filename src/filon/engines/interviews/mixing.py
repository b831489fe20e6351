"""How many interviews a student can have in a half-day in which she changes site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Flags, Integers, Problem


def mixed_limits(problem: Problem) -> Integers:
    """(S, half-days): the most interviews on two sites or more within the half-day; 0 when she cannot change site there.

    The longest chain of positions, each without conflict with the one before. Under both rules that suffices: when a student has the
    time to change site between two interviews, those before and after are farther apart still. Students with one timetable share
    the result.
    """
    halves = int(problem.half.max()) + 1
    limits = np.zeros((len(problem.limit), halves), dtype=np.int64)
    for half in range(halves):
        positions = np.flatnonzero(problem.half == half)
        timetables, who = np.unique(problem.allowed[:, positions], axis=0, return_inverse=True)
        limits[:, half] = _longest(problem, positions, timetables)[who.ravel()]
    return np.minimum(limits, problem.limit[:, None])


def _longest(problem: Problem, positions: Integers, timetables: Flags) -> Integers:
    """(timetables,): length of the longest chain that uses two sites."""
    none = -len(positions) - 1
    site, slot = positions % problem.sites, positions // problem.sites
    plain = np.where(timetables, 1, none)
    mixed = np.full(timetables.shape, none)
    for later in range(len(positions)):
        for earlier in range(later):
            if slot[earlier] == slot[later] or problem.conflict[positions[earlier], positions[later]]:
                continue
            fits = timetables[:, later]
            change = plain if site[earlier] != site[later] else mixed
            longer = np.maximum(change[:, earlier], mixed[:, earlier]) + 1
            mixed[:, later] = np.where(fits, np.maximum(mixed[:, later], longer), none)
            if site[earlier] == site[later]:
                plain[:, later] = np.where(fits, np.maximum(plain[:, later], plain[:, earlier] + 1), none)
    return np.asarray(mixed.max(axis=1, initial=0))
