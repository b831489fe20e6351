"""What agreements ask of a person this week: late, due within seven days, contested, to decide, left in draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.models import Agreement
from filon.agreements.models.kind import in_language
from filon.agreements.queries.asked import Asked, asked_in, to_confirm
from filon.agreements.queries.sums import SideSums
from filon.agreements.queries.sums_sql import PRESSING
from filon.agreements.queries.today import Today, VersionToday, today_of
from filon.agreements.rules import NOTICE_AHEAD
from filon.agreements.states import VersionState
from filon.kernel.addresses import address
from filon.kernel.registry import WeekItem, WeekKind
from filon.people.roles import READING, Role

if TYPE_CHECKING:
    from filon.people.models import User

DAYS = dt.timedelta(days=7)


class Pressing(NamedTuple):
    """A due item that is late, contested or due within the week. ``due_on`` None: contested, at no stated date."""

    agreement_id: int
    commitment: UUID
    debtor_id: int
    what_fr: str
    what_en: str
    due_on: dt.date | None
    state: str
    name: str
    has_left: bool

    @property
    def owner(self) -> str:
        """Who looks after it, as the school or the partner has it; somebody whose function is over is said so, to be replaced."""
        return _("%(name)s, who has left") % {"name": self.name} if self.has_left else self.name

    @property
    def kind(self) -> WeekKind:
        return _KINDS[self.state]


_KINDS: dict[str, WeekKind] = {"contested": "decide", "late": "late", "open": "due"}


def week_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """Lines of the home page for this person, in no order: the promises that press, the renewals to decide, the drafts to finish."""
    read = today_of(viewer, today)
    names = {party.id: party.name for parties in read.parties.values() for party in parties}
    for item in pressing(_busy(read, today), today=today):
        if item.state != "contested":  # its dispute is asked for below
            yield _promise(read.agreements[item.agreement_id], item, names[item.debtor_id], today)
    is_inside = viewer.standing.has(READING)
    asked = (row for row in asked_in(read.agreements) if row.is_dispute or is_inside)
    yield from (_answering(read.agreements[row.agreement_id], row) for row in asked)
    yield from _confirming(viewer)
    for version in read.versions:
        yield from _decision(read.agreements[version.agreement_id], version, today)
    yield from _drafts(viewer, read)


def _busy(read: Today, today: dt.date) -> list[int]:
    """Agreements in which something presses."""
    return [key for key, sides in read.sums.items() if any(_is_busy(side, today) for side in sides)]


def _is_busy(side: SideSums, today: dt.date) -> bool:
    is_due = side.next_due is not None and side.next_due <= today + DAYS
    return bool(side.items_late or side.items_contested or is_due)


def pressing(agreement_ids: Collection[int], *, today: dt.date, ahead: dt.timedelta = DAYS) -> list[Pressing]:
    """Their due items that press, or fall due so far ahead, as the balance engine states them, by the query that also makes the sums of
    lists."""
    if not agreement_ids:
        return []
    with connection.cursor() as cursor:
        days = {"today": today, "until": today + ahead, "now": timezone.now()}
        cursor.execute(PRESSING, {"agreements": list(agreement_ids), **days})
        return [Pressing(*row) for row in cursor.fetchall()]


def _promise(agreement: Agreement, item: Pressing, debtor: str, today: dt.date) -> WeekItem:
    title = in_language(item.what_fr, item.what_en)
    url = address("agreements:commitment", agreement.uuid, item.commitment)
    context = _("%(agreement)s · %(name)s owes it") % {"agreement": agreement.title, "name": debtor}
    return WeekItem(item.kind, item.due_on or today, title, url, context, item.owner)


def _answering(agreement: Agreement, asked: Asked) -> WeekItem:
    """A dispute or a proposal that waits for an answer."""
    names = {"agreement": agreement.title, "name": asked.party}
    if asked.is_dispute:
        title = _("%(what)s: contested, to be answered") % {"what": asked.what}
        url, context = address("agreements:dispute", agreement.uuid, asked.uuid), _("%(agreement)s · %(name)s contests it") % names
    else:
        title, context = _("Amendment proposed by %(name)s") % names, agreement.title
        url = address("agreements:proposal", agreement.uuid, asked.uuid)
    return WeekItem("decide", timezone.localdate(asked.since), title, url, context, asked.owner or "")


def _confirming(viewer: User) -> Iterator[WeekItem]:
    """What was declared to a partner's person and waits for her answer: one line, which leads to all of it."""
    waiting = [] if viewer.standing.has(READING) else to_confirm(viewer)
    if waiting:
        count = len(waiting)
        title = ngettext("%(count)d delivery to confirm or contest", "%(count)d deliveries to confirm or contest", count) % {"count": count}
        first = min(one.silence_on or timezone.localdate(one.declared_at) for one in waiting)
        context = ", ".join(dict.fromkeys(one.agreement.host.name for one in waiting))
        yield WeekItem("decide", first, title, address("agreements:mirror") + "#confirm", context, viewer.name)


def _decision(agreement: Agreement, version: VersionToday, today: dt.date) -> Iterator[WeekItem]:
    """Before the last day to give notice, for the ninety days that precede it."""
    day = version.decision_day
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
