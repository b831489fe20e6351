"""The whole forum as one flow: how many students can be served, and a first choice of pairs.

Every schedule sends one unit for each interview along student -> (her day, half-day, .. hour) -> pair -> (the company's hour, .. day) ->
company. A pair passes through every set of a nested family (`nesting`) that holds all positions it could take, and the room there, her
free slots or the company's seats, is counted. So every schedule is a flow, and what no flow can do no schedule can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.flow import Network
from filon.engines.interviews.nesting import Nesting

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
        self.nesting = Nesting(problem)

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
        leave = self._nested(network, students, problem.pair_student, self.nesting.room_of_students(), is_student=True)
        arrive = self._nested(network, companies, problem.pair_company, self.nesting.room_of_companies(), is_student=False)
        through = network.arcs(leave, arrive, np.array([1]), -problem.pair_weight if costs.any() else None)
        return network, source, sink, through

    def _nested(self, network: Network, roots: Integers, owner: Integers, room: list[Integers], *, is_student: bool) -> Integers:
        """(N,): the node at which each pair leaves its student or reaches its company.

        `room` (owners, sets) for each level. A set gets a node where more pairs than its room lie in it: elsewhere it says nothing.
        """
        entry = roots[owner]
        for held, space in zip(self.nesting.holding, room, strict=True):
            inside = np.flatnonzero(held >= 0)
            keys, first, inverse, count = np.unique(
                owner[inside] * space.shape[1] + held[inside], return_index=True, return_inverse=True, return_counts=True
            )
            is_tight = count > space.ravel()[keys]
            nodes = np.zeros(len(keys), dtype=np.int64)
            nodes[is_tight] = network.nodes(int(is_tight.sum()))
            above, below = entry[inside[first[is_tight]]], nodes[is_tight]
            tails, heads = (above, below) if is_student else (below, above)
            network.arcs(tails, heads, space.ravel()[keys[is_tight]])
            moving = is_tight[inverse]
            entry[inside[moving]] = nodes[inverse[moving]]
        return entry
