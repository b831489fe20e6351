"""The best schedule of a tiny forum, by looking at every one: the solver is held against this.

The goals add up over students, so the search goes from student to student and remembers, for each set of seats that is left, the best that
the students to come can make of it. It shares no line with the solver nor with the checker.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

Json: TypeAlias = Any
Meeting: TypeAlias = tuple[int, int, int]
"""company, slot, site."""
MOST_WAYS = 4000


class Goals(NamedTuple):
    """Larger is better, the first differing place decides."""

    with_one: int
    with_two: int
    weight: int
    compactness: int
    """idle slots, negative."""


class TooLarge(ValueError):  # noqa: N818  named as the sentence it gives
    """A forum with too many possibilities to look at all of them."""


def best_goals(instance: Json) -> Goals:
    """What no schedule exceeds and one reaches; (0, 0, 0, 0) at least. Raises ValueError when the locks cannot be kept together."""
    seats = _seats(instance)
    ways = [_ways_of(instance, student, seats) for student in range(len(instance["students"]))]
    places = sorted(seats)
    number = {place: index for index, place in enumerate(places)}

    @cache
    def best_from(student: int, left: tuple[int, ...]) -> Goals | None:
        if student == len(ways):
            return Goals(0, 0, 0, 0)
        found = [
            Goals(*(one + other for one, other in zip(goals, rest, strict=True)))
            for meetings, goals in ways[student]
            if (remaining := _without(left, [number[meeting] for meeting in meetings])) is not None
            and (rest := best_from(student + 1, remaining)) is not None
        ]
        return max(found, default=None)

    best = best_from(0, tuple(seats[place] for place in places))
    if best is None:
        raise ValueError("the locks contradict each other")
    return best


def _without(left: tuple[int, ...], taken: list[int]) -> tuple[int, ...] | None:
    """Seats after these are taken, one each; None when one of them is taken already."""
    if any(not left[place] for place in taken):
        return None
    return tuple(count - (place in taken) for place, count in enumerate(left))


def _seats(instance: Json) -> dict[Meeting, int]:
    seats: dict[Meeting, int] = {}
    for company, description in enumerate(instance["companies"]):
        for presence in description["presence"]:
            for slot, when in enumerate(instance["slots"]):
                if when["day"] == presence["day"] and slot not in presence["closed"] and presence["interviewers"]:
                    place = (company, slot, presence["site"])
                    seats[place] = seats.get(place, 0) + presence["interviewers"]
    return seats


def _ways_of(instance: Json, student: int, seats: dict[Meeting, int]) -> list[tuple[list[Meeting], Goals]]:
    """Every set of interviews she may have that keeps her locks, and what it is worth. Raises TooLarge."""
    description = instance["students"][student]
    worth = _worth(instance, student)
    possible = [place for place in sorted(seats) if place[0] in worth and _is_free(instance, description, place)]
    locked = {tuple(lock[1:4]) for lock in instance.get("locked", []) if lock[0] == student}
    most = min(description["max"], instance["rules"]["max_per_student"], len(worth))
    ways = []
    for chosen in _compatible(instance, possible, most):
        if locked <= set(chosen):
            goals = Goals(len(chosen) >= 1, len(chosen) >= 2, sum(worth[place[0]] for place in chosen), -_idle(instance, chosen))
            ways.append((chosen, goals))
        if len(ways) > MOST_WAYS:
            raise TooLarge(f"student {student} can be placed in more than {MOST_WAYS} ways")
    return ways


def _worth(instance: Json, student: int) -> dict[int, int]:
    """Points of each company that she wishes and that did not refuse her."""
    ranks, ratings = instance["rules"]["rank_points"], instance["rules"]["rating_points"]
    wishes = enumerate(instance["students"][student]["wishes"])
    return {company: ranks[min(rank, len(ranks) - 1)] * ratings[rating] for rank, (company, rating) in wishes if rating > 0}


def _compatible(instance: Json, possible: list[Meeting], most: int) -> Iterator[list[Meeting]]:
    """Sets of distinct companies that one person can visit; the empty one first."""

    def extended(chosen: list[Meeting], first: int) -> Iterator[list[Meeting]]:
        yield chosen
        if len(chosen) == most:
            return
        for index in range(first, len(possible)):
            if all(_fit(instance, possible[index], other) for other in chosen):
                yield from extended([*chosen, possible[index]], index + 1)

    return extended([], 0)


def _fit(instance: Json, one: Meeting, other: Meeting) -> bool:
    return one[0] != other[0] and one[1] != other[1] and _reachable(instance, one[1:], other[1:])


def _is_free(instance: Json, student: Json, place: Meeting) -> bool:
    if place[1] in student["busy"] or place[1] in student["away"]:
        return False
    return all(_reachable(instance, place[1:], (lesson, student["home"])) for lesson in student["busy"])


def _reachable(instance: Json, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """The site rule, for two different slots (slot, site)."""
    before, after = (instance["slots"][slot] for slot in sorted((one[0], other[0])))
    if one[1] == other[1] or before["day"] != after["day"]:
        return True
    if instance["rules"]["site_rule"] == "half_day":
        return bool(before["half"] != after["half"])
    return bool(before["end"] + instance["rules"]["travel_minutes"] <= after["start"])


def _idle(instance: Json, meetings: list[Meeting]) -> int:
    """Slots of a day that lie between two meetings and hold none."""
    taken = {slot for _company, slot, _site in meetings}
    between = set()
    for one, other in combinations(sorted(taken), 2):
        if instance["slots"][one]["day"] == instance["slots"][other]["day"]:
            between |= set(range(one, other)) - taken
    return len(between)
