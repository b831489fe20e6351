"""Time and memory over five sizes, ample seats: who doubles the forum should know what it costs."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import report
from bench.interviews.forums import Forum
from bench.interviews.processes import Run, completed
from bench.interviews.results import file_of, judged


def table_of(forums: Sequence[Forum]) -> str:
    """A line a size."""
    head = ("growth: firms × students", "time, s", "CPU, s", "CPU, ms a student", "memory, MB")
    return report.table(head, [_row(forum, measured(forum)) for forum in forums])


def measured(forum: Forum) -> Run:
    """Solving it, in a process of its own. Raises RuntimeError when the schedule is not possible."""
    print(f"{forum.name} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="filon-interviews-") as folder:
        path, out = file_of(forum, Path(folder)), Path(folder) / "schedule.json"
        cost = completed(["-m", "filon", "interviews", "solve", path, "--out", out, "--seed", 1])
        judged(path, out)
    return cost


def _row(forum: Forum, cost: Run) -> tuple[str, ...]:
    return forum.size, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{1000 * cost.cpu / forum.students:.1f}", f"{cost.megabytes:.0f}"
