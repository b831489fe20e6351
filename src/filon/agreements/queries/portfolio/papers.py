"""The board report and the sheet of a partner, as PDF: what the pages of the portfolio say, on paper, in French or English.

The same bytes all day long while nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from filon.agreements.queries.document import Language
from filon.agreements.queries.portfolio.groups import Group
from filon.agreements.queries.portfolio.overview import ending_of, overview_of
from filon.agreements.queries.portfolio.partner import PartnerLine, PartnerPaper, partner_paper
from filon.agreements.queries.portfolio.renewals import Ahead, Renewals
from filon.agreements.queries.portfolio.years import Comparison, SideOfYear, Year
from filon.kernel import clock
from filon.kernel.formats import day, euros, number, opening, percent
from filon.kernel.manuscript import Column, Table, blocks
from filon.kernel.pdf import Imprint, typeset

if TYPE_CHECKING:
    from filon.people.models import User

SOURCE = "agreements/board"
MOST = 15
"""Rows of a table of renewals; the others are counted."""


@dataclass(frozen=True)
class Part:
    """A section of a paper."""

    heading: str
    text: str = ""
    tables: Sequence[Table] = ()
    note: str = ""


def board_pdf(viewer: User, language: Language) -> bytes:
    """The portfolio of the school she works for, as it stands today."""
    today = timezone.localdate()
    with override(language):
        renewals = Renewals(viewer, today)
        overview = overview_of(renewals.portfolio)
        school = ", ".join(host.name for host in viewer.hosts_today if host.pk in viewer.standing.host_ids)
        parts = [
            _years(overview.years, overview.unvalued),
            _compared(overview.comparison),
            _ahead(renewals),
            *(_group(group) for group in overview.groups),
        ]
        lede = "".join(segment.text for segment in overview.segments)
        title = _("Portfolio of agreements")
        subtitle = _("Report to the board · %(school)s") % {"school": school}
        note = _("From the agreements, due dates and deliveries recorded in Filon, as they stood on %(day)s.") % {"day": day(today)}
        return _set(title, school, subtitle, lede, parts, note=note, today=today, language=language)


def partner_pdf(viewer: User, entity_id: UUID, language: Language) -> bytes:
    """The sheet of one partner. 404 for an organisation she does not see."""
    today = timezone.localdate()
    with override(language):
        paper = partner_paper(viewer, entity_id, today)
        told = [part for part in (_known(paper), _agreements(paper.lines), _paper_years(paper), _paper_ahead(paper)) if part]
        note = _("What this school knows of the partner, as it stood on %(day)s; it is not to be published.") % {"day": day(today)}
        subtitle = _("Partner sheet · %(school)s") % {"school": paper.school}
        return _set(paper.name, paper.school, subtitle, paper.lede, told, note=note, today=today, language=language)


def _set(
    title: str, author: str, subtitle: str, lede: str, parts: Iterable[Part], *, note: str, today: dt.date, language: Language
) -> bytes:
    noon = clock.at(today, 12)
    imprint = Imprint(title=title, author=author, dated=noon, reference=day(today))
    values = {"title": title, "subtitle": subtitle, "lede": lede, "sections": [_values(part) for part in parts], "note": note}
    return typeset(SOURCE, values, imprint=imprint, language=language)


def _values(part: Part) -> dict[str, Any]:
    found = [{"kind": one.kind, "items": [list(item) for item in one.items], "lines": list(one.items[0])} for one in blocks(part.text)]
    return {"heading": part.heading, "text": found, "tables": [asdict(table) for table in part.tables], "note": part.note}


def _table(*heads: str, rows: Iterable[tuple[str, ...]], words: int = 1) -> Table:
    """The first columns are words, the others figures."""
    return Table(tuple(Column(head, is_number=place >= words) for place, head in enumerate(heads)), tuple(rows))


def _years(years: Sequence[Year], unvalued: int) -> Part:
    rows = ((year.label, *_side(year.ours), *_side(year.theirs)) for year in years)
    heads = (_("Year"), _("We promised"), _("kept"), _("late"), _("They promised"), _("kept"), _("late"))
    note = _("Of what fell or falls due in a year, how much is kept today.")
    if unvalued:
        left_out = ngettext(
            "%(num)d due date without a known value is not in the euros.",
            "%(num)d due dates without a known value are not in the euros.",
            unvalued,
        )
        note = f"{note} {left_out % {'num': unvalued}}"
    return Part(_("Promised and kept, over the years"), "", (_table(*heads, rows=rows),), note)


def _side(side: SideOfYear) -> tuple[str, str, str]:
    figures = side.figures
    return euros(figures.promised_cents), euros(figures.kept_cents), euros(figures.late_cents)


def _compared(comparison: Comparison) -> Part:
    rows = (
        (opening(one.label), *((euros if one.is_money else number)(figure) for figure in (one.first, one.second, one.difference)))
        for one in comparison.measures
    )
    heads = (_("What is counted"), str(comparison.first), str(comparison.second), _("Difference"))
    note = _("The last day of the running year is today. What is kept is told as it stands today, for both years.")
    return Part(_("Two years compared"), "", (_table(*heads, rows=rows),), note)


def _ahead(renewals: Renewals) -> Part:
    count = len(ending_of(renewals.portfolio))
    if not renewals.ahead:
        return Part(_("Renewals ahead"), _("No term ends within a year."))
    rows = [_ahead_row(row) for row in renewals.ahead[:MOST]]
    left = len(renewals.ahead) - len(rows)
    note = ngettext("%(num)d other ends within a year.", "%(num)d others end within a year.", left) % {"num": left} if left else ""
    text = ngettext("%(count)s term ends within a year.", "%(count)s terms end within a year.", count) % {"count": number(count)}
    heads = (_("Agreement"), _("Renewal"), _("Why"), _("Notice"), _("Term"))
    return Part(_("Renewals ahead"), text, (_table(*heads, rows=rows, words=3),), f"{note} {_tested(renewals)}".strip())


def _ahead_row(row: Ahead) -> tuple[str, ...]:
    why = " · ".join(told.words for told, _points in row.reasons) or "—"
    return f"{row.held.title} ({row.held.reference})", row.words, why, _date(row.held.decide_by), _date(row.held.term_end)


def _date(on: dt.date | None) -> str:
    return day(on) or "—"


def _tested(renewals: Renewals) -> str:
    """What the reasons were worth, or that nothing can be said."""
    tested = renewals.backtest
    if not tested.says_something:
        return _("Too few terms to say what the reasons are worth.")
    words = {"flagged": percent(tested.flagged.share), "calm": percent(tested.calm.share), "caught": percent(tested.caught) or "—"}
    return (
        _(
            "Of the terms that were flagged, %(flagged)s were not renewed; of the others, %(calm)s. Of all that were not renewed, "
            "%(caught)s had been flagged."
        )
        % words
    )


def _group(group: Group) -> Part:
    rows = (
        (
            opening(row.label),
            number(row.agreements),
            number(row.live),
            euros(row.both.promised_cents),
            euros(row.both.kept_cents),
            euros(row.both.late_cents),
        )
        for row in group.rows
    )
    heads = (group.head, _("Agreements"), _("In force"), _("Promised"), _("Kept"), _("Late"))
    return Part(group.title, "", (_table(*heads, rows=rows),), group.note)


def _known(paper: PartnerPaper) -> Part | None:
    rows = [(label, value) for label, value in paper.known if value]
    return Part(_("The organisation"), "", (_table("", "", rows=rows, words=2),)) if rows else None


def _agreements(lines: Sequence[PartnerLine]) -> Part:
    if not lines:
        return Part(_("Agreements"), _("No agreement binds this organisation."))
    rows = (
        (
            f"{line.title} ({line.reference})",
            line.state,
            _date(line.term_end),
            f"{euros(line.ours.kept_cents)} / {euros(line.ours.promised_cents)}",
            f"{euros(line.theirs.kept_cents)} / {euros(line.theirs.promised_cents)}",
            number(line.ours.items_late + line.theirs.items_late),
        )
        for line in lines
    )
    heads = (_("Agreement"), _("State"), _("Term"), _("Kept by us / promised"), _("Kept by them / promised"), _("Due dates late"))
    return Part(_("Agreements"), "", (_table(*heads, rows=rows, words=2),))


def _paper_years(paper: PartnerPaper) -> Part | None:
    if not paper.years:
        return None
    rows = (
        (str(year.year), number(year.ours), euros(year.ours_cents) or "—", number(year.theirs), euros(year.theirs_cents) or "—")
        for year in paper.years
    )
    heads = (_("Year"), _("Delivered to them"), _("worth"), _("Delivered by them"), _("worth"))
    return Part(_("Over the years, in both directions"), "", (_table(*heads, rows=rows),))


def _paper_ahead(paper: PartnerPaper) -> Part | None:
    if not paper.ahead:
        return None
    heads = (_("Agreement"), _("Renewal"), _("Why"), _("Notice"), _("Term"))
    return Part(_("Renewals ahead"), "", (_table(*heads, rows=[_ahead_row(row) for row in paper.ahead], words=3),))
