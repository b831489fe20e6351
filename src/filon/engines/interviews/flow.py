"""Minimum-cost flow, as the engine asks for it: columns of arcs in, the flow of each arc out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python import max_flow, min_cost_flow

from filon.engines.interviews.problem import Integers


@dataclass
class Network:
    """Nodes are made by `nodes`; arcs are added in columns. Capacities and costs are integers."""

    size: int = 0
    tails: list[Integers] = field(default_factory=list)
    heads: list[Integers] = field(default_factory=list)
    capacities: list[Integers] = field(default_factory=list)
    costs: list[Integers] = field(default_factory=list)

    def nodes(self, count: int) -> Integers:
        """Numbers of that many new nodes."""
        first, self.size = self.size, self.size + count
        return np.arange(first, self.size, dtype=np.int64)

    def arcs(self, tails: Integers, heads: Integers, capacities: Integers, costs: Integers | None = None) -> slice:
        """Adds arcs tail -> head and says where their flow will stand. Scalars may be given as arrays of one element."""
        tails, heads, capacities, priced = np.broadcast_arrays(tails, heads, capacities, 0 if costs is None else costs)
        first = sum(len(column) for column in self.tails)
        self.tails.append(tails)
        self.heads.append(heads)
        self.capacities.append(capacities)
        self.costs.append(priced)
        return slice(first, first + len(tails))

    def _columns(self) -> tuple[Integers, Integers, Integers, Integers]:
        tails, heads, capacities, costs = (
            np.concatenate([np.asarray(part, dtype=np.int64) for part in column])
            for column in (self.tails, self.heads, self.capacities, self.costs)
        )
        return tails, heads, capacities, costs

    def cheapest(self, source: int, sink: int, amount: int) -> tuple[Integers, int]:
        """Sends `amount` from source to sink at least cost; the flow of each arc, and the cost. The caller makes sure it can pass."""
        tails, heads, capacities, costs = self._columns()
        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
        solver.set_node_supply(source, amount)
        solver.set_node_supply(sink, -amount)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"the flow solver answered {status}")
        return np.asarray(solver.flows(np.arange(len(tails)))), int(solver.optimal_cost())

    def largest(self, source: int, sink: int) -> int:
        """The largest amount that can pass."""
        tails, heads, capacities, _ = self._columns()
        solver = max_flow.SimpleMaxFlow()
        solver.add_arcs_with_capacity(tails, heads, capacities)
        status = solver.solve(source, sink)
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"the flow solver answered {status}")
        return int(solver.optimal_flow())
