"""What the list of agreements can be narrowed, sorted and exported by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, AgreementVersion
from filon.agreements.queries.list_lines import Outlook, state_words
from filon.agreements.queries.listing import choices_of_filters, keys_of, searched, to_renew
from filon.agreements.queries.sums import late_among
from filon.agreements.states import VersionState
from filon.kernel.lists import Column, Definition, Filter
from filon.people.models import User
from filon.people.roles import READING

Rows = QuerySet[Any]
Choices = Callable[[], Sequence[tuple[str, Any]]]
MINE = "moi"
LATE, TO_RENEW = "retard=1", "renouveler=1"
"""Addresses of two ready views."""


def definition_for(viewer: User, outlook: Outlook) -> Definition[Agreement]:
    """Columns, filters and ready views with their counts; a partner's person is not offered the school's owners."""
    choices = choices_of_filters(viewer)
    is_inside = viewer.standing.has(READING)
    return Definition(
        page="agreements:list",
        columns=_columns(partial(_late_words, outlook), is_inside=is_inside),
        order=("term_end", "reference"),
        filters=_filters(viewer, choices),
        search=searched,
        ready_views=_ready_views(is_inside=is_inside),
        counts=partial(_counts, outlook),
    )


def _late_words(outlook: Outlook, row: Agreement) -> str:
    """Who is late in an agreement, for an export."""
    mini = outlook.minis.get(row.pk)
    return "" if mini is None else {"ours": _("us"), "theirs": _("them"), "both": _("all")}.get(mini.late_side, _("nobody"))


def _counts(outlook: Outlook) -> dict[str, int]:
    """How many rows two of the ready views find."""
    return {LATE: outlook.counts.late, TO_RENEW: outlook.counts.to_renew}


def _columns(late_words: Callable[[Agreement], str], *, is_inside: bool) -> tuple[Column[Agreement], ...]:
    """The page writes the first three in one cell, and the notice under the term."""
    columns: tuple[Column[Agreement], ...] = (
        Column("title", _("Agreement"), lambda row: row.title, sort=("title_fr",)),
        Column("reference", _("Reference"), lambda row: row.reference),
        Column("partners", _("Partners"), partial(_annotated, name="partners")),
        Column("kind", _("Kind"), lambda row: row.kind.label, spare=True),
        Column("state", _("State"), lambda row: state_words(row)[1]),
        Column("late", _("Balance, us | them"), late_words),
        Column("money", _("Money"), _money, sort=("money_cents",), number=True),
        Column("term", _("Term"), partial(_annotated, name="term_end"), sort=("term_end",)),
        Column("notice", _("Last day to give notice"), partial(_annotated, name="decide_by")),
        Column("owner", _("Looked after by"), lambda row: row.owner.name if row.owner else "", spare=True),
    )
    return columns if is_inside else columns[:-1]


def _annotated(row: Agreement, name: str) -> Any:
    """A value that `listed_agreements` added to the row."""
    return getattr(row, name)


def _money(row: Agreement) -> Decimal | None:
    cents = _annotated(row, "money_cents")
    return None if cents is None else Decimal(cents) / 100


def _filters(viewer: User, choices: Mapping[str, list[tuple[str, str]]]) -> tuple[Filter[Agreement], ...]:
    return (
        Filter("nature", _("Kind"), partial(_where, "kind__code"), _all_and(choices["kind"])),
        Filter("etat", _("State"), partial(_where, "version_state"), _all_and(VersionState.choices)),
        Filter("responsable", _("Looked after by"), partial(_of_owner, viewer), _all_and([(MINE, _("me")), *choices["owner"]])),
        Filter("theme", _("Theme"), _of_theme, _all_and(choices["theme"])),
        Filter("avant", _("Term before"), _ending_before),
        Filter("retard", _("Late"), _late),
        Filter("renouveler", _("To renew"), _to_renew),
    )


def _all_and(choices: Iterable[tuple[str, Any]]) -> Choices:
    """Choices of a filter, after "all"."""
    return lambda: [("", _("All")), *choices]


def _where(field: str, rows: Rows, value: str) -> Rows:
    return rows.filter(**{field: value})


def _ending_before(rows: Rows, day: str) -> Rows:
    return rows.filter(term_end__lt=dt.date.fromisoformat(day))


def _late(rows: Rows, _value: str) -> Rows:
    return rows.filter(pk__in=late_among(keys_of(rows)))


def _to_renew(rows: Rows, _value: str) -> Rows:
    return to_renew(rows, timezone.localdate())


def _of_owner(viewer: User, rows: Rows, value: str) -> Rows:
    return rows.filter(owner=viewer) if value == MINE else rows.filter(owner__uuid=UUID(value))


def _of_theme(rows: Rows, value: str) -> Rows:
    themed = AgreementVersion.objects.filter(pk=OuterRef("version_id"), themes__uuid=UUID(value))
    return rows.filter(Exists(themed))


def _ready_views(*, is_inside: bool) -> tuple[tuple[str, str], ...]:
    """Few enough for one line; kinds are a filter."""
    mine = ((_("My agreements"), f"responsable={MINE}"),) if is_inside else ()
    return (_("Late"), LATE), (_("To renew"), TO_RENEW), *mine
