"""A session is closed: its fact is recorded once, and what it fulfils is declared. Closed in error, both are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.activities import rules
from filon.activities.fact_kinds import SESSION_HELD
from filon.activities.inputs import ClosingInput
from filon.activities.models import Closing, ExchangeSession
from filon.activities.services.fulfilling import Exchange, commitments_fulfil, fulfilments_withdraw
from filon.activities.services.sessions import planned_session
from filon.activities.states import PlaceState, SessionState
from filon.facts.inputs import FactInput
from filon.facts.models import Fact
from filon.facts.services import fact_record, fact_reverse
from filon.kernel import audit, clock, events, states
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

SOURCE = "activities.exchangesession"


@transaction.atomic
def session_close(*, by: User, session_id: UUID, closing: ClosingInput) -> Closing:
    """The session was held, with those who came and some others."""
    session = planned_session(by, session_id)
    rules.check_begun(session.starts_at, now=clock.now())
    persons = _present(session) + closing.others
    rules.check_present(persons)
    states.move(session, to=SessionState.HELD)
    fact = _recorded(by, session, persons, closing)
    made = Closing.objects.create(session=session, fact=fact, persons=persons, closed_by=by)
    commitments_fulfil(by, closing.commitment_ids, _exchange(session, persons), closing=made)
    audit.record(by, "exchange_session.closed", session, persons=persons)
    events.publish("activities.session_closed", session.uuid)
    return made


def _present(session: ExchangeSession) -> int:
    """How many of those registered came. Refused while nothing was said of one of them."""
    placed = session.registrations.filter(state=PlaceState.CONFIRMED)
    if placed.filter(came=None).exists():
        raise Refused(_("Say first who came among those who are registered."))
    return placed.filter(came=True).count()


def _recorded(by: User, session: ExchangeSession, persons: int, closing: ClosingInput) -> Fact:
    """Ids and figures: who came is nobody's to read there."""
    held = FactInput(
        kind=SESSION_HELD,
        occurred_on=session.day,
        host_id=session.host_id,
        entity_ids=list(session.organisations.values_list("entity__uuid", flat=True)),
        persons=persons,
        site_id=session.site.uuid if session.site else None,
        goals=list(closing.goals),
        source_type=SOURCE,
        source_uuid=session.uuid,
    )
    return fact_record(by=by, fact=held)


def _exchange(session: ExchangeSession, persons: int) -> Exchange:
    words = _("Session of exchanges “%(title)s”, on the theme “%(theme)s”.") % {"title": session.title, "theme": session.theme}
    return Exchange(session.day, words, persons=persons, hours=rules.hours_between(session.starts_at, session.ends_at))


@transaction.atomic
def session_reopen(*, by: User, session_id: UUID, reason: str) -> Closing:
    """It was closed in error: its fact is reversed, what it fulfilled is taken back, and it waits to be closed again. Refused once the
    other side has accepted what it fulfilled."""
    session = get_visible_or_404(ExchangeSession, viewer=by, id=session_id, may="activities.exchange.write", lock=True)
    made = session.closings.select_related("fact").filter(reopened_at=None).first()
    if made is None:
        raise Refused(_("This session is not closed."))
    words = rules.check_reason(reason)
    fulfilments_withdraw(by, made.fulfilments.select_related("delivery"), words)
    fact_reverse(by=by, fact_id=made.fact.uuid, reason=words)
    made.reopened_at, made.reopened_by, made.reason = clock.now(), by, words
    made.save(update_fields=["reopened_at", "reopened_by", "reason"])
    states.move(session, to=SessionState.PLANNED)
    audit.record(by, "exchange_session.reopened", session, reason=words)
    events.publish("activities.session_reopened", session.uuid)
    return made
