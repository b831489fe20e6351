"""What everybody reads of exchanges: themes, sessions and ideas that were made public. No name, no organisation, no small number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.http import Http404

from filon.activities import rules
from filon.activities.kinds import Audience
from filon.activities.models import Closing, ExchangeSession, ExchangeTheme, Idea
from filon.activities.queries import words
from filon.activities.queries.listing import counted
from filon.activities.queries.theme_sheet import with_outcome
from filon.activities.states import PlaceState, SessionState
from filon.kernel import clock

SHOWN = 60
PUBLIC = Audience.PUBLIC


@dataclass(frozen=True)
class PublicSession:
    """``persons``: how many came, where it is told; ``has_places`` None once nobody registers any more."""

    session: ExchangeSession
    when: str
    standing: str
    standing_words: str
    persons: int | None
    has_places: bool | None


@dataclass(frozen=True)
class PublicTheme:
    theme: ExchangeTheme
    sessions: Sequence[PublicSession]
    ideas: Sequence[Any]


def _themes() -> QuerySet[ExchangeTheme]:
    return ExchangeTheme.objects.filter(audience=PUBLIC).select_related("theme", "host")


def _sessions() -> QuerySet[ExchangeSession]:
    """Public ones of public themes, with `confirmed` and, once held, the `persons` who came."""
    live = Closing.objects.filter(session=OuterRef("pk"), reopened_at=None)
    persons = Subquery(live.values("persons")[:1], output_field=IntegerField())
    seen = ExchangeSession.objects.filter(audience=PUBLIC, theme__audience=PUBLIC).select_related("theme__theme", "host", "site")
    return seen.annotate(confirmed=counted(PlaceState.CONFIRMED), persons=persons)


def _told(session: Any) -> PublicSession:
    is_open = session.state == SessionState.PLANNED and session.starts_at > clock.now()
    return PublicSession(
        session=session,
        when=words.when(session),
        standing=words.standing(session),
        standing_words=words.standing_words(session),
        persons=rules.shown_persons(session.persons, is_outside=True) if session.persons else None,
        has_places=session.confirmed < session.capacity if is_open else None,
    )


def public_themes() -> QuerySet[ExchangeTheme]:
    """Each with the number of its public sessions and ideas."""
    sessions = _number(ExchangeSession.objects.filter(audience=PUBLIC))
    return _themes().annotate(session_count=sessions, idea_count=_number(Idea.objects.filter(audience=PUBLIC)))[:SHOWN]


def _number(rows: QuerySet[Any]) -> Subquery:
    of_theme = rows.filter(theme=OuterRef("pk")).order_by().values("theme").annotate(number=Count("pk"))
    return Subquery(of_theme.values("number"), output_field=IntegerField())


def sessions_to_come() -> list[PublicSession]:
    return [_told(one) for one in _sessions().to_come(clock.now())[:SHOWN]]  # type: ignore[attr-defined]


def public_theme(theme_id: UUID) -> PublicTheme:
    """Raises Http404 for one that is not public."""
    theme = _themes().filter(uuid=theme_id).first()
    if theme is None:
        raise Http404
    sessions = [_told(one) for one in _sessions().filter(theme=theme).order_by("-starts_at")[:SHOWN]]
    return PublicTheme(theme, sessions, list(with_outcome(Idea.objects.filter(theme=theme, audience=PUBLIC))[:SHOWN]))


def public_session(session_id: UUID) -> PublicSession:
    """Raises Http404 for one that is not public."""
    session = _sessions().filter(uuid=session_id).first()
    if session is None:
        raise Http404
    return _told(session)
