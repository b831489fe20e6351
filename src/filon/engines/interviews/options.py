"""The site-aware relaxation: which pair in which half-day on which site, without the hour.

A *cell* is a half-day on a site, numbered `half * sites + site`. An *option* is a pair in a cell where it has a common slot. Every schedule
is a solution of the inequalities below, its options being 1:

* a pair meets once; a student keeps her maximum; "has one" and "has two" are at most the number of her interviews;
* Hall's condition: the interviews that can only take place within some slots of a cell are no more than the places there, on the
  student's side and on the company's;
* a *gate* is 1 when the student has interviews in the cell. The gates of a half-day are at most one together, unless she has the time to
  change site in it: then *mixed* may be 1, and she has at most as many interviews as such a half-day allows (`mixing`);
* two interviews on different sites of one half-day that exclude each other at every hour are at most one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.mixing import mixed_limits
from filon.engines.interviews.rows import WIDEST, Members, Rows

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Integers, Problem


class Options:
    """Columns: options, "has one" and "has two" of each student, gates, mixed half-days."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cell = problem.half * problem.sites + np.arange(problem.positions) % problem.sites
        self.cells = int(self.cell.max()) + 1
        self.within = [np.flatnonzero(self.cell == cell) for cell in range(self.cells)]
        masks = self._masks()
        self.pair, self.of_cell = np.nonzero(masks)
        self.mask = masks[self.pair, self.of_cell]
        self.half = self.of_cell // problem.sites
        self.student = problem.pair_student[self.pair]
        self.company = problem.pair_company[self.pair]
        self.weight = problem.pair_weight[self.pair]
        self.count, self.students = len(self.pair), len(problem.limit)
        self._columns()
        self.rows = Rows()
        self._counts()
        self._sites()
        self._hours()

    def _masks(self) -> Integers:
        """(N, cells): common slots of a pair in a cell, as a bit set."""
        problem = self.problem
        feasible = problem.feasible(np.arange(problem.pairs))
        masks = np.zeros((problem.pairs, self.cells), dtype=np.int64)
        for cell, positions in enumerate(self.within):
            bit = 1 << np.minimum(np.arange(len(positions)), WIDEST)
            masks[:, cell] = np.bitwise_or.reduce(np.where(feasible[:, positions], bit, 0), axis=1)
        return masks

    def _columns(self) -> None:
        """Gates where a student has options on several sites of a half-day; mixed where she can change site there."""
        sites = self.problem.sites
        halves = self.cells // sites
        keys = self.student * self.cells + self.of_cell
        distinct = np.unique(keys)
        several, count = np.unique(distinct // sites, return_counts=True)
        several = several[count > 1]
        self.gate_keys = distinct[np.isin(distinct // sites, several)]
        self.limits = mixed_limits(self.problem)
        self.mixed_keys = several[self.limits[several // halves, several % halves] > 1]
        gates = self.count + 2 * self.students
        self.gate = _column_of(keys, self.gate_keys, gates)
        """(options,): its gate, -1 where there is none."""
        self.mixed = _column_of(keys // sites, self.mixed_keys, gates + len(self.gate_keys))
        """(options,): the column of its half-day, -1 where she cannot change site."""
        self.width = gates + len(self.gate_keys) + len(self.mixed_keys)
        self.owner = np.concatenate(
            [self.student, np.tile(np.arange(self.students), 2), self.gate_keys // self.cells, self.mixed_keys // halves]
        )
        """(width,): the student of each column."""

    def _counts(self) -> None:
        problem, rows = self.problem, self.rows
        rows.at_most(self.pair, np.arange(self.count), np.ones(problem.pairs, dtype=np.int64))
        rows.at_most(self.student, np.arange(self.count), problem.limit)
        counting = rows.new(np.zeros(self.students, dtype=np.int64))
        rows.fill(counting[self.student], np.arange(self.count), -1)
        for extra in range(2):
            rows.fill(counting, self.count + extra * self.students + np.arange(self.students))

    def _sites(self) -> None:
        """Gates are open for what passes; those of a half-day exclude each other, or it is mixed."""
        problem, rows = self.problem, self.rows
        behind = np.flatnonzero(self.gate >= 0)
        each = rows.new(np.zeros(len(behind), dtype=np.int64))
        rows.fill(each, behind)
        rows.fill(each, self.gate[behind], -1)
        halves, of_gate = np.unique(self.gate_keys // problem.sites, return_inverse=True)
        exclusive = rows.new(np.ones(len(halves), dtype=np.int64))
        rows.fill(exclusive[of_gate], self.count + 2 * self.students + np.arange(len(self.gate_keys)))
        mixed = self.count + 2 * self.students + len(self.gate_keys) + np.arange(len(self.mixed_keys))
        rows.fill(exclusive[np.searchsorted(halves, self.mixed_keys)], mixed, 1 - problem.sites)
        self._mixed_limits(mixed)
        self._exclusions()

    def _mixed_limits(self, mixed: Integers) -> None:
        """In a half-day: at most as many interviews as one site allows, or, when it is mixed, as a change of site allows."""
        problem, sites = self.problem, self.problem.sites
        halves = self.cells // sites
        student, half = self.mixed_keys // halves, self.mixed_keys % halves
        one_site = np.zeros((self.students, halves), dtype=np.int64)
        for cell, positions in enumerate(self.within):
            one_site[:, cell // sites] = np.maximum(one_site[:, cell // sites], problem.allowed[:, positions].sum(axis=1))
        most = np.minimum(one_site[student, half], problem.limit[student])
        limit = self.rows.new(most)
        inside = np.flatnonzero(self.mixed >= 0)
        self.rows.fill(limit[self.mixed[inside] - (mixed[0] if len(mixed) else 0)], inside)
        self.rows.fill(limit, mixed, most - np.minimum(self.limits[student, half], most))

    def _exclusions(self) -> None:
        """Pairs of options of a mixed half-day on different sites, no hour of the one without conflict with some hour of the other."""
        inside = np.flatnonzero(self.mixed >= 0)
        inside = inside[np.argsort(self.mixed[inside], kind="stable")]
        ends = np.flatnonzero(np.diff(self.mixed[inside], append=-1))
        apart: dict[tuple[int, int, int, int], bool] = {}
        found: list[tuple[int, int]] = []
        start = 0
        for end in (ends + 1).tolist():
            group = inside[start:end].tolist()
            start = end
            for place, one in enumerate(group):
                found.extend((one, other) for other in group[:place] if self._are_apart(one, other, apart))
        pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
        rows = self.rows.new(np.ones(len(pairs), dtype=np.int64))
        self.rows.fill(rows, pairs[:, 0])
        self.rows.fill(rows, pairs[:, 1])

    def _are_apart(self, one: int, other: int, apart: dict[tuple[int, int, int, int], bool]) -> bool:
        cell, beside = int(self.of_cell[one]), int(self.of_cell[other])
        if cell == beside or self.pair[one] == self.pair[other]:
            return False
        key = cell, int(self.mask[one]), beside, int(self.mask[other])
        if key not in apart:
            here, there = self._slots(cell, key[1]), self._slots(beside, key[3])
            apart[key] = bool(self.problem.conflict[np.ix_(here, there)].all())
        return apart[key]

    def _slots(self, cell: int, mask: int) -> Integers:
        """Positions of a bit set of a cell."""
        positions = self.within[cell]
        return positions[(mask >> np.minimum(np.arange(len(positions)), WIDEST)) & 1 > 0]

    def _hours(self) -> None:
        """Hall's condition: in each cell for student and company, and over the sites of a mixed half-day for the student."""
        problem, sites = self.problem, self.problem.sites
        places = [problem.allowed[:, positions].astype(np.int64) for positions in self.within]
        seats = [problem.capacity[:, positions] for positions in self.within]
        no_limit = np.full(len(problem.capacity), np.iinfo(np.int64).max)
        every, no_gate = np.arange(self.count), np.full(self.count, -1)
        of_student = Members(every, self.student, self.mask, self.gate)
        of_company = Members(every, self.company, self.mask, no_gate)
        on_any_site = Members(every, self.student, self.mask, no_gate)
        for cell in range(self.cells):
            inside = np.flatnonzero(self.of_cell == cell)
            self.rows.hall(of_student.only(inside), places[cell], problem.limit)
            self.rows.hall(of_company.only(inside), seats[cell], no_limit)
        for half in range(self.cells // sites):
            inside = np.flatnonzero((self.mixed >= 0) & (self.half == half))
            anywhere = np.maximum.reduce(places[half * sites : (half + 1) * sites])
            self.rows.hall(on_any_site.only(inside), anywhere, problem.limit)


def _column_of(keys: Integers, known: Integers, first: int) -> Integers:
    """(n,): first + place of the key among the known (sorted), -1 where it is not known."""
    at = np.searchsorted(known, keys)
    return np.where(np.append(known, -1)[at] == keys, first + at, -1)
