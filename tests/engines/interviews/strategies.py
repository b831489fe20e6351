"""Tiny random forums, small enough for `exhaustive`, odd enough to hit every rule."""

from __future__ import annotations

from typing import Any, TypeAlias

from bench.interviews.baseline import first_come_first_served
from hypothesis import strategies as st

Json: TypeAlias = Any
SITES = 2


def among(*numbers: int) -> st.SearchStrategy[int]:
    """The first is what hypothesis falls back to."""
    return st.sampled_from(numbers)


@st.composite
def tiny_forums(draw: st.DrawFn, *, most_students: int = 4, most_companies: int = 4) -> Json:
    """One or two days of a few slots, two sites, both rules; no lock."""
    slots = draw(timetables())
    companies = [draw(companies_of(slots)) for _company in range(draw(among(2, 3, most_companies, 1)))]
    ratings = draw(st.sampled_from([[0, 1], [0, 1, 3], [0, 2, 2, 5]]))
    students = [draw(students_of(len(slots), len(companies), len(ratings))) for _student in range(draw(among(3, most_students, 2, 1)))]
    return {
        "format": "filon-interviews/1",
        "slots": slots,
        "sites": ["A", "B"],
        "rules": {
            "max_per_student": draw(st.sampled_from([6, 6, 2, 1])),
            "site_rule": draw(st.sampled_from(["half_day", "gap"])),
            "travel_minutes": draw(st.sampled_from([0, 20, 45])),
            "rank_points": draw(st.sampled_from([[5, 3, 1], [1], [4, 4, 4, 1]])),
            "rating_points": ratings,
        },
        "companies": companies,
        "students": students,
        "locked": [],
    }


@st.composite
def timetables(draw: st.DrawFn) -> list[Json]:
    """At most six slots of 20 minutes; a half-day lasts one to three of them; breaks of 0 to 40 minutes."""
    slots: list[Json] = []
    for day in range(draw(among(2, 1))):
        start = 540
        for half in range(draw(among(2, 1))):
            for _slot in range(draw(among(2, 3, 1))):
                slots.append({"day": day, "half": half, "start": start, "end": start + 20})
                start += 20 + draw(st.sampled_from([0, 0, 15, 40]))
    return slots[:6]


@st.composite
def companies_of(draw: st.DrawFn, slots: list[Json]) -> Json:
    numbers = range(len(slots))
    presence = st.fixed_dictionaries(
        {
            "day": st.integers(0, slots[-1]["day"]),
            "site": st.integers(0, SITES - 1),
            "interviewers": st.sampled_from([1, 1, 1, 2, 0]),
            "closed": st.just([]) | st.lists(st.sampled_from(numbers), unique=True, max_size=2),
        }
    )
    return {"name": "firm", "presence": draw(st.lists(presence, min_size=draw(among(2, 1, 0)), max_size=3))}


@st.composite
def students_of(draw: st.DrawFn, slots: int, companies: int, ratings: int) -> Json:
    some_slots = st.just([]) | st.lists(st.integers(0, slots - 1), unique=True, max_size=2).map(sorted)
    wished = draw(st.permutations(range(companies)))[: draw(among(companies, companies - 1, 1, 0))]
    return {
        "home": draw(st.integers(0, SITES - 1)),
        "max": draw(st.sampled_from([6, 6, 6, 2, 1, 0])),
        "busy": draw(some_slots),
        "away": draw(some_slots),
        "wishes": [[company, draw(among(*range(1, ratings), 0))] for company in wished],
    }


@st.composite
def locked_forums(draw: st.DrawFn, **sizes: int) -> Json:
    """Tiny forums where interviews of a possible schedule are locked."""
    forum = draw(tiny_forums(**sizes))
    booked = first_come_first_served(forum, seed=draw(st.integers(0, 5)))["interviews"]
    return {**forum, "locked": draw(st.lists(st.sampled_from(booked), unique_by=tuple, max_size=3))} if booked else forum
