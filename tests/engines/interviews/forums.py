"""Small forums written as the format has them."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = Any
HALVES = ((540, 570, 600), (810, 840, 870))
"""starts of the slots of a morning and of an afternoon; each lasts 30 minutes."""


def slots(days: int = 1) -> list[Json]:
    """Six a day: 0 to 2 in the morning, 3 to 5 in the afternoon."""
    return [
        {"day": day, "half": half, "start": start, "end": start + 30}
        for day in range(days)
        for half, starts in enumerate(HALVES)
        for start in starts
    ]


def presence(day: int = 0, site: int = 0, interviewers: int = 1, closed: tuple[int, ...] = ()) -> Json:
    return {"day": day, "site": site, "interviewers": interviewers, "closed": list(closed)}


def company(*presences: Json, name: str = "Aciérie") -> Json:
    return {"name": name, "presence": list(presences) or [presence()]}


def student(*wishes: tuple[int, int], home: int = 0, most: int = 6, busy: tuple[int, ...] = (), away: tuple[int, ...] = ()) -> Json:
    return {"home": home, "max": most, "busy": list(busy), "away": list(away), "wishes": [list(wish) for wish in wishes]}


def forum(
    companies: list[Json], students: list[Json], *, rule: str = "half_day", days: int = 1, locked: tuple[tuple[int, ...], ...] = ()
) -> Json:
    """Two sites; a change of site takes 45 minutes under the gap rule; ranks are worth 10, 9, 8 and 1, ratings 0 to 4."""
    return {
        "format": "filon-interviews/1",
        "slots": slots(days),
        "sites": ["Alès", "Nîmes"],
        "rules": {
            "max_per_student": 6,
            "site_rule": rule,
            "travel_minutes": 45,
            "rank_points": [10, 9, 8, 1],
            "rating_points": [0, 1, 2, 3, 4],
        },
        "companies": companies,
        "students": students,
        "locked": [list(lock) for lock in locked],
    }


def schedule(*rows: tuple[int, int, int, int, int]) -> Json:
    """Of (student, company, slot, site, interviewer)."""
    return {"interviews": [list(row) for row in rows]}
