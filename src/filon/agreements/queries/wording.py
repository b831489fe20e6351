"""The words around the figures of an agreement's page: titles of sides, header, timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.legal import counterpart_ceiling
from filon.agreements.queries.difference import Change
from filon.agreements.queries.sheet import AgreementSheet
from filon.agreements.queries.statement import PartySeat, VersionEntry
from filon.agreements.states import VersionState
from filon.engines.balance import ItemState, PartyBalance
from filon.kernel.addresses import address
from filon.kernel.formats import day, percent

CHANGES_SHOWN = 6


def owe_title(names: Sequence[str]) -> str:
    """`The school and its foundation owe`."""
    together = get_text_list(list(names), _("and"))
    return ngettext("%(names)s owes", "%(names)s owe", len(names)) % {"names": together}


def side_titles(sheet: AgreementSheet) -> tuple[str, str]:
    """Ours, then theirs."""
    ours, theirs = ([seat.name for seat in sheet.parties if seat.is_ours is is_ours] for is_ours in (True, False))
    return owe_title(ours) if ours else _("Nothing on this side"), owe_title(theirs) if theirs else _("Nothing on this side")


def header(sheet: AgreementSheet) -> list[tuple[str, str, str, str]]:
    """Capacity, name, note and address of each party; then how much of the gift comes back as counterparts."""
    rows = [(seat.capacity.capitalize(), seat.name, _seat_note(seat), "") for seat in sheet.parties]
    if sheet.ratio is not None:
        share = _("%(percent)s of the gift") % {"percent": percent(sheet.ratio)}
        ceiling = counterpart_ceiling(sheet.as_of)
        note = _("usual ceiling %(percent)s") % {"percent": percent(ceiling)} if ceiling is not None else ""
        rows.append((_("Counterparts"), share, note, ""))
    return rows


def _seat_note(seat: PartySeat) -> str:
    return _("sheltered by %(umbrella)s, which signs") % {"umbrella": seat.entity_name} if seat.is_fund else ""


@dataclass(frozen=True)
class PartySums:
    """What one party promised: promised, kept, contested, late and to come in cents (None where no value is known), and its due dates."""

    name: str
    cents: tuple[int, ...] | None
    kept: int
    counted: int


def party_sums(sheet: AgreementSheet) -> list[PartySums]:
    """Of the parties that promised something."""
    return [_party_sums(party) for party in sheet.balance.parties if party.commitments]


def _party_sums(party: PartyBalance) -> PartySums:
    is_valued = party.lines_without_value < len(party.commitments)
    cents = (party.promised_cents, party.kept_cents, party.contested_cents, party.late_cents, party.to_come_cents)
    kept = sum(line.states[ItemState.KEPT] for line in party.commitments)
    return PartySums(party.name, cents if is_valued else None, kept, sum(line.counted for line in party.commitments))


def term_words(sheet: AgreementSheet) -> tuple[str, str]:
    """How far the term has run, and the last day to give notice."""
    if sheet.start is None or sheet.end is None:
        return "", ""
    whole, run = _months(sheet.start, sheet.end), _months(sheet.start, min(max(sheet.as_of, sheet.start), sheet.end))
    middle = _("%(run)s of %(whole)s months") % {"run": run, "whole": whole}
    return middle, _("notice by %(day)s") % {"day": day(sheet.decide_by)} if sheet.decide_by else ""


def _months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


@dataclass(frozen=True)
class Milestone:
    """A version as the timeline shows it."""

    when: list[str]
    title: str
    state: str
    tag: tuple[str, str]
    text: str
    url: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def milestones(sheet: AgreementSheet) -> list[Milestone]:
    """The versions, the last one first."""
    return [_milestone(sheet, entry) for entry in sheet.versions]


def _milestone(sheet: AgreementSheet, entry: VersionEntry) -> Milestone:
    row = entry.row
    name = _("original agreement") if row.number == 1 else _("amendment no. %(number)s") % {"number": row.number - 1}
    return Milestone(
        when=_when(entry),
        title=_("Version %(number)s, %(name)s") % {"number": row.number, "name": name},
        state="draft" if entry.is_draft else "now" if entry.is_current else "",
        tag=(row.state, entry.state_label),
        text=_signed_words(row),
        url=address("agreements:draft_review", sheet.agreement.uuid, row.number) if entry.is_draft else "",
        changes=[_change(change) for change in entry.changes[:CHANGES_SHOWN]],
    )


def _when(entry: VersionEntry) -> list[str]:
    row = entry.row
    first, last = (row.validity.lower, row.validity.upper) if row.validity else (row.effective_from, None)
    if first is None:
        return [_("date not stated")]
    if entry.is_draft or row.state == VersionState.SIGNED:
        return [_("from"), day(first)]
    if last is None or entry.is_current:
        return [_("since"), day(first)]
    return [day(first), _("to %(day)s") % {"day": day(last)}]


def _signed_words(row: Any) -> str:
    if row.signed_on is None:
        return ""
    words = {"day": day(row.signed_on), "place": row.place}
    return _("Signed on %(day)s, %(place)s.") % words if row.place else _("Signed on %(day)s.") % words


def _change(change: Change) -> tuple[str, str, str]:
    """Added, removed, and what it is about."""
    if change.kind == "added":
        names_itself = change.after.startswith(change.label) or not change.after
        return change.after or change.label if names_itself else f"{change.label}, {change.after}", "", ""
    if change.kind == "removed":
        return "", change.label, ""
    return change.after or _("nothing"), change.before, f"{change.label} :"
