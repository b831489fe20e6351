"""Due rules, and their JSON: the form that is stored and that enters the signed hash, hence one spelling for each rule.

`{"kind": "on_dates", "dates": [{"on": "2026-01-31", "quantity": "5000.00"}]}`, `{"kind": "every", "first": "2026-01-31", "months": 3,
"count": 4}` (null: to the end of the term), `{"kind": "over_term"}`, `{"kind": "once", "on": "2026-01-31"}`, `{"kind": "unstated"}`.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, slots=True)
class OnDates:
    """So much on each of these dates; together the whole quantity."""

    dates: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Equal parts every `months` months from `first`, `count` times; None: as long as the term lasts (its end not included)."""

    first: date
    months: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class OverTerm:
    """Kept all along: one equal part for each year of the term, due when that year ends, the last one on the term's end."""


@dataclass(frozen=True, slots=True)
class Once:
    """The whole quantity on one date."""

    on: date


@dataclass(frozen=True, slots=True)
class Unstated:
    """The agreement gives no date: promised, and never owed on a day."""


DueRule = OnDates | Every | OverTerm | Once | Unstated

KEYS = {
    "on_dates": {"dates"},
    "every": {"first", "months", "count"},
    "over_term": set[str](),
    "once": {"on"},
    "unstated": set[str](),
}


class RuleUnreadable(ValueError):  # noqa: N818
    """The JSON is not a due rule; the message says where."""


def rule_to_json(rule: DueRule) -> dict[str, Any]:
    """Write a rule with values that JSON knows; equal rules give equal JSON."""
    match rule:
        case OnDates(dates):
            return {"kind": "on_dates", "dates": [{"on": on.isoformat(), "quantity": _plain(part)} for on, part in sorted(dates)]}
        case Every(first, months, count):
            return {"kind": "every", "first": first.isoformat(), "months": months, "count": count}
        case OverTerm():
            return {"kind": "over_term"}
        case Once(on):
            return {"kind": "once", "on": on.isoformat()}
        case Unstated():
            return {"kind": "unstated"}


def rule_from_json(written: object) -> DueRule:
    """Read a rule; anything missing, unknown or of another type raises RuleUnreadable."""
    if not isinstance(written, Mapping) or written.get("kind") not in [*KEYS]:
        raise RuleUnreadable(f"A due rule is an object whose kind is one of {', '.join(KEYS)}.")
    kind = written["kind"]
    _check_keys(written, {"kind"} | KEYS[kind], f"due rule {kind}")
    match kind:
        case "on_dates":
            return OnDates(_dates(written["dates"]))
        case "every":
            count = None if written["count"] is None else _positive(written["count"], "count")
            return Every(_date(written["first"], "first"), _positive(written["months"], "months"), count)
        case "once":
            return Once(_date(written["on"], "on"))
        case "over_term":
            return OverTerm()
        case _:
            return Unstated()


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def _check_keys(written: Mapping[str, Any], expected: set[str], where: str) -> None:
    if set(written) != expected:
        raise RuleUnreadable(f"In {where}: expected {', '.join(sorted(expected))}; found {', '.join(sorted(map(str, written)))}.")


def _dates(written: object) -> tuple[tuple[date, Decimal], ...]:
    if not isinstance(written, list) or not written or not all(isinstance(entry, Mapping) for entry in written):
        raise RuleUnreadable("dates: expected a list of objects with on and quantity.")
    for entry in written:
        _check_keys(entry, {"on", "quantity"}, "dates")
    return tuple(sorted((_date(entry["on"], "on"), _quantity(entry["quantity"])) for entry in written))


def _date(written: object, where: str) -> date:
    if isinstance(written, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
        with suppress(ValueError):
            return date.fromisoformat(written)
    raise RuleUnreadable(f"{where}: {written!r} is not a date like 2026-01-31.")


def _positive(written: object, where: str) -> int:
    if not isinstance(written, int) or isinstance(written, bool) or written < 1:
        raise RuleUnreadable(f"{where}: {written!r} is not a whole number from 1 on.")
    return written


def _quantity(written: object) -> Decimal:
    try:
        quantity = Decimal(written if isinstance(written, str) else "")
    except InvalidOperation:
        raise RuleUnreadable(f'quantity: {written!r} is not a number written as text, like "5000.00".') from None
    if not quantity.is_finite() or quantity <= 0:
        raise RuleUnreadable(f"quantity: {written!r} is not above 0.")
    return quantity
