"""`python -m bench.interviews.morning INSTANCE SCHEDULE OUT EVENTS JUDGED MODE`: events, each on the planned timetable.

The first JUDGED are held against the best that is possible. MODE is `free` (only free seats are given) or `displace`. OUT gets a JSON
list, an object for each event.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.interviews.bounds import rescued_at_most, served_at_most
from bench.interviews.forums import read
from bench.interviews.rules import Json
from filon.engines.interviews import instance_of, open_desk, read_schedule
from filon.engines.interviews.checker import changes_between, find_conflicts, scores_of
from filon.engines.interviews.writing import instance_document, schedule_document

if TYPE_CHECKING:
    from filon.engines.interviews.desk import Change, Desk

KINDS = ("cancel company", "close interviewer", "withdraw student", "add student")


@dataclass(frozen=True, slots=True)
class Event:
    """`n1_missing`, `n2_missing`: to the best that is possible without moving anybody (with `displace`: to the best of all), if judged."""

    kind: str
    milliseconds: float
    lost: int
    added: int
    moved: int
    displaced: int
    rescued: int
    n1_missing: int | None
    n2_missing: int | None


def main(paths: tuple[Path, Path, Path], events: int, judged: int, mode: str) -> None:
    """`paths`: instance, schedule, and where to write."""
    instance, schedule, out = paths
    forum, draw = instance_of(read(instance)), random.Random(1)
    planned = read_schedule(schedule, forum)
    before = schedule_document(planned)
    found = []
    for number in range(events):
        kind, desk = KINDS[number % len(KINDS)], open_desk(forum, planned)
        began = time.perf_counter()
        change = _happen(kind, desk, draw, displace=mode == "displace")
        milliseconds = 1000 * (time.perf_counter() - began)
        now, after = instance_document(desk.instance), schedule_document(desk.schedule())
        best = None
        if number < judged:
            best = served_at_most(now) if mode == "displace" else rescued_at_most(now, _kept(before, after))
        found.append(_judged((kind, milliseconds), now, (before, after), change, best))
    out.write_text(json.dumps([asdict(event) for event in found]))


def _happen(kind: str, desk: Desk, draw: random.Random, *, displace: bool) -> Change:
    """The choice of who is part of the event; it takes no time beside the repair."""
    forum = desk.instance
    present = [number for number, company in enumerate(forum.companies) if any(each.interviewers for each in company.presence)]
    company = draw.choice(present)
    if kind == "cancel company":
        return desk.cancel_company(company, displace=displace)
    if kind == "close interviewer":
        presence = next(each for each in forum.companies[company].presence if each.interviewers)
        return desk.close_interviewer(company, presence.day, presence.site, displace=displace)
    student = draw.randrange(len(forum.students))
    if kind == "withdraw student":
        return desk.withdraw_student(student)
    return desk.add_student(forum.students[student], displace=displace)


def _kept(before: Json, after: Json) -> Json:
    """Appointments that stand as they stood, as they are written now."""
    hours = {tuple(row[:4]) for row in before["interviews"]}
    return {"interviews": [row for row in after["interviews"] if tuple(row[:4]) in hours]}


def _judged(what: tuple[str, float], forum: Json, schedules: tuple[Json, Json], change: Change, best: tuple[int, int] | None) -> Event:
    """`what` happened in how many ms; schedules before and after; at best, n1 and n1 + n2. Raises RuntimeError for a conflict."""
    if conflicts := find_conflicts(forum, schedules[1]):
        raise RuntimeError(f"{what[0]}: {conflicts[:3]}")
    changes, scores = changes_between(forum, *schedules), scores_of(forum, schedules[1])
    return Event(
        kind=what[0],
        milliseconds=what[1],
        lost=len(change.removed),
        added=changes.added,
        moved=changes.moved,
        displaced=changes.displaced,
        rescued=len({interview.student for interview in change.added}),
        n1_missing=best[0] - scores.with_one if best else None,
        n2_missing=max(0, best[1] - scores.with_one - scores.with_two) if best else None,
    )


if __name__ == "__main__":
    main((Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])), int(sys.argv[4]), int(sys.argv[5]), sys.argv[6])
