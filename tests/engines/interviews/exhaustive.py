"""The best schedule of a tiny forum, by looking at every one: the solver is held against this.

The goals add up over students, so the search goes from student to student and remembers, for each set of seats that is left, the best that
the students to come can make of it. It shares no line with the solver nor with the checker.
"""

from __future__ import annotations

from collections import Counter
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


Ways: TypeAlias = list[tuple[list[Meeting], Goals]]


class TooLarge(ValueError):  # noqa: N818  named as the sentence it gives
    """A forum with too many possibilities to look at all of them."""


def best_goals(instance: Json) -> Goals:
    """What no schedule exceeds and one reaches; (0, 0, 0, 0) at least. Raises ValueError when the locks cannot be kept together."""
    seats = _seats(instance)
    ways = [_ways_of(instance, student, seats) for student in range(len(instance["students"]))]
    wanted, hopes = _wanted(ways), _hopes(ways)

    @cache
    def best_from(student: int, left: frozenset[tuple[Meeting, int]]) -> Goals | None:
        if student == len(ways):
            return Goals(0, 0, 0, 0)
        best = None
        for meetings, goals in ways[student]:
            if best is not None and _sum(goals, hopes[student + 1]) <= best:
                break
            remaining = _without(dict(left), meetings, wanted[student + 1])
            rest = None if remaining is None else best_from(student + 1, remaining)
            if rest is not None and (best is None or _sum(goals, rest) > best):
                best = _sum(goals, rest)
        return best

    best = best_from(0, _worth_telling(seats, wanted[0]))
    if best is None:
        raise ValueError("the locks contradict each other")
    return best


def _sum(one: Goals, other: Goals) -> Goals:
    return Goals(*(left + right for left, right in zip(one, other, strict=True)))


def _hopes(ways: list[Ways]) -> list[Goals]:
    """For each student, what those from her on would reach if none stood in another’s way: never less than they can."""
    hopes = [Goals(0, 0, 0, 0)]
    for own in reversed(ways):
        hopes.append(_sum(hopes[-1], own[0][1]) if own else hopes[-1])
    return hopes[::-1]


def _wanted(ways: list[Ways]) -> list[Counter[Meeting]]:
    """For each student, how many of those from her on could take each seat."""
    wanted = [Counter[Meeting]()]
    for own in reversed(ways):
        wanted.append(wanted[-1] + Counter({meeting for meetings, _goals in own for meeting in meetings}))
    return wanted[::-1]


def _without(left: dict[Meeting, int], taken: list[Meeting], wanted: Counter[Meeting]) -> frozenset[tuple[Meeting, int]] | None:
    """Seats after these are taken, one each; None when one of them is taken already."""
    for meeting in taken:
        if not left.get(meeting):
            return None
        left[meeting] -= 1
    return _worth_telling(left, wanted)


def _worth_telling(left: dict[Meeting, int], wanted: Counter[Meeting]) -> frozenset[tuple[Meeting, int]]:
    """Seats that somebody to come may take, and not more of them than there are students to come: fewer cases to tell apart."""
    return frozenset((meeting, min(count, wanted[meeting])) for meeting, count in left.items() if count and wanted[meeting])


def _seats(instance: Json) -> dict[Meeting, int]:
    seats: dict[Meeting, int] = {}
    for company, description in enumerate(instance["companies"]):
        for presence in description["presence"]:
            for slot, when in enumerate(instance["slots"]):
                if when["day"] == presence["day"] and slot not in presence["closed"] and presence["interviewers"]:
                    place = (company, slot, presence["site"])
                    seats[place] = seats.get(place, 0) + presence["interviewers"]
    return seats


def _ways_of(instance: Json, student: int, seats: dict[Meeting, int]) -> Ways:
    """Every set of interviews she may have that keeps her locks, and what it is worth, best first. Raises TooLarge."""
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
    return sorted(ways, key=lambda way: way[1], reverse=True)


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
