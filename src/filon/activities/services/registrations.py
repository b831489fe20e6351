"""Places of a session: asked for, waited for, given up, and who came. Each act holds the row of the session, so that of two persons who
ask for the last place at once one has it and the other waits."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.activities import rules
from filon.activities.models import ExchangeSession, Registration
from filon.activities.rights import voice_of
from filon.activities.states import PlaceState, SessionState
from filon.kernel import audit, clock, events, states
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def session_register(*, by: User, session_id: UUID) -> Registration:
    """She has a place while there is one, else the next turn on the waiting list."""
    session = _open_session(by, session_id)
    if session.registrations.live().filter(user=by).exists():
        raise Refused(_("You are registered already."))
    is_free = confirmed_count(session) < session.capacity
    placed = Registration.objects.create(
        session=session,
        user=by,
        voice=voice_of(by, session.host_id),
        state=PlaceState.CONFIRMED if is_free else PlaceState.WAITING,
    )
    audit.record(by, "registration.made", placed, host_id=session.host_id, state=placed.state)
    events.publish("activities.registered", placed.uuid)
    return placed


@transaction.atomic
def session_leave(*, by: User, session_id: UUID) -> Registration:
    """She gives up her place, or her turn; the first who waits has the place."""
    session = _open_session(by, session_id)
    placed = session.registrations.live().filter(user=by).first()
    if placed is None:
        raise Refused(_("You are not registered."))
    states.move(placed, to=PlaceState.LEFT)
    audit.record(by, "registration.left", placed, host_id=session.host_id)
    places_fill(by, session)
    return placed


def _open_session(by: User, session_id: UUID) -> ExchangeSession:
    """A planned session that has not begun, its row held."""
    session = get_visible_or_404(ExchangeSession, viewer=by, id=session_id, may="activities.exchange.take_part", lock=True)
    if session.state != SessionState.PLANNED:
        raise Refused(_("This session is %(state)s: nobody registers any more.") % {"state": SessionState(session.state).label})
    rules.check_not_begun(session.starts_at, now=clock.now())
    return session


def confirmed_count(session: ExchangeSession) -> int:
    return session.registrations.filter(state=PlaceState.CONFIRMED).count()


def places_fill(by: User, session: ExchangeSession) -> list[Registration]:
    """Free places go to those who wait, in the order in which they asked. The session's row is held by the caller."""
    free = session.capacity - confirmed_count(session)
    moved = list(session.registrations.filter(state=PlaceState.WAITING).order_by("id")[: max(0, free)])
    for placed in moved:
        states.move(placed, to=PlaceState.CONFIRMED)
        audit.record(by, "registration.moved_up", placed, host_id=session.host_id)
        events.publish("activities.moved_up", placed.uuid)
    return moved


@transaction.atomic
def attendance_mark(*, by: User, session_id: UUID, came: Collection[UUID]) -> int:
    """Of everybody with a place: those named came, the others did not. How many came."""
    session = get_visible_or_404(ExchangeSession, viewer=by, id=session_id, may="activities.exchange.write", lock=True)
    if session.state != SessionState.PLANNED:
        raise Refused(_("This session is %(state)s: reopen it to say who came.") % {"state": SessionState(session.state).label})
    rules.check_begun(session.starts_at, now=clock.now())
    placed = session.registrations.filter(state=PlaceState.CONFIRMED)
    if set(came) - set(placed.values_list("uuid", flat=True)):
        raise Http404
    placed.filter(uuid__in=came).update(came=True)
    placed.exclude(uuid__in=came).update(came=False)
    audit.record(by, "exchange_session.attended", session, came=len(set(came)))
    return len(set(came))


@transaction.atomic
def registration_remove(*, by: User, registration_id: UUID, reason: str) -> Registration:
    """The organiser takes somebody off the list before the session begins; the first who waits has the place."""
    placed = get_visible_or_404(Registration, viewer=by, id=registration_id)
    session = ExchangeSession.objects.select_for_update(of=("self",)).get(pk=placed.session_id)
    if not by.has_perm("activities.exchange.write", session):
        raise PermissionDenied
    rules.check_not_begun(session.starts_at, now=clock.now())
    words = rules.check_reason(reason)
    states.move(placed, to=PlaceState.LEFT)
    audit.record(by, "registration.removed", placed, host_id=session.host_id, reason=words)
    places_fill(by, session)
    return placed
