"""Terms that end within a year, the nearest decision first, with what makes their renewal doubtful; and what that said in the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _

from filon.agreements.queries.portfolio.held import Held, Portfolio
from filon.agreements.queries.portfolio.signs import Seen, Told, observed
from filon.agreements.queries.portfolio.signs_sql import PAST
from filon.engines.renewal import Assessment, Backtest, Level, Past, Reason, assess, backtest
from filon.engines.renewal.backtest import Counted
from filon.kernel.addresses import address
from filon.kernel.periods import add_months

if TYPE_CHECKING:
    from filon.people.models import User

AHEAD = dt.timedelta(days=365)
"""How far one looks ahead."""
BACK_YEARS = 5
"""How far back terms are looked at again."""
USUAL_NOTICE = 3
"""Months before the end at which a renewal is looked at where no notice is stated."""


@dataclass(frozen=True)
class Ahead:
    """An agreement whose term ends within the year."""

    held: Held
    url: str
    assessment: Assessment
    reasons: Sequence[tuple[Told, int]]

    @property
    def level(self) -> str:
        return self.assessment.level.value

    @property
    def mark(self) -> str:
        return {Level.HIGH: "late", Level.WATCH: "due", Level.CALM: "next"}[self.assessment.level]

    @property
    def words(self) -> str:
        return level_words()[self.assessment.level]


@dataclass(frozen=True)
class ReasonPast:
    """A reason in the past: in how many terms it held, and how many of these were not renewed."""

    label: str
    counted: Counted


class Renewals:
    """What the page shows: at most seven queries, those of the portfolio among them."""

    def __init__(self, viewer: User, today: dt.date) -> None:
        self.viewer, self.today = viewer, today
        self.portfolio = Portfolio(viewer, today)

    @cached_property
    def ending(self) -> list[Held]:
        """In force, ending within the year; where notice was given nothing is left to decide."""
        return [one for one in self.portfolio.all if one.ends_within(AHEAD, self.today) and not one.is_noticed]

    @property
    def noticed(self) -> list[Held]:
        return [one for one in self.portfolio.all if one.ends_within(AHEAD, self.today) and one.is_noticed]

    @cached_property
    def past(self) -> list[tuple[Held, dt.date, bool]]:
        """The terms of the last years that are over: the agreement, the day on which its renewal was to be decided, and whether it was."""
        held = {one.key: one for one in self.portfolio.all}
        days = ((held[key], add_months(over_on, -(notice or USUAL_NOTICE)), renewed) for key, over_on, notice, renewed in self._terms)
        return [(one, day, renewed) for one, day, renewed in days if one.began is not None and one.began < day]

    @cached_property
    def _terms(self) -> list[Any]:
        holders = [(one.key, partner.entity_id) for one in self.portfolio.all for partner in one.partners]
        given: dict[str, Any] = {
            "agreements": self.portfolio.keys,
            "holders": [key for key, _entity in holders],
            "partners": [entity for _key, entity in holders],
            "today": self.today,
            "since": add_months(self.today, -12 * BACK_YEARS),
        }
        with connection.cursor() as cursor:
            cursor.execute(PAST, given)
            return list(cursor.fetchall())

    @cached_property
    def _seen(self) -> list[Seen]:
        """Those ahead as they stand today, then the past ones as they stood on their day: by the same queries."""
        asked = [*((one, self.today) for one in self.ending), *((one, day) for one, day, _renewed in self.past)]
        return observed(self.viewer, asked, self.portfolio.ours)

    @cached_property
    def ahead(self) -> list[Ahead]:
        """The gravest first, then the nearest decision."""
        rows = [_ahead(seen) for seen in self._seen[: len(self.ending)]]
        return sorted(rows, key=lambda row: (-row.assessment.score, row.held.decide_by or row.held.term_end or self.today))

    @cached_property
    def backtest(self) -> Backtest:
        """What the same reasons would have said of the past terms."""
        seen = self._seen[len(self.ending) :]
        outcomes = (renewed for _one, _day, renewed in self.past)
        return backtest(Past(assess(one.observation), renewed) for one, renewed in zip(seen, outcomes, strict=True))

    @property
    def reasons_past(self) -> list[ReasonPast]:
        labels = reason_words()
        return [ReasonPast(labels[reason], counted) for reason, counted in self.backtest.by_reason.items()]

    @property
    def levels(self) -> Mapping[str, int]:
        """How many are at each level."""
        return {level.value: sum(row.level == level for row in self.ahead) for level in Level}


def _ahead(seen: Seen) -> Ahead:
    assessment = assess(seen.observation)
    return Ahead(seen.held, address("agreements:detail", seen.held.uuid), assessment, list(_reasons(seen, assessment)))


def _reasons(seen: Seen, assessment: Assessment) -> Iterable[tuple[Told, int]]:
    for reason, points in assessment.points.items():
        yield seen.told[reason], points


def reason_words() -> Mapping[Reason, str]:
    return {
        Reason.CLOSED: _("the organisation is closed"),
        Reason.THEY_ARE_BEHIND: _("they are behind with what they promised"),
        Reason.PAYMENT_IS_LATE: _("a payment is late"),
        Reason.WE_ARE_BEHIND: _("we are behind with what we promised"),
        Reason.SILENCE: _("nothing is recorded for six months or more"),
        Reason.CONTACT_GONE: _("who signed has left, or nobody we know is left"),
    }


def level_words() -> Mapping[Level, str]:
    return {Level.HIGH: _("Doubtful"), Level.WATCH: _("To watch"), Level.CALM: _("Nothing against it")}
