"""What a repair takes with the timetable in memory, and what it leaves to be wished: events on forums of three sizes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from bench import report
from bench.interviews.processes import completed

Json: TypeAlias = Any
MODES = {"free": "free seats only", "displace": "may displace"}


@dataclass(frozen=True, slots=True)
class Morning:
    """A repair may take `milliseconds`; the first `judged` events are held against the best, which takes far longer than a repair."""

    events: int
    judged: int
    milliseconds: int


MORNINGS = {
    "S1": Morning(40, 40, 100),
    "S1gap": Morning(24, 24, 100),
    "region, ample": Morning(16, 4, 100),
    "country, ample": Morning(8, 1, 500),
}
Judged: TypeAlias = tuple[str, str, list[Json]]
"""forum, mode, and the events as `morning` judged them."""


def events_of(name: str, path: Path, schedule: Path) -> dict[str, list[Json]]:
    """By mode; nothing for a forum without a morning."""
    if name not in MORNINGS:
        return {}
    morning, out, found = MORNINGS[name], schedule.with_name("events.json"), {}
    for mode in MODES:
        completed(["-m", "bench.interviews.morning", path, schedule, out, morning.events, morning.judged, mode])
        found[mode] = json.loads(out.read_text())
    return found


def table(found: list[Judged]) -> str:
    """A line for each forum, mode and kind of event."""
    head = ("repairs", "event", "events", "ms, median", "ms, most", "may take, ms", "lost", "new", "moved", "displaced / rescued")
    worst = ("n1 missing, most", "n2 missing, most")
    return report.table((*head, *worst), [row for name, mode, events in found for row in _rows(name, mode, events)])


def _rows(name: str, mode: str, events: list[Json]) -> Iterator[tuple[str, ...]]:
    for kind in dict.fromkeys(event["kind"] for event in events):
        own = [event for event in events if event["kind"] == kind]
        yield (
            f"{name}, {MODES[mode]}",
            kind,
            str(len(own)),
            f"{median(event['milliseconds'] for event in own):.1f}",
            f"{max(event['milliseconds'] for event in own):.1f}",
            str(MORNINGS[name].milliseconds),
            *(str(sum(event[what] for event in own)) for what in ("lost", "added", "moved")),
            f"{sum(event['displaced'] for event in own)} / {sum(event['rescued'] for event in own)}",
            *(_most(event[what] for event in own) for what in ("n1_missing", "n2_missing")),
        )


def _most(missing: Iterator[int | None]) -> str:
    return str(max((number for number in missing if number is not None), default="not judged"))


def missed(found: list[Judged]) -> Iterator[str]:
    """What is asked of a repair and was not reached, a sentence each."""
    for forum, mode, events in found:
        name, most = f"repairs of {forum}, {MODES[mode]}", MORNINGS[forum].milliseconds
        for event in events:
            if event["milliseconds"] > most:
                yield f"{name}: {event['kind']} took {event['milliseconds']:.0f} ms, at most {most}"
            if event["moved"]:
                yield f"{name}: {event['kind']} moved {event['moved']} appointments"
            if event["displaced"] > (event["rescued"] if mode == "displace" else 0):
                yield f"{name}: {event['kind']} displaced {event['displaced']} for {event['rescued']}"
            if event["n1_missing"] or (event["n2_missing"] or 0) > 2:
                yield f"{name}: {event['kind']} leaves n1 {event['n1_missing']} and n2 {event['n2_missing']} below the best"
