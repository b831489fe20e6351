"""Interviews that must stay must be possible together: the first contradiction is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filon.engines.interviews.errors import Malformed
from filon.engines.interviews.model import SiteRule

if TYPE_CHECKING:
    from filon.engines.interviews.model import Instance, Interview


def check(instance: Instance) -> None:
    """Refuses locked interviews that contradict the instance or each other. Also used for schedules, with them as locks."""
    contradictions(instance, instance.locked, "locked")


def contradictions(instance: Instance, interviews: tuple[Interview, ...], path: str) -> None:
    """Raises `Malformed` for the first interview that cannot take place, or not beside one before it."""
    seats: dict[tuple[int, int, int, int], int] = {}
    of_student: dict[int, list[int]] = {}
    for place, interview in enumerate(interviews):
        here = f"{path}[{place}]"
        _possible(instance, interview, here)
        seat = interview.company, interview.slot, interview.site, interview.interviewer
        if seat in seats:
            raise Malformed(here, f"interviewer {interview.interviewer} of company {interview.company} already has {path}[{seats[seat]}]")
        seats[seat] = place
        others = of_student.setdefault(interview.student, [])
        for other in others:
            _together(instance, interviews[other], interview, here, f"{path}[{other}]")
        others.append(place)
        most = min(instance.students[interview.student].max, instance.rules.max_per_student)
        if len(others) > most:
            raise Malformed(here, f"student {interview.student} may have {most} interviews, this is one more")


def _possible(instance: Instance, interview: Interview, path: str) -> None:
    student = instance.students[interview.student]
    rank = student.rank_of(interview.company)
    if rank is None:
        raise Malformed(path, f"student {interview.student} did not ask for company {interview.company}")
    if student.wishes[rank][1] == 0:
        raise Malformed(path, f"company {interview.company} refused student {interview.student}")
    if not 0 <= interview.interviewer < interviewers(instance, interview.company, interview.slot, interview.site):
        raise Malformed(
            path,
            f"company {interview.company} has no interviewer {interview.interviewer} at slot {interview.slot} on site {interview.site}",
        )
    if interview.slot in student.away or interview.slot in student.busy:
        raise Malformed(path, f"student {interview.student} is not free at slot {interview.slot}")
    for busy in sorted(student.busy):
        if is_conflict(instance, (interview.slot, interview.site), (busy, student.home)):
            raise Malformed(path, f"student {interview.student} has a class at slot {busy} on site {student.home}, too near to come")


def _together(instance: Instance, one: Interview, other: Interview, path: str, before: str) -> None:
    if one.company == other.company:
        raise Malformed(path, f"student {other.student} already sees company {other.company} in {before}")
    if is_conflict(instance, (one.slot, one.site), (other.slot, other.site)):
        raise Malformed(path, f"student {other.student} cannot be there and in {before}")


def interviewers(instance: Instance, company: int, slot: int, site: int) -> int:
    """How many people of the company interview there."""
    day = instance.slots[slot].day
    return sum(
        presence.interviewers
        for presence in instance.companies[company].presence
        if presence.day == day and presence.site == site and slot not in presence.closed
    )


def is_conflict(instance: Instance, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """May one student not be at both (slot, site)?"""
    (slot, site), (other_slot, other_site) = one, other
    if slot == other_slot:
        return True
    first, second = sorted((instance.slots[slot], instance.slots[other_slot]), key=lambda each: (each.day, each.start))
    if site == other_site or first.day != second.day:
        return False
    if instance.rules.site_rule == SiteRule.HALF_DAY:
        return first.half == second.half
    return second.start < first.end + instance.rules.travel_minutes
