"""From a document in the format `filon-interviews/1` to an instance or a schedule; the first wrong field is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from filon.engines.interviews import documents, locks
from filon.engines.interviews.errors import Malformed
from filon.engines.interviews.model import FORMAT, Company, Instance, Interview, Presence, Rules, Schedule, SiteRule, Slot, Student

MOST_SLOTS, MOST_SITES, MOST_POSITIONS = 500, 50, 1000
MOST_COMPANIES, MOST_STUDENTS = 20_000, 1_000_000
MOST_POINTS = 1000
DAY = 24 * 60
MOST_NUMBER = 10_000
"""of days, half-days, interviewers, interviews of a student, and minutes of travel."""


class Sizes(NamedTuple):
    """How many there are of what students refer to."""

    slots: int
    sites: int
    companies: int


def read_instance(path: Path) -> Instance:
    """The instance of a file, JSON or JSON packed by gzip."""
    return instance_of(documents.load(path))


def read_schedule(path: Path, instance: Instance) -> Schedule:
    """The schedule of a file; its interviews name things of the instance, but may conflict."""
    document = documents.mapping(documents.load(path), "")
    return Schedule(_interviews(documents.field(document, "interviews", ""), "interviews", instance))


def added_student(path: Path, instance: Instance) -> Student:
    """A student of a file: one entry of `students`."""
    sizes = Sizes(len(instance.slots), len(instance.sites), len(instance.companies))
    return read_student(documents.load(path), "", sizes, instance.rules)


def instance_of(document: Any) -> Instance:
    """The instance of a JSON document."""
    document = documents.mapping(document, "")
    found = document.get("format")
    if found != FORMAT:
        raise Malformed("format", f'expected "{FORMAT}", found {documents.shown(found)}: convert the file or use the Filon that wrote it')
    sites = _sites(documents.field(document, "sites", ""))
    slots = _slots(documents.field(document, "slots", ""), len(sites))
    rules = _rules(documents.field(document, "rules", ""))
    companies = _companies(documents.field(document, "companies", ""), slots, len(sites))
    students = _students(documents.field(document, "students", ""), Sizes(len(slots), len(sites), len(companies)), rules)
    instance = Instance(slots, sites, rules, companies, students)
    locked = _interviews(document.get("locked") or [], "locked", instance)
    instance = Instance(slots, sites, rules, companies, students, locked)
    locks.check(instance)
    return instance


def _sites(value: Any) -> tuple[str, ...]:
    entries = documents.listing(value, "sites")
    if not 1 <= len(entries) <= MOST_SITES:
        raise Malformed("sites", f"expected between 1 and {MOST_SITES} sites, found {len(entries)}")
    return tuple(documents.text(entry, f"sites[{place}]") for place, entry in enumerate(entries))


def _slots(value: Any, sites: int) -> tuple[Slot, ...]:
    entries = documents.listing(value, "slots")
    most = min(MOST_SLOTS, MOST_POSITIONS // sites)
    if not 1 <= len(entries) <= most:
        raise Malformed("slots", f"expected between 1 and {most} slots, found {len(entries)}")
    slots = tuple(_slot(entry, f"slots[{place}]") for place, entry in enumerate(entries))
    for place in range(1, len(slots)):
        before, slot = slots[place - 1], slots[place]
        if slot.day < before.day:
            raise Malformed(f"slots[{place}].day", f"expected {before.day} or later, as slots stand in order of time, found {slot.day}")
        if slot.day == before.day and slot.start < before.end:
            raise Malformed(f"slots[{place}].start", f"expected {before.end} or later, the end of the slot before, found {slot.start}")
    return slots


def _slot(value: Any, path: str) -> Slot:
    entry = documents.mapping(value, path)
    day, half = (
        documents.number(documents.field(entry, name, path), f"{path}.{name}", f"a {name}", 0, MOST_NUMBER) for name in ("day", "half")
    )
    start = documents.number(documents.field(entry, "start", path), f"{path}.start", "minutes", 0, DAY - 1)
    end = documents.number(documents.field(entry, "end", path), f"{path}.end", "minutes after the start", start + 1, DAY)
    return Slot(day, half, start, end)


def _rules(value: Any) -> Rules:
    entry = documents.mapping(value, "rules")
    most = documents.number(documents.field(entry, "max_per_student", "rules"), "rules.max_per_student", "interviews", 0, MOST_NUMBER)
    rule = documents.field(entry, "site_rule", "rules")
    if rule not in set(SiteRule):
        raise Malformed("rules.site_rule", f'expected "half_day" or "gap", found {documents.shown(rule)}')
    travel = documents.number(documents.field(entry, "travel_minutes", "rules"), "rules.travel_minutes", "minutes", 0, MOST_NUMBER)
    ranks, ratings = (_points(documents.field(entry, name, "rules"), f"rules.{name}") for name in ("rank_points", "rating_points"))
    return Rules(most, SiteRule(rule), travel, ranks, ratings)


def _points(value: Any, path: str) -> tuple[int, ...]:
    entries = documents.listing(value, path)
    if not entries:
        raise Malformed(path, "expected at least one number of points, found an empty list")
    return tuple(documents.number(entry, f"{path}[{place}]", "points", 0, MOST_POINTS) for place, entry in enumerate(entries))


def _companies(value: Any, slots: tuple[Slot, ...], sites: int) -> tuple[Company, ...]:
    entries = documents.listing(value, "companies")
    if len(entries) > MOST_COMPANIES:
        raise Malformed("companies", f"expected at most {MOST_COMPANIES} companies, found {len(entries)}")
    days = {slot.day for slot in slots}
    return tuple(_company(entry, f"companies[{place}]", days, len(slots), sites) for place, entry in enumerate(entries))


def _company(value: Any, path: str, days: set[int], slots: int, sites: int) -> Company:
    entry = documents.mapping(value, path)
    name = documents.text(entry.get("name", ""), f"{path}.name")
    rows = documents.listing(documents.field(entry, "presence", path), f"{path}.presence")
    return Company(name, tuple(_presence(row, f"{path}.presence[{place}]", days, slots, sites) for place, row in enumerate(rows)))


def _presence(value: Any, path: str, days: set[int], slots: int, sites: int) -> Presence:
    entry = documents.mapping(value, path)
    day = documents.field(entry, "day", path)
    if type(day) is not int or day not in days:
        raise Malformed(f"{path}.day", f"expected the day of a slot ({', '.join(map(str, sorted(days)))}), found {documents.shown(day)}")
    site = documents.index(documents.field(entry, "site", path), f"{path}.site", "site", sites)
    count = documents.field(entry, "interviewers", path)
    interviewers = documents.number(count, f"{path}.interviewers", "interviewers", 0, MOST_NUMBER)
    return Presence(day, site, interviewers, documents.indices(entry.get("closed", []), f"{path}.closed", "slot", slots))


def _students(value: Any, sizes: Sizes, rules: Rules) -> tuple[Student, ...]:
    entries = documents.listing(value, "students")
    if len(entries) > MOST_STUDENTS:
        raise Malformed("students", f"expected at most {MOST_STUDENTS} students, found {len(entries)}")
    return tuple(read_student(entry, f"students[{place}]", sizes, rules) for place, entry in enumerate(entries))


def read_student(value: Any, path: str, sizes: Sizes, rules: Rules) -> Student:
    """One student of a document; `path` is where it stands."""
    entry = documents.mapping(value, path)
    home = documents.index(documents.field(entry, "home", path), documents.under(path, "home"), "site", sizes.sites)
    most = documents.number(entry.get("max", rules.max_per_student), documents.under(path, "max"), "interviews", 0, MOST_NUMBER)
    busy = documents.indices(entry.get("busy", []), documents.under(path, "busy"), "slot", sizes.slots)
    away = documents.indices(entry.get("away", []), documents.under(path, "away"), "slot", sizes.slots)
    rows = documents.listing(documents.field(entry, "wishes", path), documents.under(path, "wishes"))
    return Student(home, most, busy, away, _wishes(rows, documents.under(path, "wishes"), sizes.companies, len(rules.rating_points)))


def _wishes(rows: list[Any], path: str, companies: int, ratings: int) -> tuple[tuple[int, int], ...]:
    """Kept short for the million wishes of a large forum; what is wrong is looked for only when something is."""
    wishes: list[tuple[int, int]] = []
    wished: set[int] = set()
    for row in rows:
        if (
            type(row) is not list
            or len(row) != 2
            or type(row[0]) is not int
            or type(row[1]) is not int
            or not 0 <= row[0] < companies
            or not 0 <= row[1] < ratings
            or row[0] in wished
        ):
            raise _wrong_wish(rows, len(wishes), path, companies, ratings)
        wished.add(row[0])
        wishes.append((row[0], row[1]))
    return tuple(wishes)


def _wrong_wish(rows: list[Any], place: int, path: str, companies: int, ratings: int) -> Malformed:
    here = f"{path}[{place}]"
    row = rows[place]
    if not isinstance(row, list) or len(row) != 2:
        return Malformed(here, f"expected [company, rating], found {documents.shown(row)}")
    try:
        company = documents.index(row[0], f"{here}[0]", "company", companies)
        documents.number(row[1], f"{here}[1]", "a rating", 0, ratings - 1)
    except Malformed as wrong:
        return wrong
    before = next(earlier for earlier in range(place) if rows[earlier][0] == company)
    return Malformed(f"{here}[0]", f"expected each company once, found {company} again (rank {before} and rank {place})")


def _interviews(value: Any, path: str, instance: Instance) -> tuple[Interview, ...]:
    rows = documents.listing(value, path)
    kinds = (
        ("student", len(instance.students)),
        ("company", len(instance.companies)),
        ("slot", len(instance.slots)),
        ("site", len(instance.sites)),
    )
    interviews = []
    for place, row in enumerate(rows):
        here = f"{path}[{place}]"
        if not isinstance(row, list) or len(row) != 5:
            raise Malformed(here, f"expected [student, company, slot, site, interviewer], found {documents.shown(row)}")
        for part, (what, count) in enumerate(kinds):
            documents.index(row[part], f"{here}[{part}]", what, count)
        documents.number(row[4], f"{here}[4]", "the number of an interviewer", 0, MOST_NUMBER)
        interviews.append(Interview(*row))
    return tuple(interviews)
