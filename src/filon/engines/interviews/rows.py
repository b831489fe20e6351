"""Rows of a linear program, collected in columns of numbers: `matrix @ x <= right`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Integers

WIDEST = 60
"""slots of a half-day that a bit set tells apart; the last bit stands for all beyond, and no interval ends before them."""


class Members(NamedTuple):
    """Columns, and for each its owner, its slots as a bit set, and the column of its gate (-1: none)."""

    columns: Integers
    owner: Integers
    mask: Integers
    gate: Integers

    def only(self, chosen: Integers) -> Members:
        """Those at the places given."""
        return Members(self.columns[chosen], self.owner[chosen], self.mask[chosen], self.gate[chosen])


@dataclass
class Rows:
    """The matrix is the sum of its entries."""

    count: int = 0
    rows: list[Integers] = field(default_factory=list)
    columns: list[Integers] = field(default_factory=list)
    values: list[Integers] = field(default_factory=list)
    right: list[Integers] = field(default_factory=list)

    def new(self, right: Integers) -> Integers:
        """Numbers of new rows with these right-hand sides."""
        first, self.count = self.count, self.count + len(right)
        self.right.append(right)
        return np.arange(first, self.count, dtype=np.int64)

    def fill(self, rows: Integers, columns: Integers, value: int | Integers = 1) -> None:
        """Adds coefficients."""
        self.rows.append(rows)
        self.columns.append(columns)
        self.values.append(np.broadcast_to(np.asarray(value, dtype=np.int64), rows.shape))

    def at_most(self, group: Integers, columns: Integers, room: Integers) -> None:
        """Of each group (one for each column), at most its room; rows that say nothing are left out."""
        binding = np.bincount(group, minlength=len(room)) > room
        member = binding[group]
        numbers = np.zeros(len(room), dtype=np.int64)
        numbers[binding] = self.new(room[binding])
        self.fill(numbers[group[member]], columns[member])

    def intervals(self, members: Members, places: Integers, most: Integers) -> None:
        """Hall's condition for every owner and interval of slots; `places` (owners, slots), `most` (owners,) limits every interval.

        A row is left out when a shorter interval holds the same columns: it says at least as much.
        """
        owner, mask = members.owner, members.mask
        slots = places.shape[1]
        ends = [*range(1, min(slots, WIDEST) + 1), *([slots] if slots > WIDEST else [])]
        counts: dict[tuple[int, int], Integers] = {}
        for length in range(1, len(ends) + 1):
            for low in range(len(ends) - length + 1):
                last = low + length
                bits = sum(1 << min(slot, WIDEST) for slot in range(low, min(ends[last - 1], WIDEST + 1)))
                member = np.flatnonzero((mask & ~bits) == 0)
                count = np.bincount(owner[member], minlength=len(places))
                counts[low, last] = count
                shorter = np.maximum(counts[low + 1, last], counts[low, last - 1]) if length > 1 else 0
                room = np.minimum(places[:, low : ends[last - 1]].sum(axis=1), most)
                wanted = (count > room) & (count > shorter)
                self._interval(members.only(member[wanted[owner[member]]]), np.flatnonzero(wanted), room)

    def _interval(self, members: Members, owners: Integers, room: Integers) -> None:
        """One row for each of the owners: its columns are at most its room, or its room times its gate."""
        columns, owner, _, gate = members
        gate_of = np.full(len(room), -1)
        gate_of[owner] = gate
        gated = gate_of[owners] >= 0
        numbers = np.zeros(len(room), dtype=np.int64)
        numbers[owners] = self.new(np.where(gated, 0, room[owners]))
        self.fill(numbers[owner], columns)
        behind = owners[gated]
        self.fill(numbers[behind], gate_of[behind], -room[behind])

    def matrix(self, width: int) -> tuple[sparse.csr_array, Integers]:
        """The matrix and the right-hand side."""
        triple = (np.concatenate(self.values).astype(float), (np.concatenate(self.rows), np.concatenate(self.columns)))
        return sparse.csr_array(triple, shape=(self.count, width)), np.concatenate(self.right)
