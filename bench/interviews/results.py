"""One forum, measured: what the solver reached and claims, what an independent judge says of it, and what the others reach."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bench.interviews.forums import SHIPPED, Forum
from bench.interviews.processes import Run, completed, run

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Reached:
    """As the checker counts it."""

    n1: int
    n2: int
    weight: int
    idle_slots: int


@dataclass(frozen=True, slots=True)
class Result:
    """`served_at_most` are our own bounds, of n1 and of n1 + n2; `report` is what the solver says of itself."""

    forum: Forum
    reached: Reached
    report: Json
    cost: Run
    served_at_most: tuple[int, int]
    first_come: Reached
    single_model: Reached | None
    proven: int | None = None
    """a bound of the weight that took more memory than the solver may have (`proving`)."""

    @property
    def n1_bound(self) -> int:
        """The better of the solver's and ours."""
        return min(self.served_at_most[0], self.reported("with_one"))

    @property
    def n2_bound(self) -> int:
        """Where n1 is what was reached."""
        return min(self.served_at_most[1] - self.reached.n1, self.reported("with_two"))

    @property
    def weight_bound(self) -> int:
        """Where n1 and n2 are what was reached."""
        return min(self.reported("weight"), self.proven) if self.proven else self.reported("weight")

    @property
    def weight_share(self) -> float:
        """Of the bound; 1 when there is nothing to reach."""
        return self.reached.weight / self.weight_bound if self.weight_bound else 1.0

    @property
    def idle_per_student(self) -> float:
        return self.reached.idle_slots / self.forum.students

    def reported(self, goal: str) -> int:
        """A bound the solver claims."""
        return int(self.report["bounds"][goal])

    def missed(self) -> Iterator[str]:
        """What is asked of this forum and was not reached, a sentence each."""
        target, name = self.forum.target, self.forum.name
        if self.reached.n1 != self.n1_bound:
            yield f"{name}: n1 {self.reached.n1}, bound {self.n1_bound}"
        least = self.n2_bound - (target.n2_missing or 0) if target.n2_share is None else target.n2_share * self.n2_bound
        if self.reached.n2 < least:
            yield f"{name}: n2 {self.reached.n2}, at least {least:.0f}"
        if self.weight_share < target.weight_share:
            yield f"{name}: weight {self.weight_share:.3%} of its bound, at least {target.weight_share:.1%}"
        measured = {
            "s": (min(self.cost.wall, self.cost.cpu), target.seconds),
            "s to the first schedule": (self.cost.first, target.first_seconds),
            "MB": (self.cost.megabytes, target.megabytes),
            "idle slots a student": (self.idle_per_student, target.idle_per_student),
        }
        yield from (f"{name}: {value:.2f} {what}, at most {most}" for what, (value, most) in measured.items() if most and value > most)


def results_of(forum: Forum, path: Path, folder: Path) -> Result:
    """Raises RuntimeError when a schedule is not possible or a command fails. The schedule is left in the folder."""
    out, report = folder / "schedule.json", folder / "report.json"
    cost = completed(["-m", "filon", "interviews", "solve", path, "--out", out, "--report", report, "--seed", 1], waited_for=out)
    reached, told = judged(path, out), json.loads(report.read_text())
    first_come = folder / "first_come.json"
    completed(["-m", "bench.interviews.baseline", path, first_come])
    return Result(
        forum=forum,
        reached=reached,
        report=told,
        cost=cost,
        served_at_most=tuple(json.loads(completed(["-m", "bench.interviews.bounds", path]).out)),
        first_come=judged(path, first_come),
        single_model=_single_model(forum, path, folder) if forum.has_single_model else None,
        proven=_proven(path, reached) if forum.part == "large" and _leaves_doubt(forum, reached, told) else None,
    )


def _single_model(forum: Forum, path: Path, folder: Path) -> Reached | None:
    single, seconds = folder / "single.json", forum.target.seconds
    run(["-m", "bench.interviews.single_model", path, single, folder / "trace", seconds], longest=seconds + 5)
    return judged(path, single) if single.exists() else None


def _leaves_doubt(forum: Forum, reached: Reached, told: Json) -> bool:
    """Is what was reached less than the asked share of what the solver proved?"""
    return bool(reached.weight < forum.target.weight_share * told["bounds"]["weight"])


def _proven(path: Path, reached: Reached) -> int:
    return int(completed(["-m", "bench.interviews.proving", path, reached.n1, reached.n2]).out)


def file_of(forum: Forum, folder: Path) -> Path:
    """Shipped, or drawn into the folder."""
    if forum.family is None:
        return SHIPPED / f"{forum.name}.json.gz"
    path = folder / "forum.json.gz"
    completed(forum.words(path))
    return path


def judged(path: Path, schedule: Path) -> Reached:
    """Raises RuntimeError with the conflicts when there are any."""
    scores = json.loads(completed(["-m", "filon", "interviews", "check", path, schedule, "--json"]).out)["scores"]
    return Reached(scores["with_one"], scores["with_two"], scores["weight"], scores["idle_slots"])
