"""The first page of the portfolio: how things stand in a sentence, the years, two years compared, what ends, and the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.portfolio.figures import sum_of
from filon.agreements.queries.portfolio.groups import Group, groups_of, late_of
from filon.agreements.queries.portfolio.held import Held, Portfolio
from filon.agreements.queries.portfolio.years import Comparison, Year, comparison_of, years_of
from filon.agreements.queries.sentence import Segment
from filon.kernel.addresses import address
from filon.kernel.formats import number, percent

AHEAD = dt.timedelta(days=365)
SHOWN = 6
"""Terms that the first page names; the others are counted."""


@dataclass(frozen=True)
class Ending:
    """A term that ends within the year."""

    held: Held
    url: str

    @property
    def partners(self) -> str:
        return ", ".join(partner.name for partner in self.held.partners)


@dataclass(frozen=True)
class Overview:
    """`ending` are the nearest, `more_ending` counts the others; `unvalued`: due dates whose value is not known, which euros leave out."""

    segments: Sequence[Segment]
    years: Sequence[Year]
    unvalued: int
    comparison: Comparison
    ending: Sequence[Ending]
    more_ending: int
    groups: Sequence[Group]
    is_empty: bool


def overview_of(portfolio: Portfolio, first: str = "", second: str = "") -> Overview:
    """Of the two years asked for, or the usual ones."""
    today = portfolio.today
    rows = portfolio.told.by_year
    ending = ending_of(portfolio)
    return Overview(
        segments=opening(portfolio, len(ending)),
        years=years_of(rows, today),
        unvalued=sum(row.figures.unvalued for row in rows),
        comparison=comparison_of(portfolio, first, second),
        ending=[Ending(one, address("agreements:detail", one.uuid)) for one in ending[:SHOWN]],
        more_ending=max(0, len(ending) - SHOWN),
        groups=groups_of(portfolio),
        is_empty=not portfolio.all,
    )


def ending_of(portfolio: Portfolio) -> list[Held]:
    """Terms that end within the year, the nearest decision first."""
    found = [one for one in portfolio.all if one.ends_within(AHEAD, portfolio.today)]
    return sorted(found, key=lambda one: (one.decide_by or one.term_end or portfolio.today, one.reference))


def opening(portfolio: Portfolio, ending: int) -> list[Segment]:
    """How the portfolio stands, what is wrong in bold."""
    live = portfolio.live
    partners = len({partner.entity_id for one in live for partner in one.partners})
    words = {"agreements": number(len(live)), "partners": number(partners)}
    bound = ngettext("%(agreements)s agreement binds today", "%(agreements)s agreements bind today", len(live)) % words
    told = ngettext("%(bound)s, with %(partners)s partner. ", "%(bound)s, with %(partners)s partners. ", partners)
    segments = [Segment(told % {"bound": bound, **words})]
    share = kept_share(portfolio)
    if share is not None:
        segments.append(Segment(_("Of the value due by today, %(share)s is kept. ") % {"share": percent(share)}))
    return [*segments, *_late(portfolio), Segment(_ends(ending))]


def kept_share(portfolio: Portfolio) -> float | None:
    """Of what was due by today on both sides, in euros where the value is known; None where nothing was."""
    whole = sum_of(row.figures for row in portfolio.told.by_year)
    return (whole.owed_cents - whole.late_cents) / whole.owed_cents if whole.owed_cents else None


def _late(portfolio: Portfolio) -> list[Segment]:
    ours, theirs = late_of(portfolio)
    if not ours and not theirs:
        return [Segment(_("Nobody is late. "))]
    said = _("We are late in %(ours)s, and partners in %(theirs)s. ") % {"ours": number(ours), "theirs": number(theirs)}
    return [Segment(said, strong=True)]


def _ends(count: int) -> str:
    if not count:
        return _("No term ends within a year.")
    return ngettext("%(count)s term ends within a year.", "%(count)s terms end within a year.", count) % {"count": number(count)}
