"""The figures of many agreements, by year and by agreement: of each due item, what the balance engine says of it today.

One query. Tests hold it equal to the engine, item by item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import add
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from filon.agreements.queries.sums_sql import FIGURES


class Figures(NamedTuple):
    """Of due items that are not waived. Cents leave out the `unvalued`, whose value is not known; `owed`: due by today."""

    promised_cents: int = 0
    owed_cents: int = 0
    kept_cents: int = 0
    late_cents: int = 0
    unvalued: int = 0
    items: int = 0
    items_kept: int = 0
    items_late: int = 0
    items_contested: int = 0

    def plus(self, other: Figures) -> Figures:
        return Figures(*map(add, self, other))


NOTHING = Figures()


class YearRow(NamedTuple):
    """What one side promised for a year in the agreements of a kind; `year` None: at no stated date."""

    year: int | None
    kind_id: int
    is_ours: bool
    figures: Figures


@dataclass(frozen=True)
class Told:
    """The same items told twice: the years and the agreements add up to the same sums."""

    by_year: list[YearRow]
    by_agreement: Mapping[int, Mapping[bool, Figures]]


def told_of(agreement_ids: Collection[int], ours: Collection[UUID], *, today: dt.date) -> Told:
    """`ours`: the parties on our side."""
    if not agreement_ids:
        return Told([], {})
    given: dict[str, Any] = {"agreements": list(agreement_ids), "today": today, "now": timezone.now(), "ours": list(ours)}
    years: list[YearRow] = []
    agreements: dict[int, dict[bool, Figures]] = {}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, given)
        for agreement_id, year, kind_id, is_ours, *figures in cursor.fetchall():
            if agreement_id is None:
                years.append(YearRow(year, kind_id, is_ours, Figures(*figures)))
            else:
                agreements.setdefault(agreement_id, {})[is_ours] = Figures(*figures)
    return Told(years, agreements)


def sum_of(figures: Iterable[Figures]) -> Figures:
    total = Figures()
    for each in figures:
        total = total.plus(each)
    return total
