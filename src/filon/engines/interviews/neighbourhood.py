"""Makes a large timetable better where it lacks: a few thousand students are chosen for anew by the linear program, the others stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.board import NOWHERE, Board
from filon.engines.interviews.grid import Grid
from filon.engines.interviews.options import Options
from filon.engines.interviews.placement import Placer
from filon.engines.interviews.problem import Pairs
from filon.engines.interviews.selection import Program, Selection
from filon.engines.interviews.sweep import sweep_slot

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Flags, Integers, Problem

PAIRS = 12_000
"""of one neighbourhood: its linear program takes about a second."""
SEEDS = 40
"""students around whom a neighbourhood is made."""


def place(problem: Problem, options: Options, selection: Selection) -> Grid:
    """The selected pairs on a board, each in its cell; those that find no place are left out."""
    cells = [sum(1 << int(position) for position in within) for within in options.within]
    targets = {int(pair): cells[cell] for pair, cell in zip(selection.pairs, selection.cells, strict=True)}
    board = Board(problem)
    Placer(board, targets).place_all(selection.pairs.tolist())
    return Grid(problem, board.places())


class Renewal:
    """Renews neighbourhoods of a grid, one after the other, each around other students."""

    def __init__(self, grid: Grid, wanted: Flags, chance: np.random.Generator) -> None:
        """`wanted` (N,): the pairs of a choice that cannot be bettered, though it may not be possible."""
        self.grid, self.wanted, self.chance = grid, wanted, chance
        self.was_seed = np.zeros(len(grid.problem.limit), dtype=bool)

    def step(self) -> bool:
        """Renews around the students who lack most; says whether the timetable got better."""
        return renew(self.grid, self._around(self._seeds()), self.chance)

    def _seeds(self) -> Integers:
        """Those who lack a first or second interview, then those who lack most weight; nobody twice."""
        grid, problem = self.grid, self.grid.problem
        students = len(problem.limit)
        wanted = np.bincount(problem.pair_student[self.wanted], minlength=students) + problem.level
        level = grid.count + problem.level
        lacks = (level < 2) & (wanted > level)
        gain = np.where(self.wanted, problem.pair_weight, 0) - np.where(grid.places != NOWHERE, problem.pair_weight, 0)
        weight = np.bincount(problem.pair_student, weights=gain, minlength=students)
        order = np.lexsort((self.chance.random(students), -weight, ~lacks, self.was_seed))
        seeds = np.asarray(order[:SEEDS])
        self.was_seed[seeds] = True
        return seeds

    def _around(self, seeds: Integers) -> Flags:
        """(S,): the seeds, and of those who sit where the seeds wish to as many as the size of a neighbourhood allows."""
        grid, problem = self.grid, self.grid.problem
        size = np.bincount(problem.pair_student, minlength=len(problem.limit))
        chosen = np.zeros(len(problem.limit), dtype=bool)
        chosen[seeds] = True
        wished = np.zeros(len(problem.capacity), dtype=bool)
        wished[problem.pair_company[chosen[problem.pair_student]]] = True
        scheduled = grid.scheduled()
        holders = np.unique(problem.pair_student[scheduled[wished[problem.pair_company[scheduled]]]])
        holders = self.chance.permutation(holders[~chosen[holders]])
        room = PAIRS - int(size[chosen].sum())
        chosen[holders[np.cumsum(size[holders]) <= room]] = True
        return chosen


def renew(grid: Grid, students: Flags, chance: np.random.Generator) -> bool:
    """Chooses anew for these students, with their seats and the free ones; keeps what was when it is not better."""
    problem = grid.problem
    own = np.flatnonzero(students[problem.pair_student])
    scheduled = own[grid.places[own] != NOWHERE]
    was = grid.places[scheduled]
    before = grid.value()
    grid.remove(scheduled)
    part = _part(grid, students, own)
    options = Options(part)
    selection = Program(options).selection()
    if selection is not None:
        found = place(part, options, selection)
        for slot in range(part.positions // part.sites):
            sweep_slot(found, slot, chance)
        placed = found.scheduled()
        grid.add(own[placed], found.places[placed])
        if grid.value() > before:
            return True
        grid.remove(own[placed])
    grid.add(scheduled, was)
    return False


def _part(grid: Grid, students: Flags, own: Integers) -> Problem:
    """The problem of some students: free seats are all there are, and the students are numbered anew."""
    problem = grid.problem
    number = np.cumsum(students) - 1
    pairs = problem.pair.only(own)
    return replace(
        problem,
        capacity=grid.free.copy(),
        allowed=problem.allowed[students],
        level=problem.level[students],
        limit=problem.limit[students],
        pair=Pairs(number[pairs.student], pairs.company, pairs.weight),
    )
