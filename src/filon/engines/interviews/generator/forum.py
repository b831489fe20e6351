"""A whole forum, at once or in pieces of text, so that a large one need not be held in memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, TypeAlias

from filon.engines.interviews.generator.families import FAMILIES, Family
from filon.engines.interviews.generator.firms import Firm, firms_of, slots, slots_of_day
from filon.engines.interviews.generator.people import MOST_INTERVIEWS, students_of

Json: TypeAlias = Any
SITES = ("Alès", "Nîmes")
TRAVEL_MINUTES = 60


class Impossible(ValueError):  # noqa: N818  named as the sentence it gives
    """No forum has these arguments; the sentence says which one is wrong."""


def generate(companies: int, students: int, seed: int, *, family: str = "plain", site_rule: str | None = None) -> Json:
    """An instance of the format `filon-interviews/1`. `site_rule` replaces that of the family. Raises Impossible."""
    return json.loads("".join(pieces(companies, students, seed, family=family, site_rule=site_rule)))


def pieces(companies: int, students: int, seed: int, *, family: str = "plain", site_rule: str | None = None) -> Iterator[str]:
    """The text of the file: what comes first, then a student a line, then the locked interviews. Raises Impossible."""
    chosen = _family(companies, students, seed, family)
    return _pieces(companies, students, chosen, site_rule or chosen.site_rule, Random(f"{family} {seed}"))  # noqa: S311  a draw, no secret


def _family(companies: int, students: int, seed: int, name: str) -> Family:
    if name not in FAMILIES:
        raise Impossible(f"There is no family “{name}”: choose one of {', '.join(FAMILIES)}.")
    for what, number in (("companies", companies), ("students", students), ("the seed", seed)):
        if number < 0:
            raise Impossible(f"A forum cannot have {number} for {what}: give 0 or more.")
    family = FAMILIES[name]
    if family.students not in (None, students):
        raise Impossible(f"A forum “{name}” has {family.students} student, not {students}: give --students {family.students}.")
    return family


def _pieces(companies: int, students: int, family: Family, site_rule: str, random: Random) -> Iterator[str]:
    firms = firms_of(companies, family, students, random)
    head = {
        "format": "filon-interviews/1",
        "slots": slots(),
        "sites": SITES,
        "rules": {
            "max_per_student": MOST_INTERVIEWS,
            "site_rule": site_rule,
            "travel_minutes": TRAVEL_MINUTES,
            "rank_points": list(range(10, 0, -1)),
            "rating_points": list(range(5)),
        },
        "companies": [firm.as_json() for firm in firms],
    }
    yield f'{_text(head)[:-1]},"students":['
    locks = Locks(firms, family, random)
    for number, student in enumerate(students_of(students, firms, family, random)):
        yield f"{',' if number else ''}\n{_text(student)}"
        locks.consider(number, student)
    yield f'],\n"locked":{_text(locks.rows)}}}\n'


class Locks:
    """Interviews that must stay: each alone is possible, and no two take one seat."""

    def __init__(self, firms: list[Firm], family: Family, random: Random) -> None:
        self.rows: list[list[int]] = []
        self._firms, self._share, self._random = firms, family.locked_share, random
        self._taken: Counter[tuple[int, int, int]] = Counter()

    def consider(self, number: int, student: Json) -> None:
        """If the lot falls on her, locks the first wish of this student that has a free seat on her own site, where no class forbids it."""
        if not self._share or self._random.random() >= self._share:
            return
        place = next(self._places(student), None)
        if place is not None:
            self.rows.append([number, *place, self._taken[place]])
            self._taken[place] += 1

    def _places(self, student: Json) -> Iterator[tuple[int, int, int]]:
        unfree = {*student["busy"], *student["away"]}
        for company, rating in student["wishes"]:
            at_home = [each for each in self._firms[company].presence if rating and each["site"] == student["home"]]
            for presence in at_home:
                yield from self._free(company, presence, unfree)

    def _free(self, company: int, presence: Json, unfree: set[int]) -> Iterator[tuple[int, int, int]]:
        for slot in slots_of_day(presence["day"]):
            place = (company, slot, presence["site"])
            if slot not in unfree and slot not in presence["closed"] and self._taken[place] < presence["interviewers"]:
                yield place


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
