"""What a schedule is worth, and what became of the appointments people already had."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from filon.engines.interviews.checker.conflicts import Row, Seats, is_possible

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Scores:
    """The goals, most important first, then what helps to read them. Interviews that nobody wishes weigh nothing."""

    with_one: int
    with_two: int
    weight: int
    idle_slots: int
    """slots between two interviews of a student on one day, in class or not."""
    interviews: int
    seats: int
    students: int
    site_changes: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Appointments are pairs of a student and a company; the interviewer may change without anybody moving."""

    kept: int
    moved: int
    """the pair meets at another slot or site."""
    lost: int
    """the pair does not meet any more."""
    displaced: int
    """those of the lost that the forum as it is would still allow, all others who had an appointment there considered."""
    added: int


def scores_of(instance: Json, schedule: Json) -> Scores:
    """Both arguments have the shape of the format and every row names what exists; conflicts do not matter."""
    of_student: dict[int, list[list[int]]] = defaultdict(list)
    for row in schedule["interviews"]:
        of_student[row[0]].append(row)
    days = [_by_slot(rows) for own in of_student.values() for rows in _by_day(instance, own)]
    return Scores(
        with_one=len(of_student),
        with_two=sum(len(rows) >= 2 for rows in of_student.values()),
        weight=sum(_weight(instance, student, rows) for student, rows in of_student.items()),
        idle_slots=sum(rows[-1][2] - rows[0][2] + 1 - len(rows) for rows in days),
        interviews=len(schedule["interviews"]),
        seats=Seats(instance).total,
        students=len(instance["students"]),
        site_changes=sum(one[3] != other[3] for rows in days for one, other in pairwise(rows)),
    )


def changes_between(instance: Json, before: Json, after: Json) -> Changes:
    """From `before` to `after`; `instance` is the forum as it is now, so that it tells what is lost anyhow."""
    old, new = _appointments(before), _appointments(after)
    both, lost = old.keys() & new.keys(), old.keys() - new.keys()
    return Changes(
        kept=sum(old[pair][2:4] == new[pair][2:4] for pair in both),
        moved=sum(old[pair][2:4] != new[pair][2:4] for pair in both),
        lost=len(lost),
        displaced=_displaced(instance, list(old.values()), {old[pair] for pair in lost}),
        added=len(new.keys() - old.keys()),
    )


def _displaced(instance: Json, before: list[Row], lost: set[Row]) -> int:
    """Lost appointments that are still possible, less those for whom a company has fewer people at a slot and site than it had guests."""
    seats = Seats(instance)
    possible = [row for row in before if is_possible(instance, seats, (*row[:4], 0))]
    guests, leaving = Counter(row[1:4] for row in possible), Counter(row[1:4] for row in possible if row in lost)
    return sum(max(0, count - max(0, guests[place] - seats.open[place])) for place, count in leaving.items())


def _by_day(instance: Json, rows: Iterable[list[int]]) -> Iterable[list[list[int]]]:
    days: dict[int, list[list[int]]] = defaultdict(list)
    for row in rows:
        days[instance["slots"][row[2]]["day"]].append(row)
    return days.values()


def _by_slot(rows: list[list[int]]) -> list[list[int]]:
    return sorted(rows, key=lambda row: row[2])


def _weight(instance: Json, student: int, rows: Iterable[list[int]]) -> int:
    """A wish of rank r rated q is worth rank_points[min(r, last)] × rating_points[q], and nothing when it is refused."""
    rank_points, rating_points = instance["rules"]["rank_points"], instance["rules"]["rating_points"]
    ranks = {company: (rank, rating) for rank, (company, rating) in enumerate(instance["students"][student]["wishes"])}
    mutual = [ranks[row[1]] for row in rows if row[1] in ranks and ranks[row[1]][1]]
    return sum(rank_points[min(rank, len(rank_points) - 1)] * rating_points[rating] for rank, rating in mutual)


def _appointments(schedule: Json) -> dict[tuple[int, int], Row]:
    return {(row[0], row[1]): tuple(row) for row in schedule["interviews"]}
