"""The families of forums: each differs from `plain` in what its line says, and in nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """`seats` are aimed at, an interviewer at a slot each; a firm sends at least one person wherever it comes."""

    purpose: str
    site_rule: str = "half_day"
    seats_per_student: float = 3.2
    sites: tuple[int, ...] = (0, 1)
    """where firms come."""
    class_halves: tuple[float, ...] = (1.0, 4.0, 4.0, 1.5, 0.3)
    """weights of a group's having 0, 1, … half-days with classes."""
    longest_wish_list: int = 20
    has_star: bool = False
    has_crowd: bool = False
    has_free_afternoons: bool = True
    has_absences: bool = False
    locked_share: float = 0.0
    """of the students, who have one locked interview."""
    students: int | None = None
    """the only number there may be."""


FAMILIES: dict[str, Family] = {
    "plain": Family("an ordinary forum: three seats a student, one site per half-day"),
    "gap": Family("an ordinary forum where changing site takes an hour", site_rule="gap"),
    "scarce": Family("fewer seats than students", seats_per_student=0.85),
    "ample": Family("four times the staff of a scarce forum", seats_per_student=3.4),
    "one_site": Family("all firms on one site, students of both", sites=(0,)),
    "star_firm": Family("one firm that everybody puts first, with one interviewer", has_star=True),
    "no_afternoon": Family("nobody is free in the afternoon", has_free_afternoons=False),
    "one_student": Family("one student", students=1),
    "no_wish": Family("nobody wishes anything", longest_wish_list=0),
    "twenty_interviewers": Family("one firm sends twenty interviewers, both days", has_crowd=True),
    "hard_timetables": Family("classes on two to four half-days out of four", class_halves=(0.0, 0.0, 1.0, 4.0, 4.0)),
    "locked": Family("one student in ten has an interview that must stay", locked_share=0.1),
    "absences": Family("firms that do not come or refuse everybody, students who are never free", has_absences=True),
}
