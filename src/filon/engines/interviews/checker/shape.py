"""Has a value the shape the format asks for? The first place that has not is named by its path, with what was expected there."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeAlias

FORMAT = "filon-interviews/1"
SITE_RULES = ("half_day", "gap")
Json: TypeAlias = Any
Test: TypeAlias = Callable[[Json, str], None]


class Malformed(ValueError):  # noqa: N818  named as the sentence it gives
    """`path` is the wrong place, written like `students[3].wishes[0]`; `expected` what should stand there."""

    def __init__(self, path: str, expected: str, found: Json = None) -> None:
        self.path, self.expected = path, expected
        shown = "" if found is None else f", not {_shortly(found)}"
        super().__init__(f"{path or 'the document'}: expected {expected}{shown}.")


def check_instance(instance: Json) -> None:
    """Raises Malformed at the first place that breaks the format."""
    _record(instance, "", {"format": _format, "slots": _slots, "sites": _list_of(_text, at_least=1), "rules": _rules})
    slots, sites = len(instance["slots"]), len(instance["sites"])
    _record(instance, "", {"companies": _list_of(_company(slots, sites))})
    companies, ratings = len(instance["companies"]), len(instance["rules"]["rating_points"])
    _record(instance, "", {"students": _list_of(_student(slots, sites, companies=companies, ratings=ratings))})
    sizes = (len(instance["students"]), companies, slots, sites)
    _list_of(_row(*(_whole(0, size - 1) for size in sizes), _whole(0)))(instance.get("locked", []), "locked")


def check_schedule(schedule: Json, path: str = "") -> None:
    """Raises Malformed unless it is {"interviews": rows of five whole numbers}; whether they name someone is a matter of conflicts."""
    _record(schedule, path, {"interviews": _list_of(_row(*[_whole(None)] * 5))})


def _format(value: Json, path: str) -> None:
    if value != FORMAT:
        raise Malformed(path, f"“{FORMAT}”, the only version this Filon reads", value)


def _slots(value: Json, path: str) -> None:
    number = _whole(0)
    _list_of(_object({"day": number, "half": number, "start": number, "end": number}), at_least=1)(value, path)
    for place, slot in enumerate(value):
        if slot["start"] >= slot["end"]:
            raise Malformed(f"{path}[{place}].end", f"an end after the start, {slot['start']}", slot["end"])
        if place and (slot["day"], slot["start"]) <= (value[place - 1]["day"], value[place - 1]["start"]):
            raise Malformed(f"{path}[{place}]", "a slot after the one before it, by day and then by start", slot)


def _rules(value: Json, path: str) -> None:
    points = _list_of(_whole(0), at_least=1)
    fields = {"max_per_student": _whole(0), "site_rule": _one_of(SITE_RULES), "rank_points": points, "rating_points": points}
    _record(value, path, fields)
    if value["site_rule"] == "gap":
        _record(value, path, {"travel_minutes": _whole(0)})


def _company(slots: int, sites: int) -> Test:
    closed = _list_of(_whole(0, slots - 1))
    presence = _object({"day": _whole(0), "site": _whole(0, sites - 1), "interviewers": _whole(0), "closed": closed})
    return _object({"name": _text, "presence": _list_of(presence)})


def _student(slots: int, sites: int, *, companies: int, ratings: int) -> Test:
    wish, some_slots = _row(_whole(0, companies - 1), _whole(0, ratings - 1)), _list_of(_whole(0, slots - 1))
    fields = {"home": _whole(0, sites - 1), "max": _whole(0), "busy": some_slots, "away": some_slots, "wishes": _list_of(wish)}
    whole = _object(fields)

    def test(value: Json, path: str) -> None:
        whole(value, path)
        _distinct([company for company, _ in value["wishes"]], f"{path}.wishes", "each company once")

    return test


def _object(fields: dict[str, Test]) -> Test:
    return lambda value, path: _record(value, path, fields)


def _record(value: Json, path: str, fields: dict[str, Test]) -> None:
    if not isinstance(value, dict):
        raise Malformed(path, "an object", value)
    for name, test in fields.items():
        inner = f"{path}.{name}" if path else name
        if name not in value:
            raise Malformed(inner, "this field, which is missing")
        test(value[name], inner)


def _list_of(test: Test, *, at_least: int = 0) -> Test:
    def whole(value: Json, path: str) -> None:
        if not isinstance(value, list) or len(value) < at_least:
            raise Malformed(path, "a list" if not at_least else "a list that is not empty", value)
        for place, item in enumerate(value):
            test(item, f"{path}[{place}]")

    return whole


def _row(*tests: Test) -> Test:
    def whole(value: Json, path: str) -> None:
        if not isinstance(value, list) or len(value) != len(tests):
            raise Malformed(path, f"a list of {len(tests)} whole numbers", value)
        for place, (item, test) in enumerate(zip(value, tests, strict=True)):
            test(item, f"{path}[{place}]")

    return whole


def _whole(lowest: int | None, highest: int | None = None) -> Test:
    """A whole number of a range, its ends included; true and 1.0 are none."""

    def test(value: Json, path: str) -> None:
        if type(value) is not int or (lowest is not None and value < lowest) or (highest is not None and value > highest):
            raise Malformed(path, _range_in_words(lowest, highest), value)

    return test


def _range_in_words(lowest: int | None, highest: int | None) -> str:
    if highest is not None:
        return f"a whole number from {lowest} to {highest}" if highest >= (lowest or 0) else "nothing: there is none to name"
    return "a whole number" if lowest is None else f"a whole number of at least {lowest}"


def _one_of(choices: tuple[str, ...]) -> Test:
    def test(value: Json, path: str) -> None:
        if value not in choices:
            raise Malformed(path, " or ".join(f"“{choice}”" for choice in choices), value)

    return test


def _text(value: Json, path: str) -> None:
    if not isinstance(value, str):
        raise Malformed(path, "text", value)


def _distinct(values: Iterable[Hashable], path: str, expected: str) -> None:
    seen: set[Hashable] = set()
    for place, value in enumerate(values):
        if value in seen:
            raise Malformed(f"{path}[{place}]", expected, value)
        seen.add(value)


def _shortly(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
