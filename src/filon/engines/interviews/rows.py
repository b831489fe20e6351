"""Rows of a linear program, collected in columns of numbers: `matrix @ x <= right`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Integers

WIDEST = 60
"""slots of a half-day that a bit set tells apart; the last bit stands for all beyond."""
MOST_UNIONS = 200
"""for one owner in one half-day; a condition that is left out makes the bound larger, never wrong."""


@lru_cache(maxsize=100_000)
def unions(masks: tuple[int, ...]) -> tuple[int, ...]:
    """Unions of bit sets, the sets themselves first, at most `MOST_UNIONS` of them besides the union of all."""
    found = dict.fromkeys(masks)
    for union in list(masks):
        for other in list(found):
            if len(found) >= len(masks) + MOST_UNIONS:
                break
            found.setdefault(union | other)
    found.setdefault(reduce(or_, masks))
    return tuple(found)


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

    def hall(self, members: Members, places: Integers, most: Integers) -> None:
        """Hall's condition for every owner: the members that fit only within a set of slots are no more than the places there.

        `places` (owners, slots), `most` (owners,) limits every set. Sets that matter are unions of the members' own slots.
        """
        order = np.argsort(members.owner, kind="stable")
        members = members.only(order)
        owners, starts = np.unique(members.owner, return_index=True)
        ends = np.append(starts, len(order))[1:]
        bit = np.left_shift(1, np.minimum(np.arange(places.shape[1]), WIDEST))
        crowded = np.flatnonzero(ends - starts > _least_room(members, starts, bit, places, most))
        for owner, low, high in zip(owners[crowded].tolist(), starts[crowded].tolist(), ends[crowded].tolist(), strict=True):
            mask = members.mask[low:high]
            kinds = Counter(mask.tolist())
            known, count = np.array(list(kinds), dtype=np.int64), np.array(list(kinds.values()), dtype=np.int64)
            sets = np.array(unions(tuple(sorted(kinds))), dtype=np.int64)[:, None]
            room = np.minimum((sets & bit > 0) @ places[owner], most[owner])
            for tight in np.flatnonzero((known & ~sets == 0) @ count > room).tolist():
                self._condition(members.only(low + np.flatnonzero(mask & ~sets[tight] == 0)), int(room[tight]))

    def _condition(self, members: Members, room: int) -> None:
        """The members are at most the room, or the room times their gate."""
        gate = int(members.gate[0])
        row = self.new(np.array([room if gate < 0 else 0]))
        self.fill(np.repeat(row, len(members.columns)), members.columns)
        if gate >= 0:
            self.fill(row, np.array([gate]), -room)

    def matrix(self, width: int) -> tuple[sparse.csr_array, Integers]:
        """The matrix and the right-hand side."""
        triple = (np.concatenate(self.values).astype(float), (np.concatenate(self.rows), np.concatenate(self.columns)))
        return sparse.csr_array(triple, shape=(self.count, width)), np.concatenate(self.right)


def _least_room(members: Members, starts: Integers, bit: Integers, places: Integers, most: Integers) -> Integers:
    """(owners,): the least room of one member's own slots. A union has no less, so nothing binds an owner with no more members."""
    if not len(starts):
        return starts
    room = ((members.mask[:, None] & bit > 0) * places[members.owner]).sum(axis=1)
    return np.asarray(np.minimum.reduceat(np.minimum(room, most[members.owner]), starts))
