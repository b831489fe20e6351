"""`python -m bench.interviews.bounds INSTANCE`: how many students can have one interview, and two, proved apart from the solver.

Two maximum flows (SciPy), no line in common with it; the two figures are printed as a JSON list.

A student sends at most one unit (then two) through her mutual wishes to the seats she could take if they were her only interview. One unit
each is a matching of students with seats, so the first figure is exact; two forget that her interviews must suit each other, so the second
bounds n1 + n2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from bench.interviews.forums import read
from bench.interviews.rules import Json, Place, most_of, places_of, seats_of


@dataclass
class Network:
    """Arcs with capacities; nodes are numbered as they are named."""

    heads: list[int] = field(default_factory=list)
    tails: list[int] = field(default_factory=list)
    capacities: list[int] = field(default_factory=list)
    nodes: int = 2
    """0 is the source, 1 the sink."""

    def node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def arc(self, head: int, tail: int, capacity: int) -> None:
        self.heads.append(head)
        self.tails.append(tail)
        self.capacities.append(capacity)

    def flow(self) -> int:
        """The largest from source to sink."""
        arcs = (np.array(self.capacities, dtype=np.int32), (self.heads, self.tails))
        return int(maximum_flow(csr_array(arcs, shape=(self.nodes, self.nodes)), 0, 1).flow_value)


def served_at_most(instance: Json) -> tuple[int, int]:
    """Most students with one interview, and most of n1 + n2. Locks are not considered."""
    return _network(instance, 1).flow(), _network(instance, 2).flow()


def _network(instance: Json, most: int) -> Network:
    network = Network()
    seats = [dict(_seats(instance, company, network)) for company in range(len(instance["companies"]))]
    comings: dict[tuple[Any, ...], set[Place]] = {}
    for student in instance["students"]:
        timetable = (student["home"], tuple(student["busy"]), tuple(student["away"]))
        if timetable not in comings:
            comings[timetable] = set(places_of(instance, student))
        _add_student(network, student, comings[timetable], seats, min(most, most_of(instance, student)))
    return network


def _add_student(network: Network, student: Json, places: set[Place], seats: list[dict[Place, int]], most: int) -> None:
    own = network.node()
    network.arc(0, own, most)
    for company in (company for company, rating in student["wishes"] if rating):
        wish = network.node()
        network.arc(own, wish, 1)
        for place in places & seats[company].keys():
            network.arc(wish, seats[company][place], 1)


def _seats(instance: Json, company: int, network: Network) -> Iterator[tuple[Place, int]]:
    """A node for each slot and site where the company has people, its arc to the sink as wide as they are many."""
    for place, count in seats_of(instance, company).items():
        node = network.node()
        network.arc(node, 1, count)
        yield place, node


if __name__ == "__main__":
    print(json.dumps(served_at_most(read(Path(sys.argv[1])))))
