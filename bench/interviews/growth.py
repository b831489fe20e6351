"""Time and memory over five sizes, ample seats: who doubles the forum should know what it costs."""

from __future__ import annotations

from collections.abc import Iterable

from bench import report
from bench.interviews.forums import GROWTH
from bench.interviews.results import Result


def table(results: Iterable[Result]) -> str:
    """A line a size, of the runs that the table of all forums shows."""
    head = ("growth: firms × students", "time, s", "CPU, s", "CPU, ms a student", "memory, MB")
    return report.table(head, [_row(result) for result in results if result.forum.name in GROWTH])


def _row(result: Result) -> tuple[str, ...]:
    cost, forum = result.cost, result.forum
    return forum.size, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{1000 * cost.cpu / forum.students:.1f}", f"{cost.megabytes:.0f}"
