"""A session is planned, changed, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.activities import rules
from filon.activities.inputs import SessionInput
from filon.activities.models import ExchangeSession, ExchangeTheme, SessionOrganisation
from filon.activities.services.registrations import confirmed_count, places_fill
from filon.activities.states import SessionState
from filon.kernel import audit, clock, events, states
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity, Site
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User

SAME = ("title_fr", "title_en", "about_fr", "about_en", "room")
"""Texts that are written as they were given, trimmed."""


@transaction.atomic
def session_plan(*, by: User, host_id: int, session: SessionInput) -> ExchangeSession:
    """A session is announced; one that was held before Filon may be written down afterwards."""
    if not by.has_perm("activities.exchange.write", Host(pk=host_id)):
        raise PermissionDenied
    rules.check_capacity(session.capacity)
    planned = ExchangeSession(host_id=host_id, planned_by=by)
    _write(by, planned, session)
    planned.save()
    _invite(by, planned, session)
    audit.record(by, "exchange_session.planned", planned, title=planned.title_fr)
    events.publish("activities.session_planned", planned.uuid)
    return planned


@transaction.atomic
def session_change(*, by: User, session_id: UUID, session: SessionInput) -> ExchangeSession:
    """What is announced changes, until it is closed. Places added go to those who wait, in their order."""
    changed = planned_session(by, session_id)
    rules.check_capacity(session.capacity, confirmed=confirmed_count(changed))
    if session.starts_at > clock.now() and changed.registrations.filter(came__isnull=False).exists():
        raise Refused(_("Somebody was marked as present: the session cannot begin later than now."), field="starts_at")
    _write(by, changed, session)
    changed.save()
    SessionOrganisation.objects.filter(session=changed).delete()
    _invite(by, changed, session)
    places_fill(by, changed)
    audit.record(by, "exchange_session.changed", changed, title=changed.title_fr, capacity=changed.capacity)
    events.publish("activities.session_changed", changed.uuid)
    return changed


@transaction.atomic
def session_cancel(*, by: User, session_id: UUID, reason: str) -> ExchangeSession:
    """It will not be held; whoever was registered reads why."""
    cancelled = planned_session(by, session_id)
    cancelled.cancel_reason = rules.check_reason(reason)
    states.transitions_of(SessionState).check(cancelled.state, to=SessionState.CANCELLED, reason=reason)
    cancelled.state = SessionState.CANCELLED
    cancelled.save(update_fields=["state", "cancel_reason"])
    audit.record(by, "exchange_session.cancelled", cancelled, reason=cancelled.cancel_reason)
    events.publish("activities.session_cancelled", cancelled.uuid)
    return cancelled


def planned_session(by: User, session_id: UUID) -> ExchangeSession:
    """A session that is neither held nor cancelled, its row held. 404 if foreign, 403 if not hers to run."""
    session = get_visible_or_404(ExchangeSession, viewer=by, id=session_id, may="activities.exchange.write", lock=True)
    if session.state != SessionState.PLANNED:
        raise Refused(_("This session is %(state)s: nothing of it changes any more.") % {"state": SessionState(session.state).label})
    return session


def _write(by: User, row: ExchangeSession, session: SessionInput) -> None:
    """What was given, checked. Theme and site must be the school's own to see."""
    rules.check_moments(session.starts_at, session.ends_at)
    rules.check_text(session.title_fr, sentence=_("Give the session a title."), field="title_fr")
    row.theme = get_visible_or_404(ExchangeTheme, viewer=by, id=session.theme_id)
    if row.theme.host_id != row.host_id:
        raise Http404
    row.site = get_visible_or_404(Site, viewer=by, id=session.site_id) if session.site_id else None
    for name in SAME:
        setattr(row, name, getattr(session, name).strip())
    row.starts_at, row.ends_at = session.starts_at, session.ends_at
    row.capacity, row.audience = session.capacity, session.audience


def _invite(by: User, row: ExchangeSession, session: SessionInput) -> None:
    """The organisations that take part, among those she sees."""
    named = set(session.entity_ids)
    seen = list(LegalEntity.objects.visible_to(by).filter(uuid__in=named))
    if len(seen) != len(named):
        raise Http404
    SessionOrganisation.objects.bulk_create(SessionOrganisation(session=row, entity=entity) for entity in seen)
