"""The opening sentence of an agreement: how things stand, what is wrong in bold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.queries.statement import Statement
from filon.agreements.states import VersionState
from filon.engines.balance import ItemState, PartyBalance
from filon.kernel import formats

SETTLED = frozenset({ItemState.KEPT, ItemState.WAIVED})


class Segment(NamedTuple):
    """A piece of the sentence."""

    text: str
    strong: bool = False


def opening_sentence(sheet: Statement) -> list[Segment]:
    """As of the day of the sheet. Late and contested promises are strong; who is in order is said in a few words."""
    if sheet.version is None:
        return [Segment(_before(sheet))]
    parties = [party for party in sheet.balance.parties if party.commitments]
    segments = [segment for party in parties for segment in _party(party)]
    if sheet.state in (VersionState.ENDED, VersionState.TERMINATED):
        segments.insert(0, Segment(_ended(sheet.end)))
    return segments or [Segment(_("It is in force; no due date is stated."))]


def _before(sheet: Statement) -> str:
    if sheet.start is None or sheet.state not in (VersionState.SIGNED, VersionState.IN_FORCE):
        return _("It is a draft: nothing is owed yet.")
    return _("It takes effect on %(day)s: nothing is owed yet.") % {"day": formats.day(sheet.start)}


def _ended(end: dt.date | None) -> str:
    if end is None:
        return _("The agreement has ended, on a day that is not stated. ")
    return _("The agreement ended on %(day)s. ") % {"day": formats.day(end)}


def _party(party: PartyBalance) -> list[Segment]:
    late, contested = _troubled(party, ItemState.LATE), _troubled(party, ItemState.CONTESTED)
    if late:
        return [Segment(_("%(name)s is late: ") % {"name": party.name}), Segment(late, strong=True), *_contested(contested), Segment(". ")]
    if contested:
        return [Segment(_("%(name)s is up to date") % {"name": party.name}), *_contested(contested), Segment(". ")]
    if all(line.states.keys() <= SETTLED for line in party.commitments):
        return [Segment(_("%(name)s has kept what it promised. ") % {"name": party.name})] if _has_items(party) else []
    return [Segment(_("%(name)s is up to date. ") % {"name": party.name})]


def _has_items(party: PartyBalance) -> bool:
    return any(line.items for line in party.commitments)


def _contested(names: str) -> Iterable[Segment]:
    if names:
        yield Segment(_("; contested: "))
        yield Segment(names, strong=True)


def _troubled(party: PartyBalance, state: ItemState) -> str:
    """`site visits (1 due date), talks (2 due dates)`."""
    counts = [(line.what, line.states[state]) for line in party.commitments]
    words = (
        ngettext("%(what)s (%(count)d due date)", "%(what)s (%(count)d due dates)", count) % {"what": what, "count": count}
        for what, count in counts
        if count
    )
    return ", ".join(words)
