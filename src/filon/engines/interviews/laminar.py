"""The whole forum as one flow: how many students can be served, and a first choice of pairs.

Every schedule sends one unit for each interview along student -> (student's slot or half-day) -> pair -> (company's slot or half-day)
-> company. A pair passes through the smallest of the nested sets "one slot", "one half-day", "the forum" that holds all positions it
could take, and that set's capacity is counted. So every schedule is a flow, and what no flow can do no schedule can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.flow import Network

if TYPE_CHECKING:
    from filon.engines.interviews.problem import Flags, Integers, Problem


@dataclass(frozen=True, slots=True)
class Bonus:
    """What a student's first and second interview are worth beside their weight."""

    first: int
    second: int

    @classmethod
    def of(cls, heaviest: int) -> Bonus:
        """A second interview outweighs 2,000 of the heaviest pairs, a first one 200 second ones: exchanges are far shorter than that."""
        second = 2000 * max(1, heaviest)
        return cls(200 * second, second)


@dataclass(frozen=True, slots=True)
class Choice:
    """A solution of the relaxation."""

    pairs: Flags
    """(N,): chosen."""
    with_one: int
    with_two: int
    value: int
    """bonuses of further interviews and their weight together; no flow has more."""


class Relaxation:
    """The flow networks of a problem whose pairs are all possible (`reach.within_reach`)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        shape = problem.pairs, problem.positions // problem.sites, problem.sites
        slots = np.asarray(problem.feasible(np.arange(problem.pairs)).reshape(shape).any(axis=2))
        half_of_slot = problem.half[:: problem.sites]
        self.half = _only(half_of_slot, slots)
        self.slot = _only(np.arange(slots.shape[1]), slots)

    def served(self, each: int) -> int:
        """The most interviews when nobody has more than `each`: a bound on the sum over students of min(interviews, each)."""
        problem = self.problem
        room = np.clip(each - problem.level, 0, problem.limit)
        network, source, sink, _ = self._network(room[:, None], np.zeros((1, 1), dtype=np.int64))
        return network.largest(source, sink) + int(np.minimum(problem.level, each).sum())

    def best(self, bonus: Bonus) -> Choice:
        """Pairs of the largest total of bonuses and weights."""
        problem = self.problem
        network, source, sink, through = self._network(problem.steps(), -np.array([[bonus.first, bonus.second, 0]]))
        amount = min(int(problem.limit.sum()), int(problem.capacity.sum()), problem.pairs)
        network.arcs(np.array([source]), np.array([sink]), np.array([amount]))
        flows, cost = network.cheapest(source, sink, amount)
        chosen = np.asarray(flows[through] > 0)
        count = problem.level + np.bincount(problem.pair_student[chosen], minlength=len(problem.level))
        return Choice(chosen, int((count > 0).sum()), int((count > 1).sum()), -cost)

    def _network(self, steps: Integers, costs: Integers) -> tuple[Network, int, int, slice]:
        """`steps` (S, k): capacities of the arcs source -> student, with their costs."""
        problem, network = self.problem, Network()
        source, sink = network.nodes(2).tolist()
        students = network.nodes(len(problem.limit))
        companies = network.nodes(len(problem.capacity))
        many = np.broadcast_to(students[:, None], steps.shape).ravel()
        network.arcs(np.array([source]), many, steps.ravel(), np.broadcast_to(costs, steps.shape).ravel())
        network.arcs(companies, np.array([sink]), problem.capacity.sum(axis=1))
        leave = self._student_side(network, students[problem.pair_student])
        arrive = self._company_side(network, companies[problem.pair_company])
        through = network.arcs(leave, arrive, np.array([1]), -problem.pair_weight if costs.any() else None)
        return network, source, sink, through

    def _student_side(self, network: Network, root: Integers) -> Integers:
        """The node each pair leaves from; a student has one place in a slot, and as many in a half-day as it has slots for her."""
        problem = self.problem
        free = np.asarray(problem.allowed.reshape(len(problem.limit), -1, problem.sites).any(axis=2), dtype=np.int64)
        return self._nested(network, root, problem.pair_student, free)

    def _company_side(self, network: Network, root: Integers) -> Integers:
        """The node each pair arrives at."""
        problem = self.problem
        seats: Integers = problem.capacity.reshape(len(problem.capacity), -1, problem.sites).sum(axis=2)
        return self._nested(network, root, problem.pair_company, seats, arriving=True)

    def _nested(self, network: Network, root: Integers, owner: Integers, room: Integers, *, arriving: bool = False) -> Integers:
        """Nodes (owner, half-day) and under them (owner, slot), where a pair fits in one; `room` (owners, slots) are their capacities."""
        half_of_slot = self.problem.half[:: self.problem.sites]
        halves = int(half_of_slot.max()) + 1
        by_half = np.zeros((len(room), halves), dtype=np.int64)
        np.add.at(by_half.T, half_of_slot, room.T)
        inner = np.flatnonzero(self.half >= 0)
        node, above, key = _layer(network, owner[inner] * halves + self.half[inner], root[inner])
        entry = root.copy()
        entry[inner] = node
        _join(network, above, by_half.ravel()[key], arriving=arriving)
        deepest = np.flatnonzero(self.slot >= 0)
        node, above, key = _layer(network, owner[deepest] * room.shape[1] + self.slot[deepest], entry[deepest])
        entry[deepest] = node
        _join(network, above, room.ravel()[key], arriving=arriving)
        return entry


def _only(kind: Integers, slots: Flags) -> Integers:
    """(n,): the kind (half-day or slot) that holds all of a pair's slots; -1 when they are spread."""
    low = np.where(slots, kind, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
    high = np.where(slots, kind, -1).max(axis=1, initial=-1)
    return np.where(low == high, low, -1)


def _layer(network: Network, keys: Integers, parents: Integers) -> tuple[Integers, Integers, Integers]:
    """One node for each distinct key: the node of each entry, (node, parent) columns, and the distinct keys."""
    distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    nodes = network.nodes(len(distinct))
    return nodes[inverse], np.stack([nodes, parents[first]]), distinct


def _join(network: Network, above: Integers, room: Integers, *, arriving: bool) -> None:
    nodes, parents = above
    if arriving:
        network.arcs(nodes, parents, room)
    else:
        network.arcs(parents, nodes, room)
