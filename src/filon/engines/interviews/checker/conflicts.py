"""What makes a schedule impossible: each conflict has a kind, the interviews it is about, and a sentence in French and English."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any, TypeAlias

Json: TypeAlias = Any
Row: TypeAlias = tuple[int, int, int, int, int]
"""student, company, slot, site, interviewer."""
Position: TypeAlias = tuple[int, int]
"""slot, site."""


class Kind(StrEnum):
    """A way in which a schedule cannot happen."""

    UNKNOWN = "unknown"
    STUDENT_TWICE = "student_twice"
    COMPANY_TWICE = "company_twice"
    SEAT_TWICE = "seat_twice"
    BUSY = "busy"
    AWAY = "away"
    ABSENT = "absent"
    CLOSED = "closed"
    NO_INTERVIEWER = "no_interviewer"
    NOT_WISHED = "not_wished"
    REFUSED = "refused"
    SITES_HALF_DAY = "sites_half_day"
    SITES_GAP = "sites_gap"
    CLASS_HALF_DAY = "class_half_day"
    CLASS_GAP = "class_gap"
    TOO_MANY = "too_many"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Conflict:
    """`rows` are the interviews concerned (for a lock, the one that should be there); `also` completes the sentence."""

    kind: Kind
    rows: tuple[Row, ...]
    also: dict[str, int] = field(default_factory=dict)


def find_conflicts(instance: Json, schedule: Json) -> list[Conflict]:
    """All of them, in the order of the students; both arguments have the shape of the format."""
    rows: list[Row] = [tuple(row) for row in schedule["interviews"]]
    unknown = [Conflict(Kind.UNKNOWN, (row,)) for row in rows if not _is_known(instance, row)]
    known = [row for row in rows if _is_known(instance, row)]
    seats = Seats(instance)
    found = [*_of_seats(seats, known)]
    for student, own in sorted(_grouped(known, by=(0,)).items()):
        found += _of_student(instance, instance["students"][student[0]], own)
    return [*unknown, *sorted(found, key=lambda conflict: conflict.rows), *_of_locks(instance, set(rows))]


def is_possible(instance: Json, seats: Seats, row: Row) -> bool:
    """Could this interview take place, if it were the only one?"""
    if not _is_known(instance, row):
        return False
    return not any(_of_seats(seats, [row])) and not any(_of_student(instance, instance["students"][row[0]], [row]))


class Seats:
    """Interviewers of each company by slot and site, those of several presences together."""

    def __init__(self, instance: Json) -> None:
        slots = defaultdict(list)
        for number, slot in enumerate(instance["slots"]):
            slots[slot["day"]].append(number)
        self.open: Counter[tuple[int, int, int]] = Counter()
        self.present: set[tuple[int, int, int]] = set()
        for company, description in enumerate(instance["companies"]):
            for presence in description["presence"]:
                own, closed = slots[presence["day"]], set(presence["closed"])
                self.present |= {(company, slot, presence["site"]) for slot in own}
                self.open.update({(company, slot, presence["site"]): presence["interviewers"] for slot in own if slot not in closed})

    @property
    def total(self) -> int:
        """Interviews that could be held if everybody were always busy."""
        return sum(self.open.values())

    def refusal(self, company: int, slot: int, site: int, interviewer: int) -> Kind | None:
        """Why nobody sits there; None when someone does."""
        place = (company, slot, site)
        if place not in self.present:
            return Kind.ABSENT
        if not self.open[place]:
            return Kind.CLOSED
        return None if 0 <= interviewer < self.open[place] else Kind.NO_INTERVIEWER


def _is_known(instance: Json, row: Row) -> bool:
    sizes = (len(instance[part]) for part in ("students", "companies", "slots", "sites"))
    return all(0 <= number < size for number, size in zip(row, sizes, strict=False))


def _of_seats(seats: Seats, rows: Iterable[Row]) -> Iterator[Conflict]:
    """Nobody sits there, or two students sit before one interviewer."""
    rows = list(rows)
    for row in rows:
        if (kind := seats.refusal(*row[1:])) is not None:
            yield Conflict(kind, (row,), {"interviewers": seats.open[row[1:4]]})
    yield from _repeated(Kind.SEAT_TWICE, rows, by=(1, 2, 3, 4))


def _of_student(instance: Json, student: Json, rows: list[Row]) -> Iterator[Conflict]:
    """What her wishes, her timetable and her other interviews forbid."""
    most = min(student["max"], instance["rules"]["max_per_student"])
    if len(rows) > most:
        yield Conflict(Kind.TOO_MANY, tuple(sorted(rows)), {"number": len(rows), "most": most})
    yield from _repeated(Kind.STUDENT_TWICE, rows, by=(2,))
    yield from _repeated(Kind.COMPANY_TWICE, rows, by=(1,))
    yield from _of_wishes(student, rows)
    yield from _of_timetable(instance, student, rows)
    yield from _of_sites(instance, rows)


def _of_wishes(student: Json, rows: list[Row]) -> Iterator[Conflict]:
    ratings = dict(student["wishes"])
    for row in rows:
        if row[1] not in ratings:
            yield Conflict(Kind.NOT_WISHED, (row,))
        elif not ratings[row[1]]:
            yield Conflict(Kind.REFUSED, (row,))


def _of_timetable(instance: Json, student: Json, rows: list[Row]) -> Iterator[Conflict]:
    """In class, away, or on another site too close to a class; the earliest class that forbids is named."""
    for row in rows:
        slot, position = row[2], (row[2], row[3])
        if slot in student["busy"]:
            yield Conflict(Kind.BUSY, (row,))
        if slot in student["away"]:
            yield Conflict(Kind.AWAY, (row,))
        classes = (taken for taken in sorted(student["busy"]) if taken != slot and _too_close(instance, position, (taken, student["home"])))
        if (taken := next(classes, None)) is not None:
            kind = Kind.CLASS_HALF_DAY if instance["rules"]["site_rule"] == "half_day" else Kind.CLASS_GAP
            yield Conflict(kind, (row,), {"class_slot": taken, "home": student["home"]})


def _of_sites(instance: Json, rows: list[Row]) -> Iterator[Conflict]:
    kind = Kind.SITES_HALF_DAY if instance["rules"]["site_rule"] == "half_day" else Kind.SITES_GAP
    positions = {(row[2], row[3]): row for row in sorted(rows, reverse=True)}
    for one, other in combinations(sorted(positions), 2):
        if one[0] != other[0] and _too_close(instance, one, other):
            yield Conflict(kind, (positions[one], positions[other]))


def _too_close(instance: Json, one: Position, other: Position) -> bool:
    """Does the site rule forbid one student to be at both, at different slots?"""
    if one[1] == other[1]:
        return False
    first, second = sorted((instance["slots"][one[0]], instance["slots"][other[0]]), key=lambda slot: int(slot["start"]))
    if first["day"] != second["day"]:
        return False
    if instance["rules"]["site_rule"] == "half_day":
        return bool(first["half"] == second["half"])
    return bool(second["start"] - first["end"] < instance["rules"]["travel_minutes"])


def _of_locks(instance: Json, rows: set[Row]) -> Iterator[Conflict]:
    locks: list[Row] = [tuple(lock) for lock in instance.get("locked", [])]
    return (Conflict(Kind.LOCK, (lock,)) for lock in locks if lock not in rows)


def _repeated(kind: Kind, rows: list[Row], *, by: tuple[int, ...]) -> Iterator[Conflict]:
    """One conflict for each group of rows that agree in these columns."""
    for group in _grouped(rows, by=by).values():
        if len(group) > 1:
            yield Conflict(kind, tuple(sorted(group)))


def _grouped(rows: Iterable[Row], *, by: tuple[int, ...]) -> dict[tuple[Hashable, ...], list[Row]]:
    groups: dict[tuple[Hashable, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in by)].append(row)
    return groups
