"""Interviews of a forum: a fair timetable, how far it is at most from the best, repairs, and reasons.

    instance = read_instance(path)
    solution = solve(instance, seed=1)
    desk = open_desk(instance, solution.schedule)
    change = desk.cancel_company(3)
    why(desk.instance, desk.schedule(), student=5, company=3)

Only `solve` and `open_desk` need the packages of requirements/solver.txt; they raise `SolverMissing` without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filon.engines.interviews.errors import InterviewsRefused, Malformed, SolverMissing
from filon.engines.interviews.model import Instance, Interview, Report, Schedule
from filon.engines.interviews.reading import instance_of, read_instance, read_schedule
from filon.engines.interviews.why import why, why_student
from filon.engines.interviews.wording import Language, sentence

if TYPE_CHECKING:
    from filon.engines.interviews.desk import Desk
    from filon.engines.interviews.solving import Solution, Watch

__all__ = [
    "Instance",
    "Interview",
    "InterviewsRefused",
    "Language",
    "Malformed",
    "Report",
    "Schedule",
    "SolverMissing",
    "instance_of",
    "open_desk",
    "read_instance",
    "read_schedule",
    "sentence",
    "solve",
    "why",
    "why_student",
]


def solve(instance: Instance, *, seed: int = 0, draft: bool = False, watch: Watch | None = None) -> Solution:
    """A fair timetable of a valid instance; see `solving.solve`."""
    try:
        from filon.engines.interviews import solving  # noqa: PLC0415  its packages are an extra
    except ModuleNotFoundError as missing:
        raise SolverMissing.of(missing) from None
    return solving.solve(instance, seed=seed, draft=draft, watch=watch)


def open_desk(instance: Instance, schedule: Schedule) -> Desk:
    """The timetable kept in memory for repairs; see `desk.Desk`."""
    try:
        from filon.engines.interviews.desk import Desk  # noqa: PLC0415  its packages are an extra
    except ModuleNotFoundError as missing:
        raise SolverMissing.of(missing) from None
    return Desk(instance, schedule)
