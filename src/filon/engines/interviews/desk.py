"""The timetable on the morning: kept in memory, repaired at once, and nobody else's hour changes.

    desk = Desk(instance, schedule)
    change = desk.cancel_company(12)
    change.removed, change.added, desk.schedule(), desk.instance

Each event first takes away what can no longer be, then fills free seats: first students who have no interview, then those with one, then
the others who lost something. With `displace=True` a student below two may also get the seat of someone who keeps two.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filon.engines.interviews import locks
from filon.engines.interviews.board import Board, bit_sets
from filon.engines.interviews.errors import InterviewsRefused
from filon.engines.interviews.model import Instance, Interview, Presence, Schedule, Student
from filon.engines.interviews.problem import compile_problem
from filon.engines.interviews.rescue import Rescue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Change:
    """What one event did to the timetable; everything else stands as it was."""

    removed: tuple[Interview, ...]
    """lost through the event itself."""
    displaced: tuple[Interview, ...]
    """given up so that somebody else has an interview; only with `displace`."""
    added: tuple[Interview, ...]
    renumbered: tuple[Interview, ...] = ()
    """same hour and site, another interviewer of the company."""


class Desk:
    """An instance, its timetable, and the indexes that make a repair quick. Not safe for several threads at once."""

    def __init__(self, instance: Instance, schedule: Schedule) -> None:
        """Raises `Malformed` when the schedule is not valid for the instance."""
        locks.contradictions(instance, schedule.interviews, "interviews")
        problem = compile_problem(replace(instance, locked=()))
        self.instance = instance
        self.board = Board(problem)
        self.rescue = Rescue(self.board, [own.tolist() for own in problem.pair.by_student(len(instance.students))])
        self.waiting: list[list[int]] = [own.tolist() for own in problem.pair.by_company(len(instance.companies))]
        """by company: its pairs, scheduled or not."""
        self.interviewer: dict[int, int] = {}
        """by scheduled pair: the number of the interviewer."""
        for interview in schedule.interviews:
            pair = self._pair(interview)
            self.board.put(pair, interview.slot * len(instance.sites) + interview.site)
            self.interviewer[pair] = interview.interviewer
        self.board.locked = {self._pair(interview) for interview in instance.locked}

    def schedule(self) -> Schedule:
        """The timetable as it stands."""
        return Schedule(tuple(sorted(self._interview(pair) for pair in self.interviewer)))

    def cancel_company(self, company: int, *, displace: bool = False) -> Change:
        """The company does not come; its students are offered what is free elsewhere."""
        self._known("company", company, len(self.instance.companies))
        gone = [pair for pair in self.waiting[company] if pair in self.interviewer]
        removed = self._remove(gone)
        board = self.board
        board.seats[company] = [0] * board.positions
        board.open[company] = board.vacant[company] = 0
        self._replace_company(company, ())
        return self._refill(removed, {board.student[pair] for pair in gone}, displace=displace)

    def close_interviewer(self, company: int, day: int, site: int, *, displace: bool = False) -> Change:
        """The company has one interviewer less that day on that site; where the seat was taken, one interview is lost."""
        self._known("company", company, len(self.instance.companies))
        presence = self.instance.companies[company].presence
        rows = [place for place, row in enumerate(presence) if row.day == day and row.site == site and row.interviewers > 0]
        if not rows:
            raise InterviewsRefused(f"Company {company} has no interviewer on day {day} at site {site}.")
        row = presence[rows[-1]]
        lost, removed = self._close_seats(company, row)
        closed = replace(row, interviewers=row.interviewers - 1)
        self._replace_company(company, (*presence[: rows[-1]], closed, *presence[rows[-1] + 1 :]))
        renumbered = self._renumber(company, row)
        students = {self.board.student[pair] for pair in lost}
        change = self._refill(removed, students, displace=displace, lost=frozenset(lost))
        return replace(change, renumbered=renumbered)

    def withdraw_student(self, student: int) -> Change:
        """She does not come; her seats go to those who wait for them, the neediest first."""
        self._known("student", student, len(self.instance.students))
        gone = list(self.board.of_student[student])
        companies = {self.board.company[pair] for pair in gone}
        removed = self._remove(gone)
        self.board.limit[student] = 0
        self._replace_student(student, replace(self.instance.students[student], max=0, wishes=()))
        waiting = {self.board.student[pair] for company in companies for pair in self.waiting[company] if self.board.ready(pair)}
        change = self._refill(removed, waiting - {student}, displace=False)
        return replace(change, removed=removed)

    def add_student(self, student: Student, *, displace: bool = False) -> Change:
        """A student more, the last of the instance; she is offered free seats."""
        number = len(self.instance.students)
        alone = replace(self.instance, students=(student,), locked=())
        problem = compile_problem(alone)
        pairs = self.board.add_student(bit_sets(problem.allowed)[0], int(problem.limit[0]), number, problem)
        self.rescue.pairs_of.append(pairs)
        for pair in pairs:
            self.waiting[self.board.company[pair]].append(pair)
        self.instance = replace(self.instance, students=(*self.instance.students, student))
        return self._refill((), {number}, displace=displace)

    def _refill(self, removed: tuple[Interview, ...], students: set[int], *, displace: bool, lost: frozenset[int] = frozenset()) -> Change:
        with _undisturbed():
            added, given_up = self.rescue.fill(sorted(students), lost, displace=displace)
        displaced = tuple(sorted(self._interview(pair, position) for pair, position in given_up))
        for pair, _ in given_up:
            del self.interviewer[pair]
        for pair in added:
            self.interviewer[pair] = self._free_number(pair)
        return Change(removed, displaced, tuple(sorted(self._interview(pair) for pair in added)))

    def _remove(self, pairs: Iterable[int]) -> tuple[Interview, ...]:
        removed = []
        for pair in pairs:
            removed.append(self._interview(pair))
            self.board.take(pair)
            del self.interviewer[pair]
        self.board.locked.difference_update(pairs)
        gone = {(interview.student, interview.company) for interview in removed}
        if any((lock.student, lock.company) in gone for lock in self.instance.locked):
            kept = tuple(lock for lock in self.instance.locked if (lock.student, lock.company) not in gone)
            self.instance = replace(self.instance, locked=kept)
        return tuple(sorted(removed))

    def _close_seats(self, company: int, row: Presence) -> tuple[list[int], tuple[Interview, ...]]:
        """Takes one seat off each open slot of the presence; the pairs that lose theirs are those whose loss harms least."""
        board = self.board
        lost: list[int] = []
        removed: list[Interview] = []
        for slot, own in enumerate(self.instance.slots):
            if own.day != row.day or slot in row.closed:
                continue
            position = slot * len(self.instance.sites) + row.site
            if board.seats[company][position] == 0:
                lost.append(min(board.at(company, position), key=self._harm))
                removed.extend(self._remove(lost[-1:]))
            board.close_seat(company, position, locks.interviewers(self.instance, company, slot, row.site) - 1)
        return lost, tuple(sorted(removed))

    def _harm(self, pair: int) -> tuple[bool, bool, bool, int, int]:
        """What the loss of an interview does: a lock broken, nobody left, one left, weight."""
        level = self.board.level(self.board.student[pair])
        return pair in self.board.locked, level == 1, level == 2, self.board.weight[pair], pair

    def _renumber(self, company: int, row: Presence) -> tuple[Interview, ...]:
        """Interviews whose interviewer is no longer there take a free number of the same slot."""
        changed = []
        for slot, own in enumerate(self.instance.slots):
            if own.day != row.day or slot in row.closed:
                continue
            present = locks.interviewers(self.instance, company, slot, row.site)
            for pair in self.board.at(company, slot * len(self.instance.sites) + row.site):
                if self.interviewer[pair] >= present:
                    self.interviewer[pair] = self._free_number(pair)
                    changed.append(self._interview(pair))
        self._renumber_locks(changed)
        return tuple(sorted(changed))

    def _renumber_locks(self, changed: list[Interview]) -> None:
        numbers = {(interview.student, interview.company): interview for interview in changed}
        locked = tuple(numbers.get((lock.student, lock.company), lock) for lock in self.instance.locked)
        self.instance = replace(self.instance, locked=locked)

    def _free_number(self, pair: int) -> int:
        board = self.board
        others = board.at(board.company[pair], board.place[pair])
        taken = {self.interviewer.get(other) for other in others if other != pair}
        return next(number for number in range(len(others)) if number not in taken)

    def _interview(self, pair: int, position: int | None = None) -> Interview:
        slot, site = divmod(self.board.place[pair] if position is None else position, len(self.instance.sites))
        return Interview(self.board.student[pair], self.board.company[pair], slot, site, self.interviewer[pair])

    def _pair(self, interview: Interview) -> int:
        return next(pair for pair in self.rescue.pairs_of[interview.student] if self.board.company[pair] == interview.company)

    def _replace_company(self, company: int, presence: tuple[Presence, ...]) -> None:
        companies = list(self.instance.companies)
        companies[company] = replace(companies[company], presence=presence)
        self.instance = replace(self.instance, companies=tuple(companies))

    def _replace_student(self, student: int, values: Student) -> None:
        students = list(self.instance.students)
        students[student] = values
        self.instance = replace(self.instance, students=tuple(students))

    def _known(self, what: str, number: int, count: int) -> None:
        if not 0 <= number < count:
            known = f"they are numbered from 0 to {count - 1}" if count else "there is none"
            raise InterviewsRefused(f"There is no {what} {number}: {known}.")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Garbage is collected afterwards: looking through a forum of 20,000 for it takes longer than the repair, which leaves none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
