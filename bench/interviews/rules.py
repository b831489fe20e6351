"""The rules of the format, read once more for what the benchmark measures the solver against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = Any
Place: TypeAlias = tuple[int, int]
"""slot, site."""


def seats_of(instance: Json, company: int) -> dict[Place, int]:
    """Interviewers by slot and site, earliest slot first; those of several presences together."""
    counts: dict[Place, int] = {}
    for presence in instance["companies"][company]["presence"]:
        for slot, description in enumerate(instance["slots"]):
            if description["day"] == presence["day"] and slot not in presence["closed"]:
                counts[slot, presence["site"]] = counts.get((slot, presence["site"]), 0) + presence["interviewers"]
    return {place: counts[place] for place in sorted(counts)}


def places_of(instance: Json, student: Json) -> Iterator[Place]:
    """Where she can be when nothing but her timetable counts."""
    taken = {*student["busy"], *student["away"]}
    for slot in (slot for slot in range(len(instance["slots"])) if slot not in taken):
        for site in range(len(instance["sites"])):
            if site == student["home"] or not any(is_near(instance, slot, lesson) for lesson in student["busy"]):
                yield slot, site


def is_near(instance: Json, one: int, other: int) -> bool:
    """Are two slots too near in time for a change of site?"""
    first, second = instance["slots"][min(one, other)], instance["slots"][max(one, other)]
    if first["day"] != second["day"]:
        return False
    if instance["rules"]["site_rule"] == "half_day":
        return bool(first["half"] == second["half"])
    return bool(second["start"] < first["end"] + instance["rules"]["travel_minutes"])


def worth_of(instance: Json, rank: int, rating: int) -> int:
    """Points of a wish; none when it is refused."""
    points = instance["rules"]["rank_points"]
    return int(points[min(rank, len(points) - 1)] * instance["rules"]["rating_points"][rating]) if rating else 0


def most_of(instance: Json, student: Json) -> int:
    """Interviews she may have."""
    return int(min(student["max"], instance["rules"]["max_per_student"]))
