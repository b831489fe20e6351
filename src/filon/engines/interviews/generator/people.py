"""The students of a forum: their groups' timetables, when they are away, whom they wish and what firms thought of them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

from filon.engines.interviews.generator.families import Family
from filon.engines.interviews.generator.firms import DAYS, FIELDS, HALVES, SLOTS, SLOTS_A_HALF, Firm, popularity

Json: TypeAlias = Any
GROUP_SIZE = 35
MOST_INTERVIEWS = 6
OTHER_FIELD = 0.25
"""of the firms that do not look for her field a student considers so many."""
THRESHOLDS = (-0.35, 0.05, 0.35, 0.7)
"""from refused to rated 4."""


@dataclass(frozen=True, slots=True)
class Group:
    """Students who follow the same classes."""

    home: int
    field: int
    busy: tuple[int, ...]


def students_of(count: int, firms: list[Firm], family: Family, random: Random) -> Iterator[Json]:
    """One at a time, as the format has them."""
    groups = [_group(family, random) for _group_number in range(max(2, count // GROUP_SIZE))]
    refusing = {number for number in range(len(firms)) if family.has_absences and random.random() < 0.1}
    shares = popularity(len(firms), family, random)
    for _student in range(count):
        group = random.choice(groups)
        taken = _with_an_elective(group, random)
        away = _away(taken, random)
        if family.has_absences and random.random() < 0.05:
            away = [slot for slot in range(SLOTS) if slot not in taken]
        wished = _wished(group, firms, shares, family, random)
        wishes = _rated(wished, group, firms, random)
        yield {
            "home": group.home,
            "max": MOST_INTERVIEWS if random.random() < 0.9 else random.randint(1, MOST_INTERVIEWS),
            "busy": sorted(taken),
            "away": away,
            "wishes": [[firm, 0 if firm in refusing else rating] for firm, rating in wishes],
        }


def _group(family: Family, random: Random) -> Group:
    number = random.choices(range(len(family.class_halves)), family.class_halves)[0]
    halves = set(random.sample(range(DAYS * HALVES), number))
    busy = {slot for half in sorted(halves) for slot in _class(half, random)}
    if not family.has_free_afternoons:
        busy |= {slot for half in range(1, DAYS * HALVES, HALVES) for slot in _slots_of(half)}
    return Group(int(random.random() < 0.4), random.randrange(FIELDS), tuple(sorted(busy)))


def _slots_of(half: int) -> range:
    return range(half * SLOTS_A_HALF, (half + 1) * SLOTS_A_HALF)


def _class(half: int, random: Random) -> range:
    """Three slots to a whole half-day, at its start, its end or in between."""
    length = random.randint(3, SLOTS_A_HALF)
    first = random.choice((0, SLOTS_A_HALF - length, random.randint(0, SLOTS_A_HALF - length)))
    return _slots_of(half)[first : first + length]


def _with_an_elective(group: Group, random: Random) -> set[int]:
    """One student in twenty has a class of her own."""
    own = _class(random.randrange(DAYS * HALVES), random) if random.random() < 0.05 else range(0)
    return set(group.busy) | set(own)


def _away(busy: set[int], random: Random) -> list[int]:
    """One in eight is away, mostly for a half-day."""
    if random.random() >= 0.125:
        return []
    half = _slots_of(random.randrange(DAYS * HALVES))
    slots = half if random.random() < 0.7 else half[random.randrange(SLOTS_A_HALF) :]
    return [slot for slot in slots if slot not in busy]


def _wished(group: Group, firms: list[Firm], shares: list[float], family: Family, random: Random) -> list[int]:
    """Firms, best first; the sought-after tend to come early."""
    longest = min(family.longest_wish_list, len(firms))
    number = 1 + int((random.random() + random.random()) / 2 * longest) if longest else 0
    chosen = dict.fromkeys([0] if family.has_star and number else [])
    for _draw in range(20 * number):
        if len(chosen) >= number:
            break
        firm = bisect(shares, random.random() * shares[-1])
        if group.field in firms[firm].fields or random.random() < OTHER_FIELD:
            chosen[firm] = None
    return list(chosen)


def _rated(wished: list[int], group: Group, firms: list[Firm], random: Random) -> list[tuple[int, int]]:
    """A good student is good for most firms, and each has its own opinion."""
    worth = random.random() + random.random() - 1
    rated = []
    for number in wished:
        firm = firms[number]
        stranger = 0.0 if group.field in firm.fields else 0.4
        opinion = worth + random.random() + random.random() - 1 - firm.severity / 2 - stranger
        rated.append((number, bisect(THRESHOLDS, opinion)))
    return rated
