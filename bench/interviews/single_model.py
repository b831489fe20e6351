"""`python -m bench.interviews.single_model INSTANCE OUT TRACE SECONDS`: everything in one CP-SAT model, what one writes first.

A variable for each interview that is possible alone; seats, slots, wishes and sites as constraints; the goals in one sum with weights
that keep their order. Building the model is part of the time. OUT is written only if a schedule was found; TRACE gets a line for each
better one. It gives up where it would take more than MOST_MEMORY.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from ortools.sat.python import cp_model

from bench.interviews.forums import read
from bench.interviews.rules import Json, Place, is_near, most_of, places_of, seats_of, worth_of

Meeting: TypeAlias = tuple[int, int, int, int]
Variables: TypeAlias = "list[cp_model.IntVar]"
MOST_MEMORY = 6_000_000_000
"""bytes of address space."""


class SingleModel:
    """Variables by (student, company, slot, site), with the points of each; `served` are flags: has one, has two."""

    def __init__(self, instance: Json) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.seats = [seats_of(instance, company) for company in range(len(instance["companies"]))]
        self.meets: dict[Meeting, cp_model.IntVar] = {}
        self.points: list[int] = []
        self.served: tuple[Variables, Variables] = ([], [])
        for number, student in enumerate(instance["students"]):
            self._constrain(student, self._variables(number, student))
        self._share_the_seats()
        self._aim()

    def _variables(self, number: int, student: Json) -> dict[Meeting, cp_model.IntVar]:
        places, own = set(places_of(self.instance, student)), {}
        for rank, (company, rating) in enumerate(student["wishes"]):
            for slot, site in sorted(places & self.seats[company].keys()) if rating else ():
                own[number, company, slot, site] = self.model.new_bool_var("")
                self.points.append(worth_of(self.instance, rank, rating))
        self.meets |= own
        return own

    def _constrain(self, student: Json, own: dict[Meeting, cp_model.IntVar]) -> None:
        """One interview at a time, one with each company, no more than she may have, on sites that she can reach."""
        everything = list(own.values())
        for group in (*_grouped(own, by=(1,)).values(), *_grouped(own, by=(2,)).values()):
            self.model.add_at_most_one(group)
        self.model.add(sum(everything) <= most_of(self.instance, student))
        self._keep_sites_apart(own)
        for least, flags in enumerate(self.served, start=1):
            flags.append(self.model.new_bool_var(""))
            self.model.add(sum(everything) >= least).only_enforce_if(flags[-1])

    def _keep_sites_apart(self, own: dict[Meeting, cp_model.IntVar]) -> None:
        """A flag says where she is: in a half-day, or under the gap rule in a slot; two that are too near exclude each other."""
        by_half = self.instance["rules"]["site_rule"] == "half_day"
        flags: dict[Place, cp_model.IntVar] = {}
        for (_student, _company, slot, site), variable in own.items():
            place = (self._first_of_half(slot) if by_half else slot, site)
            if place not in flags:
                flags[place] = self.model.new_bool_var("")
            self.model.add_implication(variable, flags[place])
        for one, other in combinations(sorted(flags), 2):
            if one[1] != other[1] and is_near(self.instance, one[0], other[0]):
                self.model.add_bool_or(flags[one].negated(), flags[other].negated())

    def _first_of_half(self, slot: int) -> int:
        half = [(each["day"], each["half"]) for each in self.instance["slots"]]
        return half.index(half[slot])

    def _share_the_seats(self) -> None:
        for (company, slot, site), variables in _grouped(self.meets, by=(1, 2, 3)).items():
            self.model.add(sum(variables) <= self.seats[company][slot, site])

    def _aim(self) -> None:
        """One student more outweighs every second interview, and that many points; the factors keep the sum within 63 bits."""
        second = 2000 * max(self.points, default=1)
        first = 200 * second
        variables = [*self.served[0], *self.served[1], *self.meets.values()]
        weights = [first] * len(self.served[0]) + [second] * len(self.served[1]) + self.points
        self.model.maximize(cp_model.LinearExpr.weighted_sum(variables, weights))


def _grouped(meetings: dict[Meeting, cp_model.IntVar], *, by: tuple[int, ...]) -> dict[tuple[int, ...], Variables]:
    groups: dict[tuple[int, ...], Variables] = defaultdict(list)
    for meeting, variable in meetings.items():
        groups[tuple(meeting[place] for place in by)].append(variable)
    return groups


class Trace(cp_model.CpSolverSolutionCallback):
    """Writes a line for each better schedule: seconds since the start, n1, n2, weight."""

    def __init__(self, whole: SingleModel, began: float, path: Path) -> None:
        super().__init__()
        self.whole, self.began, self.path = whole, began, path

    def on_solution_callback(self) -> None:
        n1, n2 = (sum(self.value(flag) for flag in flags) for flags in self.whole.served)
        taken = (self.value(variable) for variable in self.whole.meets.values())
        weight = sum(points for points, is_taken in zip(self.whole.points, taken, strict=True) if is_taken)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([time.perf_counter() - self.began, n1, n2, weight]) + "\n")


def main(instance: Path, out: Path, trace: Path, seconds: float) -> None:
    began = time.perf_counter()
    whole = SingleModel(read(instance))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (time.perf_counter() - began))
    status = solver.solve(whole.model, Trace(whole, began, trace))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        out.write_text(json.dumps({"interviews": _rows(whole, solver)}))


def _rows(whole: SingleModel, solver: cp_model.CpSolver) -> list[list[int]]:
    """Interviewers are numbered as their students come."""
    rows, numbers = [], defaultdict(int)
    for (student, company, slot, site), variable in whole.meets.items():
        if solver.boolean_value(variable):
            rows.append([student, company, slot, site, numbers[company, slot, site]])
            numbers[company, slot, site] += 1
    return rows


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]))
