"""What agreements ask of a person this week: late, due within seven days, contested, to decide, left in draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement
from filon.agreements.queries.ledger import ledger_from
from filon.agreements.queries.record import Record, VersionRow, records_of
from filon.agreements.queries.statement import decision_day
from filon.agreements.queries.sums import SideSums
from filon.agreements.queries.today import Today, today_of
from filon.agreements.rules import NOTICE_AHEAD
from filon.agreements.states import VersionState
from filon.engines.balance import CommitmentBalance, ItemBalance, ItemState, balance
from filon.kernel.addresses import address
from filon.kernel.registry import WeekItem, WeekKind
from filon.people.roles import READING, Role

if TYPE_CHECKING:
    from filon.people.models import User

DAYS = dt.timedelta(days=7)


def week_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """Lines of the home page for this person, in no order. Only agreements in which something happens are read in full."""
    read = today_of(viewer, today)
    seen = read.agreements
    busy = [key for key, sides in read.sums.items() if any(_is_busy(side, today) for side in sides)]
    deciding = _deciding(read)
    read_in_full = {*busy, *deciding}
    parties = [party for key in read_in_full for party in read.parties[key]]
    records = records_of(read_in_full, parties=parties) if read_in_full else {}
    for key in busy:
        yield from _promises(seen[key], records[key], today)
    for key in deciding:
        yield from _decisions(seen[key], records[key].versions, today)
    yield from _drafts(viewer, read)


def _is_busy(side: SideSums, today: dt.date) -> bool:
    is_due = side.next_due is not None and side.next_due <= today + DAYS
    return bool(side.items_late or side.items_contested or is_due)


def _promises(agreement: Agreement, record: Record, today: dt.date) -> Iterator[WeekItem]:
    state = balance(ledger_from(record), as_of=today, known_at=timezone.now())
    owners = {term.commitment: term.owner or term.owner_contact or "" for term in record.terms}
    for party in state.parties:
        for line in party.commitments:
            for item in line.items:
                kind = _kind(item, today)
                if kind is not None:
                    context = _("%(agreement)s · %(name)s owes it") % {"agreement": agreement.title, "name": party.name}
                    yield _promise(agreement, line, item, kind, context=context, owner=owners[UUID(str(line.commitment))], today=today)


def _kind(item: ItemBalance, today: dt.date) -> WeekKind | None:
    if item.state is ItemState.CONTESTED:
        return "decide"
    if item.state is ItemState.LATE:
        return "late"
    is_near = item.due is not None and today <= item.due <= today + DAYS
    return "due" if is_near and item.state is ItemState.DUE else None


def _promise(
    agreement: Agreement, line: CommitmentBalance, item: ItemBalance, kind: WeekKind, *, context: str, owner: str, today: dt.date
) -> WeekItem:
    title = _("%(what)s: contested, to be answered") % {"what": line.what} if kind == "decide" else line.what
    url = address("agreements:commitment", agreement.uuid, line.commitment)
    return WeekItem(kind, item.due or today, title, url, context, owner)


def _deciding(read: Today) -> list[int]:
    """Agreements in force with a notice to give, none given yet."""
    in_force = (version for version in read.versions if version.state == VersionState.IN_FORCE)
    return [version.agreement_id for version in in_force if version.notice_months and version.noticed is None]


def _decisions(agreement: Agreement, versions: Iterable[VersionRow], today: dt.date) -> Iterator[WeekItem]:
    """Before the last day to give notice, for the ninety days that precede it."""
    for version in versions:
        day = decision_day(version) if version.state == VersionState.IN_FORCE else None
        if day is not None and today <= day <= today + NOTICE_AHEAD:
            title = _("Renew “%(title)s”?") % {"title": agreement.title}
            url = address("agreements:detail", agreement.uuid)
            owner = agreement.owner.name if agreement.owner else ""
            yield WeekItem("decide", day, title, url, _("Last day to give notice"), owner)


def _drafts(viewer: User, read: Today) -> Iterator[WeekItem]:
    """Texts she began and has not finished; only people inside see drafts."""
    if not viewer.standing.has(READING):
        return
    for draft in (version for version in read.versions if version.is_open):
        agreement = read.agreements[draft.agreement_id]
        context = _asked_of(viewer, draft, is_own=viewer.pk in (draft.created_by_id, agreement.owner_id))
        if context:
            is_held_up = draft.is_undelivered or draft.is_in_trouble
            url = address("agreements:sending" if is_held_up else "agreements:draft_review", agreement.uuid, draft.number)
            yield WeekItem("decide", timezone.localdate(draft.created_at), agreement.title, url, context, viewer.name)


def _asked_of(viewer: User, draft: Any, *, is_own: bool) -> str:
    """What a version that is not signed yet asks of her, in words; nothing while others have it."""
    first = min((asked["position"] for asked in draft.asked), default=0)
    mine = (asked for asked in draft.asked if asked["position"] == first)
    if any(asked["host"] in viewer.standing.hosts_where({Role(asked["role"])}) for asked in mine):
        return _("Version %(number)d waits for your approval") % {"number": draft.number}
    if not is_own:
        return ""
    if draft.is_refused:
        return _("A signatory refused version %(number)d") % {"number": draft.number}
    if draft.is_undelivered:
        return _("A letter to a signatory of version %(number)d was not delivered") % {"number": draft.number}
    if draft.is_in_trouble:
        return _("Version %(number)d is held up where it is signed") % {"number": draft.number}
    words = {
        VersionState.DRAFT: _("Draft of version %(number)d"),
        VersionState.APPROVED: _("Version %(number)d is approved: send it to be signed"),
    }
    return words.get(draft.state, "") % {"number": draft.number}
