"""`python -m bench.interviews.bounds INSTANCE`: how many students can have one interview, and two, proved apart from the solver.

Two maximum flows (SciPy), no line in common with it; the two figures are printed as a JSON list. Locked interviews stay.

A student sends at most one unit (then two) through her mutual wishes to the seats she could take if they were her only interview. One unit
each is a matching of students with seats, so the first figure is exact; two forget that her interviews must suit each other, so the second
bounds n1 + n2.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from bench.interviews.forums import read
from bench.interviews.rules import Json, Place, is_near, most_of, places_of, seats_of


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

    def seat(self, interviewers: int) -> int:
        """A node for a company at a slot and site."""
        node = self.node()
        self.arc(node, 1, interviewers)
        return node

    def flow(self) -> int:
        """The largest from source to sink."""
        arcs = (np.array(self.capacities, dtype=np.int32), (self.heads, self.tails))
        return int(maximum_flow(csr_array(arcs, shape=(self.nodes, self.nodes)), 0, 1).flow_value)


def served_at_most(instance: Json) -> tuple[int, int]:
    """Most students with one interview, and most of n1 + n2. Locks are not considered."""
    return _network(instance, 1).flow(), _network(instance, 2).flow()


def rescued_at_most(instance: Json, schedule: Json) -> tuple[int, int]:
    """n1 and n1 + n2 at most, when every appointment stays as it is and only free seats are given; n1 is exact.

    The rows of the schedule must be possible. A student with one interview is offered what her two could be, taken apart.
    """
    network, free = Network(), [seats_of(instance, company) for company in range(len(instance["companies"]))]
    own: dict[int, list[list[int]]] = {}
    for row in schedule["interviews"]:
        own.setdefault(row[0], []).append(row)
        free[row[1]][row[2], row[3]] -= 1
    served = [sum(len(rows) >= least for rows in own.values()) for least in (1, 2)]
    seats = [{place: network.seat(count) for place, count in places.items() if count} for places in free]
    once = _with_offers(network, instance, seats, own, most=1)
    twice = _with_offers(network, instance, seats, own, most=2)
    return served[0] + once, sum(served) + twice


def _with_offers(network: Network, instance: Json, seats: list[dict[Place, int]], own: dict[int, list[list[int]]], *, most: int) -> int:
    """The largest flow to students below `most`; the network is left as it was."""
    copy = Network(network.heads[:], network.tails[:], network.capacities[:], network.nodes)
    for number, student in enumerate(instance["students"]):
        rows = own.get(number, [])
        missing = min(most, most_of(instance, student)) - len(rows)
        if missing > 0:
            met = {row[1] for row in rows}
            wishes = [wish for wish in student["wishes"] if wish[0] not in met]
            places = {place for place in places_of(instance, student) if all(_suit(instance, place, (row[2], row[3])) for row in rows)}
            _add_student(copy, {**student, "wishes": wishes}, places, seats, missing)
    return copy.flow()


def _suit(instance: Json, one: Place, other: Place) -> bool:
    return one[0] != other[0] and (one[1] == other[1] or not is_near(instance, one[0], other[0]))


def _network(instance: Json, most: int) -> Network:
    network = Network()
    every = [seats_of(instance, company) for company in range(len(instance["companies"]))]
    seats = [{place: network.seat(count) for place, count in places.items()} for places in every]
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


if __name__ == "__main__":
    forum = read(Path(sys.argv[1]))
    print(json.dumps(rescued_at_most(forum, {"interviews": forum.get("locked", [])})))
