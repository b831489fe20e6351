"""Promised and kept over the years: of what fell due in a year, how much is kept today, on each side; and two years side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from filon.agreements.queries.portfolio.figures import NOTHING, Figures, YearRow, sum_of
from filon.agreements.queries.portfolio.held import Held, Label, Portfolio

SHOWN = 8
"""Years of the table; older and later ones are one row each."""


@dataclass
class SideOfYear:
    """One side in a year; `part` is the length of its beam, of the longest of that side."""

    figures: Figures = NOTHING
    part: float = 0.0

    @property
    def kept_x(self) -> float:
        return self._length(self.figures.kept_cents)

    @property
    def late_x(self) -> float:
        return self._length(self.figures.late_cents)

    def _length(self, cents: int) -> float:
        return round(100 * self.part * cents / self.figures.promised_cents, 2) if self.figures.promised_cents else 0.0


@dataclass
class Year:
    """A row of the table; `year` None: at no stated date."""

    year: int | None
    label: str
    is_running: bool = False
    ours: SideOfYear = field(default_factory=SideOfYear)
    theirs: SideOfYear = field(default_factory=SideOfYear)

    def side(self, *, is_ours: bool) -> SideOfYear:
        return self.ours if is_ours else self.theirs


def years_of(rows: Iterable[YearRow], today: dt.date) -> list[Year]:
    """The latest first; every year between the first and the last one shown, and what is due at no stated date at the end."""
    found: dict[int | None, Year] = {}
    for row in rows:
        key = _shown(row.year, today)
        year = found.setdefault(key, Year(key, _label(key, today), is_running=key == today.year))
        side = year.side(is_ours=row.is_ours)
        side.figures = side.figures.plus(row.figures)
    ordered = sorted(found.values(), key=lambda year: (year.year is None, -(year.year or 0)))
    for is_ours in (True, False):
        _measure([year.side(is_ours=is_ours) for year in ordered])
    return ordered


def _shown(year: int | None, today: dt.date) -> int | None:
    """The year under which it is shown: far ones are told together."""
    first, last = _bounds(today)
    return None if year is None else min(max(year, first), last)


def _bounds(today: dt.date) -> tuple[int, int]:
    return today.year - SHOWN + 3, today.year + 2


def _label(year: int | None, today: dt.date) -> str:
    first, last = _bounds(today)
    if year is None:
        return _("no stated date")
    if year == first:
        return _("%(year)s and before") % {"year": year}
    return _("%(year)s and later") % {"year": year} if year == last else str(year)


def _measure(sides: Sequence[SideOfYear]) -> None:
    """The longest beam is the greatest promise."""
    longest = max((side.figures.promised_cents for side in sides), default=0)
    for side in sides:
        side.part = side.figures.promised_cents / longest if longest else 0.0


@dataclass(frozen=True)
class Measure:
    """A line of the comparison: figures of the two years; `is_money` where they are cents."""

    label: str
    first: int
    second: int
    is_money: bool = False

    @property
    def difference(self) -> int:
        return self.first - self.second


@dataclass(frozen=True)
class KindCompared:
    """The same for one kind: agreements in force on the last day, promised and kept of the two years, both sides together."""

    kind: Label
    live: tuple[int, int]
    promised_cents: tuple[int, int]
    kept_cents: tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """Two years; `choices` are those that may be asked for."""

    first: int
    second: int
    choices: Sequence[int]
    measures: Sequence[Measure]
    kinds: Sequence[KindCompared]


def comparison_of(portfolio: Portfolio, first: str, second: str) -> Comparison:
    """The years asked for, or this one and the one before."""
    choices, rows = years_known(portfolio), portfolio.told.by_year
    one = _chosen(first, choices, portfolio.today.year)
    other = _chosen(second, choices, one - 1)
    return Comparison(one, other, choices, list(_measures(portfolio, rows, one, other)), _kinds(portfolio, rows, one, other))


def years_known(portfolio: Portfolio) -> list[int]:
    """From the first agreement to this year, the latest first."""
    this = portfolio.today.year
    started = [one.began.year for one in portfolio.all if one.began is not None and one.began > dt.date.min]
    return list(range(this, min([*started, this - 1]) - 1, -1))


def _chosen(asked: str, choices: Sequence[int], usual: int) -> int:
    return int(asked) if asked.isdecimal() and int(asked) in choices else usual


def last_day(year: int, today: dt.date) -> dt.date:
    """Of a year that is over; of the running one, today."""
    return min(dt.date(year, 12, 31), today)


def _measures(portfolio: Portfolio, rows: Sequence[YearRow], one: int, other: int) -> Iterable[Measure]:
    for label, count in (
        (_("agreements that began"), _began),
        (_("agreements that ended"), _ended),
        (_("agreements in force on the last day"), _holding),
        (_("partners bound on the last day"), _bound),
    ):
        yield Measure(label, count(portfolio, one), count(portfolio, other))
    for is_ours, words in ((True, (_("promised by us"), _("kept by us"), _("our due dates that are late"))), (False, _theirs())):
        first, second = _side(rows, one, is_ours=is_ours), _side(rows, other, is_ours=is_ours)
        yield Measure(words[0], first.promised_cents, second.promised_cents, is_money=True)
        yield Measure(words[1], first.kept_cents, second.kept_cents, is_money=True)
        yield Measure(words[2], first.items_late, second.items_late)


def _theirs() -> tuple[str, str, str]:
    return _("promised to us"), _("kept by them"), _("their due dates that are late")


def _side(rows: Iterable[YearRow], year: int, *, is_ours: bool) -> Figures:
    return sum_of(row.figures for row in rows if (row.year, row.is_ours) == (year, is_ours))


def _began(portfolio: Portfolio, year: int) -> int:
    return sum(one.began is not None and one.began.year == year for one in portfolio.all)


def _ended(portfolio: Portfolio, year: int) -> int:
    """By that day at the latest: a term that ends later in the running year has not ended."""
    return sum(one.ended is not None and one.ended.year == year and one.ended <= portfolio.today for one in portfolio.all)


def _in_force(portfolio: Portfolio, year: int) -> list[Held]:
    day = last_day(year, portfolio.today)
    return [one for one in portfolio.all if one.holds_on(day)]


def _holding(portfolio: Portfolio, year: int) -> int:
    return len(_in_force(portfolio, year))


def _bound(portfolio: Portfolio, year: int) -> int:
    return len({partner.entity_id for one in _in_force(portfolio, year) for partner in one.partners})


def _kinds(portfolio: Portfolio, rows: Sequence[YearRow], one: int, other: int) -> list[KindCompared]:
    """Those of which something stands in one of the two years."""
    labels = {held.kind_id: held.kind for held in portfolio.all}
    years = (one, other)
    live = [dict.fromkeys(labels, 0) for _year in years]
    for count, year in zip(live, years, strict=True):
        for held in _in_force(portfolio, year):
            count[held.kind_id] += 1
    compared = []
    for key, label in sorted(labels.items(), key=lambda item: (item[1].order, item[1].french)):
        first, second = (sum_of(row.figures for row in rows if (row.kind_id, row.year) == (key, year)) for year in years)
        promised, kept = (first.promised_cents, second.promised_cents), (first.kept_cents, second.kept_cents)
        compared.append(KindCompared(label, (live[0][key], live[1][key]), promised, kept))
    return [one for one in compared if any((*one.live, *one.promised_cents))]
