"""A timetable in the words of the format, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.board import NOWHERE
from filon.engines.interviews.grid import idle
from filon.engines.interviews.model import Bounds, Instance, Interview, Report, Schedule, Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filon.engines.interviews.problem import Integers, Problem


def schedule_of(problem: Problem, places: Integers) -> Schedule:
    """Settled interviews as they are; the others take the free interviewers of lowest number, in the order of students."""
    sites = problem.sites
    settled = problem.instance.locked
    taken = {(interview.company, interview.slot * sites + interview.site, interview.interviewer) for interview in settled}
    following: dict[tuple[int, int], int] = {}
    interviews = list(settled)
    pairs = np.flatnonzero(places != NOWHERE)
    columns = (problem.pair_student[pairs].tolist(), problem.pair_company[pairs].tolist(), places[pairs].tolist())
    for student, company, position in zip(*columns, strict=True):
        number = following.get((company, position), 0)
        while (company, position, number) in taken:
            number += 1
        following[company, position] = number + 1
        interviews.append(Interview(student, company, position // sites, position % sites, number))
    return Schedule(tuple(sorted(interviews)))


def worth(instance: Instance, interviews: Iterable[Interview]) -> int:
    """Their weight; each must be a mutual wish."""
    total = 0
    for interview in interviews:
        student = instance.students[interview.student]
        rank = student.rank_of(interview.company)
        if rank is None:
            raise ValueError(f"student {interview.student} did not ask for company {interview.company}")
        total += instance.rules.worth(rank, student.wishes[rank][1])
    return total


def score_of(instance: Instance, schedule: Schedule) -> tuple[Score, int]:
    """The goals, and how often a student changes site within a day; the schedule must be valid."""
    count = np.zeros(len(instance.students), dtype=np.int64)
    taken = np.zeros((len(instance.students), len(instance.slots)), dtype=bool)
    site = np.full(taken.shape, -1, dtype=np.int64)
    for interview in schedule.interviews:
        count[interview.student] += 1
        taken[interview.student, interview.slot] = True
        site[interview.student, interview.slot] = interview.site
    days = np.array([slot.day for slot in instance.slots], dtype=np.int64)
    idle_slots = changes = 0
    for day in np.unique(days):
        own = days == day
        idle_slots += int(idle(taken[:, own]).sum())
        changes += _changes(site[:, own])
    weight = worth(instance, schedule.interviews)
    return Score(int((count > 0).sum()), int((count > 1).sum()), weight, idle_slots), changes


def _changes(site: Integers) -> int:
    """Changes of site along the slots of one day (students, slots); -1 is no interview."""
    student, slot = np.nonzero(site >= 0)
    where = site[student, slot]
    return int(((student[1:] == student[:-1]) & (where[1:] != where[:-1])).sum())


def report_on(problem: Problem, schedule: Schedule, bounds: Bounds, *, is_finished: bool) -> Report:
    """What was reached and what cannot be exceeded."""
    instance = problem.instance
    reached, changes = score_of(instance, schedule)
    wishes: Integers = np.bincount(problem.pair_student, minlength=len(problem.limit))
    return Report(
        score=reached,
        bounds=bounds,
        interviews=len(schedule.interviews),
        seats=int(problem.capacity.sum()) + len(instance.locked),
        demand=int(np.minimum(wishes, problem.limit).sum()) + len(instance.locked),
        students=len(instance.students),
        students_reachable=int(((problem.limit > 0) | (problem.level > 0)).sum()),
        site_changes=changes,
        is_finished=is_finished,
    )
