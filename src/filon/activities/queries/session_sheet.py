"""The page of a session: what it is, places, who comes, what it made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from filon.activities import rules
from filon.activities.models import Closing, ExchangeSession, Fulfilment, Idea, Registration
from filon.activities.queries import words
from filon.activities.queries.listing import with_places
from filon.activities.rights import is_outside
from filon.activities.states import PlaceState, SessionState
from filon.agreements.models import Agreement, CommitmentTerm
from filon.agreements.models.kind import in_language
from filon.kernel import clock
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.models import User

IDEAS_SHOWN = 30


@dataclass(frozen=True)
class Fulfilled:
    """What was promised, in the reader's language; ``fulfilment`` with its `unit`, delivery and agreement."""

    what: str
    fulfilment: Fulfilment


@dataclass(frozen=True)
class SessionSheet:
    """``session`` with `confirmed`, `waiting` and `own_state`; ``persons`` None where it is not told; ``registrations`` for its organisers
    alone."""

    session: Any
    when: str
    standing: str
    standing_words: str
    outside: bool
    may_write: bool
    may_register: bool
    may_leave: bool
    turn: int | None
    organisations: Sequence[LegalEntity]
    ideas: Sequence[Idea]
    closing: Closing | None
    persons: int | None
    fulfilled: Sequence[Fulfilled]
    registrations: Sequence[Registration]

    @property
    def is_begun(self) -> bool:
        return bool(self.session.starts_at <= clock.now())

    @property
    def is_full(self) -> bool:
        return bool(self.session.confirmed >= self.session.capacity)

    @property
    def is_planned(self) -> bool:
        return bool(self.session.state == SessionState.PLANNED)

    @property
    def is_marked(self) -> bool:
        """Was it said of everybody with a place whether she came?"""
        return all(one.came is not None for one in self.registrations if one.state == PlaceState.CONFIRMED)


def session_sheet(viewer: User, session_id: UUID) -> SessionSheet:
    """Raises Http404."""
    known = ExchangeSession.objects.select_related("theme__theme", "site", "host", "planned_by")
    session: Any = get_visible_or_404(with_places(known, viewer), viewer=viewer, id=session_id)
    outside, may_write = is_outside(viewer, session.host_id), viewer.has_perm("activities.exchange.write", session)
    is_open = session.state == SessionState.PLANNED and session.starts_at > clock.now()
    takes_part = viewer.has_perm("activities.exchange.take_part", session)
    closing = session.closings.select_related("fact", "closed_by").filter(reopened_at=None).first()
    return SessionSheet(
        session=session,
        when=words.when(session),
        standing=words.standing(session),
        standing_words=words.standing_words(session),
        outside=outside,
        may_write=may_write,
        may_register=is_open and takes_part and not session.own_state,
        may_leave=is_open and bool(session.own_state),
        turn=_turn(viewer, session) if session.own_state == PlaceState.WAITING else None,
        organisations=_organisations(viewer, session),
        ideas=list(Idea.objects.visible_to(viewer).filter(session=session)[:IDEAS_SHOWN]),
        closing=closing,
        persons=None if closing is None else rules.shown_persons(closing.persons, is_outside=outside),
        fulfilled=fulfilled(viewer, Fulfilment.objects.filter(closing=closing)) if closing else (),
        registrations=list(session.registrations.live().select_related("user")) if may_write else (),
    )


def _turn(viewer: User, session: ExchangeSession) -> int:
    """Her place on the waiting list, from 1."""
    waiting = session.registrations.filter(state=PlaceState.WAITING)
    return waiting.filter(id__lte=Subquery(waiting.filter(user=viewer).values("id")[:1])).count()


def _organisations(viewer: User, session: ExchangeSession) -> Sequence[LegalEntity]:
    """Each with `is_linked`: its page opens for the viewer."""
    seen = LegalEntity.objects.visible_to(viewer).filter(pk=OuterRef("pk"))
    named = LegalEntity.objects.filter(exchange_sessions__session=session)
    return list(named.annotate(is_linked=Exists(seen)).order_by("name"))


def fulfilled(viewer: User, rows: QuerySet[Fulfilment]) -> list[Fulfilled]:
    """What they delivered, of agreements the viewer sees."""
    seen = Agreement.objects.visible_to(viewer)
    terms = CommitmentTerm.objects.filter(commitment=OuterRef("delivery__commitment")).order_by("-version__number")
    named = rows.filter(delivery__commitment__agreement__in=seen).annotate(
        what_fr=Subquery(terms.values("what_fr")[:1]),
        what_en=Subquery(terms.values("what_en")[:1]),
        unit=Subquery(terms.values("unit")[:1]),
    )
    related = ("delivery__commitment__agreement", "delivery__fact")
    return [Fulfilled(in_language(one.what_fr, one.what_en), one) for one in named.select_related(*related)]
