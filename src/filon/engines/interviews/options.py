"""The site-aware relaxation: which pair in which half-day on which site, without the hour.

A *cell* is a half-day on a site, numbered `half * sites + site`. An *option* is a pair in a cell where it has a common slot. The inequalities
below hold for every schedule; they are Hall's condition for intervals of slots: the interviews that can only take place within slots
i..j of a cell are no more than the places there, on the student's side and on the company's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Flags, Integers, Problem

WIDEST = 60
"""slots of a half-day that fit in a bit set; a half-day with more is bound by its total only."""


@dataclass
class Rows:
    """Rows of `matrix @ x <= right`, collected in columns."""

    count: int = 0
    rows: list[Integers] = field(default_factory=list)
    columns: list[Integers] = field(default_factory=list)
    values: list[Integers] = field(default_factory=list)
    right: list[Integers] = field(default_factory=list)

    def add(self, right: Integers) -> Integers:
        """Numbers of new rows with these right-hand sides."""
        first, self.count = self.count, self.count + len(right)
        self.right.append(right)
        return np.arange(first, self.count, dtype=np.int64)

    def fill(self, rows: Integers, columns: Integers, value: int | Integers = 1) -> None:
        """Adds coefficients."""
        self.rows.append(rows)
        self.columns.append(columns)
        self.values.append(np.broadcast_to(np.asarray(value, dtype=np.int64), rows.shape))

    def matrix(self, width: int) -> tuple[sparse.csr_array, Integers]:
        """The matrix and the right-hand side."""
        triple = (np.concatenate(self.values).astype(float), (np.concatenate(self.rows), np.concatenate(self.columns)))
        return sparse.csr_array(triple, shape=(self.count, width)), np.concatenate(self.right)


class Options:
    """Columns of the relaxation: options first, then "has one", "has two" of each student, then the gates."""

    def __init__(self, problem: Problem, *, gated: bool) -> None:
        """`gated`: a student spends a half-day's interviews on one site; always so under the half-day rule, a choice under the gap rule."""
        self.problem = problem
        self.is_gated = gated
        self.cell = problem.half * problem.sites + np.arange(problem.positions) % problem.sites
        self.cells = int(self.cell.max()) + 1
        self.within = [np.flatnonzero(self.cell == cell) for cell in range(self.cells)]
        self.masks = self._masks()
        self.pair, self.of_cell = np.nonzero(self.masks)
        self.mask = self.masks[self.pair, self.of_cell]
        self.student = problem.pair_student[self.pair]
        self.company = problem.pair_company[self.pair]
        self.weight = problem.pair_weight[self.pair]
        self.students = len(problem.limit)
        self.gated = self._gates()
        self.rows = Rows()
        self._once()
        self._students()
        self._companies()

    @property
    def count(self) -> int:
        return len(self.pair)

    @property
    def width(self) -> int:
        return self.count + 2 * self.students + len(self.gate_keys)

    def _masks(self) -> Integers:
        """(N, cells): common slots of a pair in a cell, as a bit set."""
        problem = self.problem
        feasible = problem.feasible(np.arange(problem.pairs))
        masks = np.zeros((problem.pairs, self.cells), dtype=np.int64)
        for cell, positions in enumerate(self.within):
            bit = 1 << np.minimum(np.arange(len(positions)), WIDEST)
            masks[:, cell] = np.bitwise_or.reduce(np.where(feasible[:, positions], bit, 0), axis=1)
        return masks

    def _gates(self) -> Integers:
        """(options,): the column of the gate "the student spends the half-day on this site", -1 where she has no choice."""
        keys = self.student * self.cells + self.of_cell
        if not self.is_gated:
            self.gate_keys = np.zeros(0, dtype=np.int64)
            return np.full(len(keys), -1)
        distinct = np.unique(keys)
        halves, count = np.unique(distinct // self.problem.sites, return_counts=True)
        self.gate_keys = distinct[np.isin(distinct // self.problem.sites, halves[count > 1])]
        at = np.searchsorted(self.gate_keys, keys)
        found = np.append(self.gate_keys, -1)[at] == keys
        return np.where(found, self.count + 2 * self.students + at, -1)

    def _once(self) -> None:
        """A pair meets once; a student has her maximum; "has one" and "has two" count; one site a half-day."""
        problem, rows = self.problem, self.rows
        options = np.arange(self.count)
        several = np.bincount(self.pair, minlength=problem.pairs) > 1
        self._grouped(self.pair, several[self.pair], np.ones(problem.pairs, dtype=np.int64))
        self._grouped(self.student, np.ones(self.count, dtype=bool), problem.limit)
        counting = rows.add(np.zeros(self.students, dtype=np.int64))  # settled interviews have their own steps: see Problem.steps
        rows.fill(counting[self.student], options, -1)
        for extra in range(2):
            rows.fill(counting, self.count + extra * self.students + np.arange(self.students))
        gates = self.count + 2 * self.students + np.arange(len(self.gate_keys))
        distinct, inverse = np.unique(self.gate_keys // problem.sites, return_inverse=True)
        rows.fill(rows.add(np.ones(len(distinct), dtype=np.int64))[inverse], gates)
        behind = np.flatnonzero(self.gated >= 0)
        each = rows.add(np.zeros(len(behind), dtype=np.int64))
        rows.fill(each, behind)
        rows.fill(each, self.gated[behind], -1)

    def _grouped(self, group: Integers, chosen: Flags, room: Integers) -> None:
        """One row for each group: its chosen options are at most its room, where that says something."""
        binding = np.bincount(group[chosen], minlength=len(room)) > room
        member = np.flatnonzero(chosen & binding[group])
        numbers = np.zeros(len(room), dtype=np.int64)
        numbers[binding] = self.rows.add(room[binding])
        self.rows.fill(numbers[group[member]], member)

    def _students(self) -> None:
        problem = self.problem
        room = problem.allowed.astype(np.int64)
        if self.is_gated:
            self._intervals(self.student, self.of_cell, self.mask, room, problem.limit, self.gated)
            return
        slots = room.reshape(len(room), -1, problem.sites).max(axis=2)
        by_half = np.repeat(slots, problem.sites, axis=1) * (np.arange(problem.positions) % problem.sites == 0)
        self._intervals(self.student, self.of_cell // problem.sites * problem.sites, self.mask, by_half, problem.limit, np.full(self.count, -1))

    def _companies(self) -> None:
        unlimited = np.full(len(self.problem.capacity), np.iinfo(np.int64).max)
        self._intervals(self.company, self.of_cell, self.mask, self.problem.capacity, unlimited, np.full(self.count, -1))

    def _intervals(self, owner: Integers, cell: Integers, mask: Integers, room: Integers, most: Integers, gated: Integers) -> None:
        """Hall's condition for each owner, cell and interval of slots; `room` (owners, P) are the places, `most` (owners,) their limit."""
        for number in np.unique(cell).tolist():
            inside = np.flatnonzero(cell == number)
            positions = self.within[number]
            places = room[:, positions]
            length = min(len(positions), WIDEST)
            counts: dict[tuple[int, int], Integers] = {}
            for size in range(1, length + 1):
                for low in range(length - size + 1):
                    self._interval(owner[inside], inside, mask[inside], places, most, gated, counts, (low, low + size))

    def _interval(
        self,
        owner: Integers,
        inside: Integers,
        mask: Integers,
        places: Integers,
        most: Integers,
        gated: Integers,
        counts: dict[tuple[int, int], Integers],
        interval: tuple[int, int],
    ) -> None:
        """Only where the interval holds more options than each shorter one: else the shorter row says at least as much."""
        low, high = interval
        bits = (1 << high) - (1 << low)
        member = (mask & ~bits) == 0
        count = np.bincount(owner[member], minlength=len(places))
        counts[interval] = count
        shorter = np.zeros_like(count)
        if high - low > 1:
            shorter = np.maximum(counts[low + 1, high], counts[low, high - 1])
        room = np.minimum(places[:, low:high].sum(axis=1), most)
        has_gate = np.zeros(len(places), dtype=bool)
        has_gate[owner[member]] = gated[inside[member]] >= 0
        wanted = (count > room) & (count > shorter)
        numbers = np.full(len(places), -1)
        numbers[wanted] = self.rows.add(np.where(has_gate, 0, room)[wanted])
        filled = np.flatnonzero(member & wanted[owner])
        self.rows.fill(numbers[owner[filled]], inside[filled])
        gates = np.flatnonzero(wanted & has_gate)
        column = np.zeros(len(places), dtype=np.int64)
        column[owner[member]] = gated[inside[member]]
        self.rows.fill(numbers[gates], column[gates], -room[gates])
