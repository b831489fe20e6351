"""What exchanges say on the pages of others: the week, the search box, the page of an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.activities.models import ExchangeSession, Idea, Registration
from filon.activities.queries.words import hour
from filon.activities.states import LIVE_PLACES, IdeaState, PlaceState, SessionState
from filon.agreements.models import Agreement
from filon.agreements.models.kind import in_language
from filon.kernel import clock, formats
from filon.kernel.addresses import address
from filon.kernel.registry import Hit, WeekItem
from filon.kernel.search import matching
from filon.people.models import User
from filon.people.roles import WORKING

SHOWN = 5
AHEAD = dt.timedelta(days=7)
FORGOTTEN = dt.timedelta(days=21)
"""An idea that nobody takes up for so long is asked about."""


def exchanges_url(agreement: Agreement) -> str:
    """The sessions that fulfilled something of the agreement."""
    return f"{address('activities:list')}?agreement={agreement.uuid}"


def week_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """Her next sessions; for those who run exchanges, sessions to close and ideas nobody took up: one query for all."""
    if not viewer.has_perm("activities.exchange.read"):
        return
    parts = [_own(viewer)]
    if viewer.standing.has(WORKING):
        parts += [_to_close(viewer), _forgotten(viewer)]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for row in rows:
        yield _ITEMS[row[0]](*row[1:], today=today)


def _values(rows: QuerySet[Any], kind: str, *columns: str) -> QuerySet[Any, Any]:
    named: QuerySet[Any, Any] = rows.annotate(week_kind=Value(kind, output_field=CharField())).values_list("week_kind", *columns)
    return named.order_by(columns[3])[:SHOWN]


def _own(viewer: User) -> QuerySet[Any, Any]:
    now = clock.now()
    own = Registration.objects.filter(user_id=viewer.pk, state__in=LIVE_PLACES, session__state=SessionState.PLANNED)
    coming = own.filter(session__ends_at__gt=now, session__starts_at__lt=now + AHEAD)
    return _values(coming, "own", "session__uuid", "session__title_fr", "session__title_en", "session__starts_at", "state")


def _to_close(viewer: User) -> QuerySet[Any, Any]:
    ended = ExchangeSession.objects.ended(clock.now()).filter(host__in=viewer.standing.hosts_where(WORKING))
    return _values(ended, "close", "uuid", "title_fr", "title_en", "ends_at", "state")


def _forgotten(viewer: User) -> QuerySet[Any, Any]:
    hosts = viewer.standing.hosts_where(WORKING)
    left = Idea.objects.filter(host__in=hosts, state=IdeaState.PROPOSED, written_at__lt=clock.now() - FORGOTTEN)
    return _values(left.annotate(title_again=Value("")), "idea", "uuid", "title", "title_again", "written_at", "state")


def _own_item(uuid: UUID, french: str, english: str, moment: dt.datetime, state: str, *, today: dt.date) -> WeekItem:
    context = _("Session of exchanges, %(hour)s") % {"hour": hour(moment)}
    if state == PlaceState.WAITING:
        context = _("%(context)s · you are on the waiting list") % {"context": context}
    day = max(timezone.localdate(moment), today)
    return WeekItem("due", day, in_language(french, english), address("activities:session", uuid), context)


def _close_item(uuid: UUID, french: str, english: str, moment: dt.datetime, _state: str, *, today: dt.date) -> WeekItem:
    day = timezone.localdate(moment)
    note = formats.days_late((today - day).days) if day < today else ""
    words = _("Session to close: say who came, and what it fulfils")
    return WeekItem("decide", day, in_language(french, english), address("activities:session", uuid), words, note=note)


def _idea_item(uuid: UUID, title: str, _again: str, moment: dt.datetime, _state: str, *, today: dt.date) -> WeekItem:  # noqa: ARG001
    words = _("Nobody has taken this idea up")
    return WeekItem("decide", timezone.localdate(moment), title, address("activities:idea", uuid), words)


_ITEMS = {"own": _own_item, "close": _close_item, "idea": _idea_item}


def exchange_hits(viewer: User, words: str, limit: int) -> list[Hit]:
    """Sessions and ideas by their titles and what they say, the best first: one query for both."""
    if not viewer.has_perm("activities.exchange.read"):
        return []
    sessions = matching(ExchangeSession.objects.visible_to(viewer), words, text=["title_fr", "about_fr"], names=["title_fr", "title_en"])
    ideas = matching(Idea.objects.visible_to(viewer), words, text=["title", "words"], names=["title"])
    found = _ranked(sessions, "session", "title_fr", "title_en", "starts_at", limit=limit).union(
        _ranked(ideas.annotate(title_again=Value("")), "idea", "title", "title_again", "written_at", limit=limit), all=True
    )
    return [_hit(*row[:-1]) for row in found.order_by("-rank")[:limit]]


def _ranked(rows: QuerySet[Any], kind: str, *columns: str, limit: int) -> QuerySet[Any, Any]:
    named = rows.annotate(hit_kind=Value(kind, output_field=CharField()))
    ranked: QuerySet[Any, Any] = named.values_list("hit_kind", "uuid", *columns, "state", "rank")[:limit]
    return ranked


def _hit(kind: str, uuid: UUID, *told: Any) -> Hit:
    french, english, moment, state = told
    context = formats.day(timezone.localdate(moment)) if kind == "session" else str(IdeaState(state).label)
    return Hit(in_language(french, english), address(f"activities:{kind}", uuid), context)
