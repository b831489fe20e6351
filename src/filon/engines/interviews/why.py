"""Why a student has, or has not, an interview with a company; standard library only.

The first of these that holds is the reason: she has it; she did not ask; the company refused; it never interviews; she is never free
then; a class forbids the site; she has her maximum; her other interviews are in the way; others hold the seats; a seat is free.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from filon.engines.interviews.errors import InterviewsRefused
from filon.engines.interviews.locks import interviewers, is_conflict

if TYPE_CHECKING:
    from filon.engines.interviews.model import Instance, Interview, Schedule


class Code(StrEnum):
    """Kinds of reason; `wording` has a sentence for each."""

    SCHEDULED = "scheduled"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    COMPANY_ABSENT = "company_absent"
    NO_COMMON_SLOT = "no_common_slot"
    CLASS_ELSEWHERE = "class_elsewhere"
    HAS_MAXIMUM = "has_maximum"
    OTHER_INTERVIEWS = "other_interviews"
    SEATS_TO_NEEDIER = "seats_to_needier"
    SEATS_TO_HEAVIER = "seats_to_heavier"
    SEAT_FREE = "seat_free"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the numbers that its sentence needs: slots, sites, companies are indices of the instance."""

    code: Code
    student: int
    company: int
    values: dict[str, int] = field(default_factory=dict)


def why(instance: Instance, schedule: Schedule, student: int, company: int) -> Reason:
    """The reason for one student and one company."""
    _check(instance, student, company)
    return _Inquiry(instance, schedule, student).about(company)


def why_student(instance: Instance, schedule: Schedule, student: int) -> tuple[Reason, ...]:
    """The reason for each of her wishes, best first."""
    _check(instance, student, None)
    inquiry = _Inquiry(instance, schedule, student)
    return tuple(inquiry.about(company) for company, _ in instance.students[student].wishes)


def _check(instance: Instance, student: int, company: int | None) -> None:
    for what, number, count in (("student", student, len(instance.students)), ("company", company, len(instance.companies))):
        if number is not None and not 0 <= number < count:
            raise InterviewsRefused(f"There is no {what} {number}: they are numbered from 0 to {count - 1}.")


class _Inquiry:
    """What concerns one student."""

    def __init__(self, instance: Instance, schedule: Schedule, student: int) -> None:
        self.instance, self.number, self.student = instance, student, instance.students[student]
        self.interviews = schedule.interviews
        self.own = [interview for interview in schedule.interviews if interview.student == student]

    def about(self, company: int) -> Reason:
        """Her reason for the company."""
        for interview in self.own:
            if interview.company == company:
                return self._reason(Code.SCHEDULED, company, slot=interview.slot, site=interview.site)
        rank = self.student.rank_of(company)
        if rank is None:
            return self._reason(Code.NOT_ASKED, company)
        if self.student.wishes[rank][1] == 0:
            return self._reason(Code.REFUSED, company, rank=rank + 1)
        return self._seats(company, rank)

    def _seats(self, company: int, rank: int) -> Reason:
        present = self._present(company)
        if not present:
            return self._reason(Code.COMPANY_ABSENT, company)
        free = [(slot, site) for slot, site in present if slot not in self.student.busy and slot not in self.student.away]
        if not free:
            return self._reason(Code.NO_COMMON_SLOT, company, slots=len({slot for slot, _ in present}))
        classes = {place: self._class_against(place) for place in free}
        possible = [place for place in free if classes[place] is None]
        if not possible:
            slot, site = free[0]
            return self._reason(Code.CLASS_ELSEWHERE, company, slot=slot, site=site, busy=classes[slot, site] or 0, home=self.student.home)
        most = min(self.student.max, self.instance.rules.max_per_student)
        if len(self.own) >= most:
            return self._reason(Code.HAS_MAXIMUM, company, most=most)
        return self._beside_others(company, rank, possible)

    def _beside_others(self, company: int, rank: int, possible: list[tuple[int, int]]) -> Reason:
        ready = [place for place in possible if not any(self._against(interview, place) for interview in self.own)]
        if not ready:
            against = next(interview for interview in self.own if self._against(interview, possible[0]))
            return self._reason(Code.OTHER_INTERVIEWS, company, slot=against.slot, site=against.site, other=against.company)
        seated = [interview for interview in self.interviews if interview.company == company]
        for slot, site in ready:
            if sum((each.slot, each.site) == (slot, site) for each in seated) < interviewers(self.instance, company, slot, site):
                return self._reason(Code.SEAT_FREE, company, slot=slot, site=site)
        return self._taken(company, rank, [each for each in seated if (each.slot, each.site) in ready])

    def _taken(self, company: int, rank: int, holders: list[Interview]) -> Reason:
        """Were she seated she would have one interview more: those who would then have fewer than she are needier."""
        count: dict[int, int] = {}
        for interview in self.interviews:
            count[interview.student] = count.get(interview.student, 0) + 1
        needier = sum(count[each.student] <= len(self.own) + 1 for each in holders)
        values = {"rank": rank + 1, "seats": len(holders), "own": len(self.own)}
        if 2 * needier >= len(holders):
            return self._reason(Code.SEATS_TO_NEEDIER, company, needier=needier, **values)
        return self._reason(Code.SEATS_TO_HEAVIER, company, **values)

    def _present(self, company: int) -> list[tuple[int, int]]:
        places = [(slot, site) for slot in range(len(self.instance.slots)) for site in range(len(self.instance.sites))]
        return [(slot, site) for slot, site in places if interviewers(self.instance, company, slot, site)]

    def _class_against(self, place: tuple[int, int]) -> int | None:
        """The slot of a class that forbids the place, though she is free at that hour."""
        home = self.student.home
        return next((busy for busy in sorted(self.student.busy) if is_conflict(self.instance, place, (busy, home))), None)

    def _against(self, interview: Interview, place: tuple[int, int]) -> bool:
        return is_conflict(self.instance, (interview.slot, interview.site), place)

    def _reason(self, code: Code, company: int, **values: int) -> Reason:
        return Reason(code, self.number, company, values)
