"""Quality against time on one forum: what each way had reached at which second, drawn."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from bench.interviews.chart import Line, Panel, drawn
from bench.interviews.forums import SHIPPED
from bench.interviews.processes import completed, run
from bench.interviews.results import judged

Json: TypeAlias = Any
Step: TypeAlias = tuple[float, int, int, int]
"""seconds, n1, n2, weight."""
FIRST, LAST = 0.1, 60.0
"""seconds on the axis; the single model gets all of them."""
TITLES = ("n1, students with an interview", "n2, with two", "weight of the wishes")


def picture(name: str) -> str:
    """SVG of a shipped forum."""
    path = SHIPPED / f"{name}.json.gz"
    print(f"{name} against time …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="filon-interviews-") as folder:
        bounds, ours = _ours(path, Path(folder))
        lines = {
            "Filon": ours,
            "first come, first served": _first_come(path, Path(folder)),
            "one model for all (CP-SAT)": _single_model(path, Path(folder)),
        }
    panels = [
        Panel(f"{title} (of {bound:,})", [Line(label, _percent(steps, goal, bound)) for label, steps in lines.items()])
        for goal, (title, bound) in enumerate(zip(TITLES, bounds, strict=True), start=1)
    ]
    return drawn(f"{name}: what was reached, in percent of its bound, against time", panels, first=FIRST, last=LAST)


def _percent(steps: Sequence[Step], goal: int, bound: int) -> list[tuple[float, float]]:
    return [(step[0], 100 * step[goal] / bound) for step in steps]


def _ours(path: Path, folder: Path) -> tuple[list[int], list[Step]]:
    """The bounds, and the steps from the start of the process on."""
    out = folder / "trace.json"
    completed(["-m", "bench.interviews.tracing", path, out])
    traced: Json = json.loads(out.read_text())
    return traced["bounds"], [tuple(step) for step in traced["steps"]]


def _first_come(path: Path, folder: Path) -> list[Step]:
    out = folder / "first_come.json"
    cost = completed(["-m", "bench.interviews.baseline", path, out])
    reached = judged(path, out)
    return [(cost.wall, reached.n1, reached.n2, reached.weight)]


def _single_model(path: Path, folder: Path) -> list[Step]:
    trace = folder / "trace"
    trace.touch()
    run(["-m", "bench.interviews.single_model", path, folder / "single.json", trace, LAST], longest=LAST + 20)
    return [tuple(json.loads(line)) for line in trace.read_text().splitlines()]
