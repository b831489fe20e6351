"""The firms of a forum: how sought after, whom they look for, when and where they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Any, TypeAlias

from filon.engines.interviews.generator.families import Family

Json: TypeAlias = Any
DAYS, HALVES, SLOTS_A_HALF, MINUTES = 2, 2, 8, 25
HALF_STARTS = (540, 810)
SLOTS_A_DAY = HALVES * SLOTS_A_HALF
SLOTS = DAYS * SLOTS_A_DAY
FIELDS = 6
"""of study, numbered."""
MOST_INTERVIEWERS = 24
TRADES = ("Aciérie", "Ateliers", "Brasserie", "Carrières", "Chantiers", "Études", "Filature", "Mécanique", "Réseaux")
PLACES = ("Anduze", "Aigoual", "Cèze", "Florac", "Ganges", "Gardon", "Lozère", "Sauve", "Sumène", "Uzès", "Vigan")


@dataclass(frozen=True, slots=True)
class Firm:
    """`presence` as the format has it."""

    name: str
    fields: frozenset[int]
    severity: float
    """what a candidate must be worth, around 0."""
    presence: list[Json] = field(default_factory=list)

    def as_json(self) -> Json:
        return {"name": self.name, "presence": self.presence}


def slots() -> list[Json]:
    """Two days, two half-days each, eight slots of 25 minutes from 9:00 and from 13:30."""
    return [
        {"day": day, "half": half, "start": start, "end": start + MINUTES}
        for day in range(DAYS)
        for half, first in enumerate(HALF_STARTS)
        for start in range(first, first + SLOTS_A_HALF * MINUTES, MINUTES)
    ]


def slots_of_day(day: int) -> range:
    """Their numbers."""
    return range(day * SLOTS_A_DAY, (day + 1) * SLOTS_A_DAY)


def firms_of(count: int, family: Family, students: int, random: Random) -> list[Firm]:
    """Firms in no order of importance; firm 0 is the star or the crowd of a family that has one."""
    firms = [_firm(number, family, random) for number in range(count)]
    _staff(firms, round(family.seats_per_student * students), random)
    if firms and family.has_star:
        firms[0].presence[:] = [{"day": 0, "site": family.sites[0], "interviewers": 1, "closed": []}]
    if firms and family.has_crowd:
        firms[0].presence[:] = [{"day": day, "site": family.sites[0], "interviewers": 20, "closed": []} for day in range(DAYS)]
    if family.has_absences:
        _send_away(firms, random)
    return firms


def popularity(count: int, family: Family, random: Random) -> list[float]:
    """Shares summed up from firm to firm: a few firms are wished by most, most by a few."""
    ranks = list(range(count))
    random.shuffle(ranks)
    if count and family.has_star:
        ranks[ranks.index(0)], ranks[0] = ranks[0], 0
    return list(accumulate(1 / (rank + 2) for rank in ranks))


def _firm(number: int, family: Family, random: Random) -> Firm:
    everywhere = [(day, site) for day in range(DAYS) for site in family.sites]
    visits = min(len(everywhere), random.choices((1, 2, 3, 4), (50, 37, 9, 4))[0])
    presence = [_presence(day, site, random) for day, site in sorted(random.sample(everywhere, visits))]
    looked_for = frozenset(range(FIELDS)) if random.random() < 0.25 else frozenset(random.sample(range(FIELDS), random.randint(1, 3)))
    return Firm(_name(number), looked_for, random.random() - 0.75, presence)


def _name(number: int) -> str:
    """Distinct for every number, for there is no common divisor of the two lists' lengths."""
    again = number // (len(TRADES) * len(PLACES))
    return f"{TRADES[number % len(TRADES)]} {PLACES[number % len(PLACES)]}" + (f" {again + 1}" if again else "")


def _presence(day: int, site: int, random: Random) -> Json:
    """One firm in five comes late, leaves early or takes a break."""
    own = slots_of_day(day)
    closed: list[int] = []
    if random.random() < 0.2:
        length = random.randint(1, 5)
        first = random.choice((0, SLOTS_A_DAY - length, random.randint(0, SLOTS_A_DAY - length)))
        closed = list(own[first : first + length])
    return {"day": day, "site": site, "interviewers": random.choices((1, 2, 3, 4), (25, 38, 26, 11))[0], "closed": closed}


def _staff(firms: list[Firm], seats: int, random: Random) -> None:
    """More or fewer interviewers everywhere, so that there are about so many seats."""
    every = [presence for firm in firms for presence in firm.presence]
    found = sum(presence["interviewers"] * (SLOTS_A_DAY - len(presence["closed"])) for presence in every)
    for presence in every:
        wanted = int(presence["interviewers"] * seats / found + random.random())
        presence["interviewers"] = min(MOST_INTERVIEWERS, max(1, wanted))


def _send_away(firms: list[Firm], random: Random) -> None:
    """A tenth of the firms does not come; at another tenth nobody is ever there."""
    for firm in firms:
        lot = random.random()
        if lot < 0.1:
            firm.presence.clear()
        elif lot < 0.15:
            for presence in firm.presence:
                presence["interviewers"] = 0
        elif lot < 0.2:
            for presence in firm.presence:
                presence["closed"] = list(slots_of_day(presence["day"]))
