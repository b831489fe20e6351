"""A session held: its fact once, what it fulfils of agreements, and both taken back together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.activities.inputs import ClosingInput
from filon.activities.models import Closing, ExchangeSession
from filon.activities.services.closing import session_close, session_reopen
from filon.activities.services.registrations import attendance_mark, session_register
from filon.activities.states import SessionState
from filon.agreements.models import Delivery
from filon.agreements.queries.balance import open_quantities
from filon.agreements.services.deliveries import delivery_accept
from filon.facts.models import Fact
from filon.kernel.errors import Refused
from tests.activities.test_services_registrations import broken
from tests.factories.activities import Exchanges, begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def held(exchanges: Exchanges, *, came: int = 2) -> ExchangeSession:
    """A session that is over, with so many of the registered present and one who did not come."""
    session = exchanges.session(capacity=came + 1)
    placed = [session_register(by=exchanges.student(), session_id=session.uuid) for _number in range(came + 1)]
    begun(session)
    attendance_mark(by=exchanges.officer, session_id=session.uuid, came=[one.uuid for one in placed[:came]])
    return session


def close(exchanges: Exchanges, session: ExchangeSession, **given: object) -> Closing:
    return session_close(by=exchanges.officer, session_id=session.uuid, closing=ClosingInput(**given))  # type: ignore[arg-type]


def test_session_closed_is_a_fact_with_its_persons_and_organisations() -> None:
    exchanges = Exchanges()
    session = held(exchanges)

    closing = close(exchanges, session, others=3, goals=[13])

    fact = closing.fact
    assert (fact.kind, fact.persons, fact.quantity, fact.goals) == ("activities.session_held", 5, Decimal(1), [13])
    assert (fact.occurred_on, fact.source_uuid) == (session.day, session.uuid)
    assert [one.entity for one in fact.organisations.all()] == [exchanges.world.company]
    assert ExchangeSession.objects.get(pk=session.pk).state == SessionState.HELD


def test_session_delivers_exchanges_or_persons_by_the_unit_for_the_oldest_item_first() -> None:
    exchanges = Exchanges()
    first, second = exchanges.events.due_items.order_by("due_on")[:2]

    closing = close(exchanges, held(exchanges), others=4, commitment_ids=[exchanges.events.uuid, exchanges.seats.uuid])

    delivered = {one.delivery.commitment: one.delivery.fact.quantity for one in closing.fulfilments.all()}
    assert delivered == {exchanges.events: Decimal(1), exchanges.seats: Decimal(6)}
    left = open_quantities(exchanges.world.agreement, as_of=timezone.localdate())
    assert (left.get(first.pk, Decimal(0)), left[second.pk]) == (Decimal(0), Decimal(1))


def test_commitment_in_another_unit_undoes_the_closing() -> None:
    exchanges = Exchanges()
    session = held(exchanges)

    with pytest.raises(Refused, match="does not count in the unit"):
        close(exchanges, session, commitment_ids=[exchanges.events.uuid, exchanges.data.uuid])

    assert ExchangeSession.objects.get(pk=session.pk).state == SessionState.PLANNED
    assert (Closing.objects.count(), Delivery.objects.count(), Fact.objects.filter(kind="activities.session_held").count()) == (0, 0, 0)


def test_session_is_closed_once() -> None:
    exchanges = Exchanges()
    session = held(exchanges)
    close(exchanges, session)

    with pytest.raises(Refused, match="This session is held"):
        close(exchanges, session)

    assert Fact.objects.filter(source_uuid=session.uuid).count() == 1


def test_session_is_not_closed_before_it_began_nor_without_attendance_nor_for_nobody() -> None:
    exchanges = Exchanges()
    session = exchanges.session()
    with pytest.raises(Refused, match="has not begun"):
        close(exchanges, session, others=5)
    session_register(by=exchanges.student(), session_id=session.uuid)
    begun(session)

    with pytest.raises(Refused, match="Say first who came"):
        close(exchanges, session, others=5)
    attendance_mark(by=exchanges.officer, session_id=session.uuid, came=[])
    with pytest.raises(Refused, match="Nobody came"):
        close(exchanges, session)


def test_student_does_not_close_a_session() -> None:
    exchanges = Exchanges()

    with pytest.raises(PermissionDenied):
        session_close(by=exchanges.student(), session_id=held(exchanges).uuid, closing=ClosingInput())


def test_session_reopened_reverses_its_fact_and_withdraws_what_it_fulfilled() -> None:
    exchanges = Exchanges()
    session = held(exchanges)
    closing = close(exchanges, session, commitment_ids=[exchanges.events.uuid])

    session_reopen(by=exchanges.officer, session_id=session.uuid, reason="Deux absents comptés")
    again = close(exchanges, session, others=1)

    assert [one.delivery.state for one in closing.fulfilments.all()] == ["withdrawn"]
    assert Fact.objects.get(reverses=closing.fact).persons == -2
    assert (again.persons, session.closings.count(), broken()) == (3, 2, {})
    with pytest.raises(Refused, match="Say why"):
        session_reopen(by=exchanges.officer, session_id=session.uuid, reason="")


def test_session_whose_delivery_was_accepted_stays_closed() -> None:
    exchanges = Exchanges()
    session = held(exchanges)
    closing = close(exchanges, session, commitment_ids=[exchanges.events.uuid])
    delivery_accept(by=exchanges.contact, delivery_id=closing.fulfilments.get().delivery.uuid)

    with pytest.raises(Refused, match="accepted"):
        session_reopen(by=exchanges.officer, session_id=session.uuid, reason="Erreur")

    closing.refresh_from_db()
    assert (closing.reopened_at, broken()) == (None, {})


ACTS = st.lists(st.tuples(st.sampled_from(["close", "reopen"]), st.integers(0, 3)), max_size=6)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_session_fact_recorded_once_whatever_is_done(acts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        exchanges = Exchanges()
        session = held(exchanges)
        for act, number in acts:
            try:
                with transaction.atomic():
                    if act == "close":
                        close(exchanges, session, others=number, commitment_ids=[exchanges.events.uuid][: number % 2])
                    else:
                        session_reopen(by=exchanges.officer, session_id=session.uuid, reason="Erreur")
            except Refused:
                continue
        standing = Fact.objects.filter(source_uuid=session.uuid, reverses=None, reversed_by=None).count()
        state = ExchangeSession.objects.get(pk=session.pk).state
        found = broken()
        transaction.set_rollback(True)

    assert standing == (1 if state == SessionState.HELD else 0)
    assert found == {}
