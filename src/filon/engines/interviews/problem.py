"""The instance as arrays: what is possible for whom, where and when.

A *position* is a slot on a site, numbered `slot * sites + site`. A *pair* is a mutual wish (a student's wish that the company did
not refuse), numbered in the order of students, then of wishes.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from filon.engines.interviews.model import Instance, Interview, Rules, SiteRule, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Mutual wishes, in the order of students, as columns of one length."""

    student: Integers
    company: Integers
    weight: Integers

    def only(self, kept: Flags | Integers) -> Pairs:
        """The pairs marked or given by number; they are numbered anew."""
        return Pairs(self.student[kept], self.company[kept], self.weight[kept])

    def by_student(self, students: int) -> list[Integers]:
        """For each student, the numbers of her pairs, best wish first."""
        return _grouped(self.student, students)

    def by_company(self, companies: int) -> list[Integers]:
        """For each company, the numbers of its pairs."""
        return _grouped(self.company, companies)


def _grouped(owner: Integers, count: int) -> list[Integers]:
    return np.split(np.argsort(owner, kind="stable"), np.searchsorted(np.sort(owner), np.arange(1, count))) if count else []


@dataclass(frozen=True, slots=True)
class Problem:
    """Arrays over students (S), companies (C), positions (P) and pairs (N)."""

    instance: Instance
    capacity: Integers
    """(C, P): interviewers."""
    allowed: Flags
    """(S, P): neither in class nor away, and no class forbids the site."""
    conflict: Flags
    """(P, P): one student cannot be at both; true on the diagonal."""
    half: Integers
    """(P,): half-day, numbered through the days."""
    day: Integers
    """(P,): day."""
    level: Integers
    """(S,): interviews that are settled; they take part in nothing else here."""
    limit: Integers
    """(S,): most further interviews."""
    pair: Pairs

    @property
    def pair_student(self) -> Integers:
        return self.pair.student

    @property
    def pair_company(self) -> Integers:
        return self.pair.company

    @property
    def pair_weight(self) -> Integers:
        return self.pair.weight

    @property
    def positions(self) -> int:
        return int(self.capacity.shape[1])

    @property
    def sites(self) -> int:
        return len(self.instance.sites)

    @property
    def pairs(self) -> int:
        return len(self.pair.student)

    def feasible(self, pairs: Integers) -> Flags:
        """(len(pairs), P): positions at which the company has an interviewer and the student may come, taken alone."""
        return self.allowed[self.pair_student[pairs]] & (self.capacity[self.pair_company[pairs]] > 0)

    def steps(self) -> Integers:
        """(S, 3): how many further interviews are a student's first, her second, a later one."""
        first = np.minimum(np.maximum(1 - self.level, 0), self.limit)
        second = np.minimum(np.maximum(2 - self.level, 0), self.limit) - first
        return np.stack([first, second, self.limit - first - second], axis=1)


def compile_problem(instance: Instance, settled: Sequence[Interview] = ()) -> Problem:
    """Arrays of a valid instance (`reading` checks it). What `settled` interviews take is taken off: seats, times, pairs, maximum."""
    sites = len(instance.sites)
    conflict = conflicts(instance.slots, sites, instance.rules)
    capacity, allowed = _capacity(instance), _allowed(instance, conflict)
    level = np.zeros(len(instance.students), dtype=np.int64)
    for interview in settled:
        position = interview.slot * sites + interview.site
        capacity[interview.company, position] -= 1
        allowed[interview.student] &= ~conflict[position]
        level[interview.student] += 1
    most = np.array([min(student.max, instance.rules.max_per_student) for student in instance.students], dtype=np.int64)
    return Problem(
        instance=instance,
        capacity=capacity,
        allowed=allowed,
        conflict=conflict,
        half=np.repeat(_numbered([(slot.day, slot.half) for slot in instance.slots]), sites),
        day=np.repeat(np.array([slot.day for slot in instance.slots], dtype=np.int64), sites),
        level=level,
        limit=most - level,
        pair=_pairs(instance, {(interview.student, interview.company) for interview in settled}),
    )


def conflicts(slots: Sequence[Slot], sites: int, rules: Rules) -> Flags:
    """(P, P): two positions that one student cannot both take."""
    start = np.array([slot.start for slot in slots], dtype=np.int64)
    end = np.array([slot.end for slot in slots], dtype=np.int64)
    day = np.array([slot.day for slot in slots], dtype=np.int64)
    half = np.array([slot.half for slot in slots], dtype=np.int64)
    near = day[:, None] == day[None, :]
    if rules.site_rule == SiteRule.HALF_DAY:
        near &= half[:, None] == half[None, :]
    else:
        earlier_end = np.where(start[:, None] < start[None, :], end[:, None], end[None, :])
        later_start = np.maximum(start[:, None], start[None, :])
        near &= later_start < earlier_end + rules.travel_minutes
    same_slot = np.eye(len(slots), dtype=bool)
    other_site = ~np.eye(sites, dtype=bool)
    spread: Flags = same_slot[:, None, :, None] | (near[:, None, :, None] & other_site[None, :, None, :])
    return spread.reshape(len(slots) * sites, len(slots) * sites)


def _numbered(keys: list[tuple[int, int]]) -> Integers:
    numbers = {key: number for number, key in enumerate(sorted(set(keys)))}
    return np.array([numbers[key] for key in keys], dtype=np.int64)


def _capacity(instance: Instance) -> Integers:
    sites = len(instance.sites)
    of_day: dict[int, list[int]] = {}
    for place, each in enumerate(instance.slots):
        of_day.setdefault(each.day, []).append(place)
    capacity = np.zeros((len(instance.companies), len(instance.slots) * sites), dtype=np.int64)
    for number, company in enumerate(instance.companies):
        for presence in company.presence:
            for slot in of_day.get(presence.day, ()):
                if slot not in presence.closed:
                    capacity[number, slot * sites + presence.site] += presence.interviewers
    return capacity


def _allowed(instance: Instance, conflict: Flags) -> Flags:
    """Students of one programme share their timetable, so each distinct one is computed once."""
    sites = len(instance.sites)
    rows: dict[tuple[int, frozenset[int], frozenset[int]], Flags] = {}
    allowed = np.ones((len(instance.students), len(instance.slots) * sites), dtype=bool)
    for number, student in enumerate(instance.students):
        if not student.busy and not student.away:
            continue
        key = student.home, student.busy, student.away
        if key not in rows:
            rows[key] = _free(key, sites, conflict)
        allowed[number] = rows[key]
    return allowed


def _free(timetable: tuple[int, frozenset[int], frozenset[int]], sites: int, conflict: Flags) -> Flags:
    home, busy, away = timetable
    free = np.ones(len(conflict), dtype=bool)
    for slot in busy:
        free &= ~conflict[slot * sites + home]
    for slot in away | busy:
        free[slot * sites : (slot + 1) * sites] = False
    return free


def _pairs(instance: Instance, without: set[tuple[int, int]]) -> Pairs:
    """Columns student, company, weight; three flat arrays, since a forum of 100,000 students has a million wishes."""
    rules = instance.rules
    points = [[rules.worth(rank, rating) for rating in range(len(rules.rating_points))] for rank in range(len(rules.rank_points))]
    last = len(points) - 1
    students, companies, weights = array("q"), array("q"), array("q")
    for number, student in enumerate(instance.students):
        for rank, (company, rating) in enumerate(student.wishes):
            if rating and (number, company) not in without:
                students.append(number)
                companies.append(company)
                weights.append(points[min(rank, last)][rating])
    return Pairs(*(np.array(column, dtype=np.int64) for column in (students, companies, weights)))
