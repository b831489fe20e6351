"""What a repair takes with the timetable in memory, and what it leaves to be wished: events on forums of three sizes."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from bench import report
from bench.interviews.forums import FORUMS, Forum
from bench.interviews.processes import completed
from bench.interviews.results import file_of

Json: TypeAlias = Any
MODES = {"free": "free seats only", "displace": "may displace"}


@dataclass(frozen=True, slots=True)
class Morning:
    """`milliseconds`: a repair may take so many."""

    forum: Forum
    events: int
    milliseconds: int


Judged: TypeAlias = tuple[Morning, str, list[Json]]
"""the mode, and the events as `morning` judged them."""


def mornings(*, is_quick: bool) -> Iterator[Morning]:
    """The judging of a large forum takes far longer than its repairs, hence few events there."""
    named = {forum.name: forum for forum in FORUMS}
    yield Morning(named["S1"], 80, 100)
    if not is_quick:
        yield Morning(named["S1gap"], 80, 100)
        yield Morning(named["region, ample"], 12, 100)
        yield Morning(named["country, ample"], 4, 500)


def results(*, is_quick: bool) -> list[Judged]:
    """For each morning and mode, its events."""
    found = []
    for morning in mornings(is_quick=is_quick):
        print(f"repairs of {morning.forum.name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="filon-interviews-") as folder:
            path, schedule, out = file_of(morning.forum, Path(folder)), Path(folder) / "schedule.json", Path(folder) / "events.json"
            completed(["-m", "filon", "interviews", "solve", path, "--out", schedule, "--seed", 1])
            for mode in MODES:
                completed(["-m", "bench.interviews.morning", path, schedule, out, morning.events, mode])
                found.append((morning, mode, json.loads(out.read_text())))
    return found


def table(found: list[Judged]) -> str:
    """A line for each forum, mode and kind of event."""
    head = ("repairs", "event", "events", "ms, median", "ms, most", "may take, ms", "lost", "new", "moved", "displaced / rescued")
    worst = ("n1 missing, most", "n2 missing, most")
    return report.table((*head, *worst), [row for morning, mode, events in found for row in _rows(morning, mode, events)])


def _rows(morning: Morning, mode: str, events: list[Json]) -> Iterator[tuple[str, ...]]:
    for kind in dict.fromkeys(event["kind"] for event in events):
        own = [event for event in events if event["kind"] == kind]
        yield (
            f"{morning.forum.name}, {MODES[mode]}",
            kind,
            str(len(own)),
            f"{median(event['milliseconds'] for event in own):.1f}",
            f"{max(event['milliseconds'] for event in own):.1f}",
            str(morning.milliseconds),
            *(str(sum(event[what] for event in own)) for what in ("lost", "added", "moved")),
            f"{sum(event['displaced'] for event in own)} / {sum(event['rescued'] for event in own)}",
            *(str(max(event[what] for event in own)) for what in ("n1_missing", "n2_missing")),
        )


def missed(found: list[Judged]) -> Iterator[str]:
    """What is asked of a repair and was not reached, a sentence each."""
    for morning, mode, events in found:
        name = f"repairs of {morning.forum.name}, {MODES[mode]}"
        for event in events:
            if event["milliseconds"] > morning.milliseconds:
                yield f"{name}: {event['kind']} took {event['milliseconds']:.0f} ms, at most {morning.milliseconds}"
            if event["moved"]:
                yield f"{name}: {event['kind']} moved {event['moved']} appointments"
            if event["displaced"] > (event["rescued"] if mode == "displace" else 0):
                yield f"{name}: {event['kind']} displaced {event['displaced']} for {event['rescued']}"
            if event["n1_missing"] or event["n2_missing"] > 2:
                yield f"{name}: {event['kind']} leaves n1 {event['n1_missing']} and n2 {event['n2_missing']} below the best"
