"""Erasing what an app holds of somebody: what keeps a name, what stands for an erased one, and how a row is told in an export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Right

from filon.kernel.persons import Kept, NameKept, Person
from filon.kernel.registry import Sentence, all_of

NOBODY = "N. N. "
"""What a name that was erased begins with, in every language (nomen nescio); six signs of the row's UUID tell two apart."""
NOWHERE = "@erased.invalid"
"""What the address of an erased account ends with (RFC 2606: never anybody's)."""


def named(today: date, of: str, *, with_address: bool = False) -> Q:
    """The condition on accounts or on sheets (`of`) that something makes their name stay, or also their address."""
    found = Q(pk__in=())
    for one in all_of(NameKept):
        if one.with_address or not with_address:
            found |= getattr(one, of)(today)
    return found


def name_kept(person: Person, rows: QuerySet[Any], today: date, of: str, *, with_address: bool = False) -> Kept | None:
    """Why the names of these rows stay (of somebody’s accounts, or of her sheets); None when nothing keeps them. One query for each."""
    names = all_of(NameKept)
    if of not in person.read:
        conditions = {f"kept_{number}": getattr(one, of)(today) for number, one in enumerate(names)}
        shown = rows.order_by().annotate(**{name: ExpressionWrapper(kept, BooleanField()) for name, kept in conditions.items()})
        person.read[of] = list(shown.values_list(*conditions))
    keeping = (one for number, one in enumerate(names) if any(row[number] for row in person.read[of]))
    found = next((one for one in keeping if one.with_address or not with_address), None)
    return Kept(found.why, found.until(person, today)) if found else None


def always(why: Sentence) -> Callable[[Person, date], Kept]:
    """For what no demand removes."""
    return lambda _person, _today: Kept(why)


def unless_she_stays(why: Sentence) -> Callable[[Person, date], Kept | None]:
    """For what goes with the account."""
    return lambda person, _today: Kept(why) if person.stays else None


def nobody() -> Concat:
    """The name that stands for an erased one."""
    return Concat(Value(NOBODY), Right(Cast("uuid", CharField()), 6))


def nowhere() -> Concat:
    """The address that stands for an erased one."""
    return Concat(Cast("uuid", CharField()), Value(NOWHERE))


def deleted(rows: QuerySet[Any]) -> int:
    """How many."""
    count: int = rows.delete()[0]
    return count


def told(*names: str) -> Callable[[Model], dict[str, Any]]:
    """Says these attributes of a row; a path (`host__name`) under its first name."""

    def tell(row: Model) -> dict[str, Any]:
        return {name.split("__")[0]: _value(row, name) for name in names}

    return tell


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row
