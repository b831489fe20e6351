"""What a timetable is computed from and what comes out: plain values, format `filon-interviews/1`.

Every reference is an index from 0: a slot in `slots`, a site in `sites`, a company, a student, a place in a rating scale.
A student's wishes stand best first; the rank of a wish is its place in that list.
"""

from dataclasses import dataclass
from enum import StrEnum

FORMAT = "filon-interviews/1"


class SiteRule(StrEnum):
    """How a student who changes site in a day is protected."""

    HALF_DAY = "half_day"
    """one site per half-day, classes at the home site included."""
    GAP = "gap"
    """at least `travel_minutes` between what happens on two sites the same day."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which interviews take place, on every site at once; `start` < `end`, minutes from midnight."""

    day: int
    half: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rules:
    """A wish of rank r rated q > 0 is worth `rank_points[min(r, last)] * rating_points[q]`; q = 0 is a refusal."""

    max_per_student: int
    site_rule: SiteRule
    travel_minutes: int
    rank_points: tuple[int, ...]
    rating_points: tuple[int, ...]

    def worth(self, rank: int, rating: int) -> int:
        """Points of a mutual wish."""
        return self.rank_points[min(rank, len(self.rank_points) - 1)] * self.rating_points[rating]


@dataclass(frozen=True, slots=True)
class Presence:
    """A company on one site for one day; `closed` are slots in which nobody interviews."""

    day: int
    site: int
    interviewers: int
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Company:
    """A company may be present on several days and sites, several times on the same."""

    name: str
    presence: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class Student:
    """`busy`: in class at the home site; `away`: absent from every site. Wishes are (company, rating), best first."""

    home: int
    max: int
    busy: frozenset[int]
    away: frozenset[int]
    wishes: tuple[tuple[int, int], ...]

    def rank_of(self, company: int) -> int | None:
        """Place of the company among the wishes, from 0; None when she did not ask for it."""
        return next((rank for rank, (wished, _) in enumerate(self.wishes) if wished == company), None)


@dataclass(frozen=True, slots=True, order=True)
class Interview:
    """`interviewer` numbers the people of the company at this slot and site, from 0."""

    student: int
    company: int
    slot: int
    site: int
    interviewer: int


@dataclass(frozen=True, slots=True)
class Instance:
    """A forum: who is there when, who wishes whom, and the interviews that must stay."""

    slots: tuple[Slot, ...]
    sites: tuple[str, ...]
    rules: Rules
    companies: tuple[Company, ...]
    students: tuple[Student, ...]
    locked: tuple[Interview, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """Interviews in the order of their numbers."""

    interviews: tuple[Interview, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The goals, most important first; `idle_slots` are slots between two interviews of a student on one day."""

    with_one: int
    with_two: int
    weight: int
    idle_slots: int

    def order(self) -> tuple[int, int, int, int]:
        """Larger is better."""
        return self.with_one, self.with_two, self.weight, -self.idle_slots


@dataclass(frozen=True, slots=True)
class Bounds:
    """No schedule serves more students once or twice; none that serves as many as `score` does weighs more than `weight`."""

    with_one: int
    with_two: int
    weight: int
    method: str
    """`flow` or `sites`: which relaxation proves `weight`; see docs/interviews.md."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was reached and what cannot be exceeded. Time and memory are measured by whoever calls: the engine has no clock."""

    score: Score
    bounds: Bounds
    interviews: int
    seats: int
    demand: int
    """mutual wishes, counted for each student up to what she could have alone."""
    students: int
    students_reachable: int
    """those who could have an interview were they alone."""
    site_changes: int
    is_finished: bool
    """False when a time limit or a request to stop ended the search before its end."""

    @property
    def gap(self) -> float:
        """Share of the proven weight that is missing; 0 when there is nothing to reach."""
        return 1 - self.score.weight / self.bounds.weight if self.bounds.weight else 0.0
