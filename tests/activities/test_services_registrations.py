"""Places: never more than there are, turns in order, one a person; who came is said of what has begun."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.activities.models import ExchangeSession, Registration
from filon.activities.services.registrations import attendance_mark, registration_remove, session_leave, session_register
from filon.activities.services.sessions import session_cancel, session_change, session_plan
from filon.activities.states import PlaceState
from filon.kernel.errors import Refused
from filon.kernel.registry import Invariant, all_of
from filon.people.models import User
from filon.people.roles import Role
from tests.factories.activities import Exchanges, begun, member
from tests.factories.people import member as stranger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
OWN = [one for one in all_of(Invariant) if one.name.startswith("activities.")]


def places(session: ExchangeSession) -> list[tuple[int, str]]:
    """Who has what, in the order in which it was asked for."""
    return list(session.registrations.order_by("id").values_list("user_id", "state"))


def broken() -> dict[str, list[str]]:
    found = {one.name: one.check().violations for one in OWN}
    return {name: sentences for name, sentences in found.items() if sentences}


def test_place_is_confirmed_while_there_is_one_then_waited_for() -> None:
    exchanges = Exchanges()
    session, people = exchanges.session(capacity=1), [exchanges.student(), exchanges.student()]

    states = [session_register(by=person, session_id=session.uuid).state for person in people]

    assert states == [PlaceState.CONFIRMED, PlaceState.WAITING]


def test_place_given_up_goes_to_the_first_who_waits() -> None:
    exchanges = Exchanges()
    session, people = exchanges.session(capacity=1), [exchanges.student() for _number in range(3)]
    for person in people:
        session_register(by=person, session_id=session.uuid)

    session_leave(by=people[0], session_id=session.uuid)

    assert places(session) == [(people[0].pk, "left"), (people[1].pk, "confirmed"), (people[2].pk, "waiting")]


def test_places_added_go_to_those_who_wait_and_none_is_taken_from_who_has_one() -> None:
    exchanges = Exchanges()
    session, people = exchanges.session(capacity=1), [exchanges.student() for _number in range(3)]
    for person in people:
        session_register(by=person, session_id=session.uuid)

    session_change(by=exchanges.officer, session_id=session.uuid, session=exchanges.given(capacity=2))

    assert [state for _user, state in places(session)] == ["confirmed", "confirmed", "waiting"]
    with pytest.raises(Refused, match="2 persons have a place already"):
        session_change(by=exchanges.officer, session_id=session.uuid, session=exchanges.given(capacity=1))


def test_registering_twice_is_refused_and_coming_back_takes_the_last_turn() -> None:
    exchanges = Exchanges()
    session, (first, second) = exchanges.session(capacity=1), (exchanges.student(), exchanges.student())
    session_register(by=first, session_id=session.uuid)
    with pytest.raises(Refused, match="registered already"):
        session_register(by=first, session_id=session.uuid)
    session_register(by=second, session_id=session.uuid)

    session_leave(by=first, session_id=session.uuid)
    session_register(by=first, session_id=session.uuid)

    assert places(session) == [(first.pk, "left"), (second.pk, "confirmed"), (first.pk, "waiting")]


@pytest.mark.parametrize("act", [session_register, session_leave])
def test_places_do_not_change_once_the_session_has_begun(act: Callable[..., Registration]) -> None:
    exchanges = Exchanges()
    person, session = exchanges.student(), exchanges.session()
    if act is session_leave:
        session_register(by=person, session_id=session.uuid)
    begun(session)

    with pytest.raises(Refused, match="The session has begun"):
        act(by=person, session_id=session.uuid)


def test_nobody_registers_for_a_cancelled_session() -> None:
    exchanges = Exchanges()
    session = exchanges.session()

    session_cancel(by=exchanges.officer, session_id=session.uuid, reason="Salle inondée")

    with pytest.raises(Refused, match="cancelled: nobody registers"):
        session_register(by=exchanges.student(), session_id=session.uuid)


def test_auditor_sees_a_session_and_takes_no_place_and_a_stranger_does_not_see_it() -> None:
    exchanges = Exchanges()
    session = exchanges.session()

    with pytest.raises(PermissionDenied):
        session_register(by=exchanges.world.auditor, session_id=session.uuid)
    for person in (stranger(Role.STUDENT), member(exchanges.world, Role.OBSERVER)):
        with pytest.raises(Http404):
            session_register(by=person, session_id=session.uuid)


def test_company_s_person_sees_what_her_company_takes_part_in_and_what_is_public() -> None:
    exchanges = Exchanges()
    with_us, public = exchanges.session(), exchanges.session(audience="public", entity_ids=[])
    exchanges.session(entity_ids=[])

    seen = ExchangeSession.objects.visible_to(exchanges.contact)

    assert set(seen) == {with_us, public}
    assert session_register(by=exchanges.contact, session_id=with_us.uuid).voice == "company"


def test_attendance_is_noted_once_the_session_has_begun_and_of_who_has_a_place() -> None:
    exchanges = Exchanges()
    session = exchanges.session(capacity=1)
    placed, waiting = (session_register(by=exchanges.student(), session_id=session.uuid) for _number in range(2))
    with pytest.raises(Refused, match="has not begun"):
        attendance_mark(by=exchanges.officer, session_id=session.uuid, came=[placed.uuid])
    begun(session)

    with pytest.raises(Http404):
        attendance_mark(by=exchanges.officer, session_id=session.uuid, came=[waiting.uuid])

    assert attendance_mark(by=exchanges.officer, session_id=session.uuid, came=[placed.uuid]) == 1
    assert list(session.registrations.values_list("came", flat=True)) == [True, None]


def test_session_with_somebody_present_is_not_moved_to_the_future() -> None:
    exchanges = Exchanges()
    session = exchanges.session()
    placed = session_register(by=exchanges.student(), session_id=session.uuid)
    attendance_mark(by=exchanges.officer, session_id=begun(session).uuid, came=[placed.uuid])

    with pytest.raises(Refused, match="cannot begin later than now"):
        session_change(by=exchanges.officer, session_id=session.uuid, session=exchanges.given(hours=10))


def test_organiser_takes_somebody_off_the_list_with_a_reason() -> None:
    exchanges = Exchanges()
    session = exchanges.session(capacity=1)
    placed, waiting = (session_register(by=exchanges.student(), session_id=session.uuid) for _number in range(2))
    with pytest.raises(Refused, match="Say why"):
        registration_remove(by=exchanges.officer, registration_id=placed.uuid, reason=" ")

    registration_remove(by=exchanges.officer, registration_id=placed.uuid, reason="Doublon")

    waiting.refresh_from_db()
    assert waiting.state == PlaceState.CONFIRMED
    with pytest.raises(Http404):
        registration_remove(by=exchanges.student(), registration_id=waiting.uuid, reason="Place")
    with pytest.raises(PermissionDenied):
        registration_remove(by=exchanges.world.auditor, registration_id=waiting.uuid, reason="Place")


def test_session_without_sense_is_refused() -> None:
    exchanges = Exchanges()
    right = exchanges.given()

    for changed in ({"ends_at": right.starts_at}, {"capacity": 0}, {"title_fr": " "}):
        with pytest.raises(Refused):
            exchanges.session(**changed)
    with pytest.raises(Http404):
        exchanges.session(entity_ids=[uuid4()])
    with pytest.raises(PermissionDenied):
        session_plan(by=member(exchanges.world, Role.STUDENT), host_id=exchanges.host.pk, session=right)


ACTS = st.lists(st.tuples(st.sampled_from(["in", "out", "more", "fewer", "off"]), st.integers(0, 4)), max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_registered_within_capacity_and_waiting_list_in_order_whatever_is_done(acts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        exchanges = Exchanges()
        session, people = exchanges.session(capacity=2), [exchanges.student() for _number in range(5)]
        for act, number in acts:
            with transaction.atomic():
                try:
                    _act(exchanges, session, people[number], act)
                except Refused:
                    continue
        live = [user for user, state in places(session) if state != "left"]
        found = broken()
        transaction.set_rollback(True)

    assert found == {}
    assert len(live) == len(set(live))


def _act(exchanges: Exchanges, session: ExchangeSession, person: User, act: str) -> None:
    session.refresh_from_db()
    if act == "in":
        session_register(by=person, session_id=session.uuid)
    elif act == "out":
        session_leave(by=person, session_id=session.uuid)
    elif act == "off":
        placed = session.registrations.live().filter(user=person).first()
        if placed is not None:
            registration_remove(by=exchanges.officer, registration_id=placed.uuid, reason="Doublon")
    else:
        capacity = max(1, session.capacity + (1 if act == "more" else -1))
        session_change(by=exchanges.officer, session_id=session.uuid, session=exchanges.given(capacity=capacity))


@pytest.mark.django_db(transaction=True)
def test_last_place_asked_for_by_several_at_once_is_given_once() -> None:
    exchanges = Exchanges()
    session, people = exchanges.session(capacity=1), [exchanges.student() for _number in range(4)]
    gate = threading.Barrier(len(people))

    def ask(person: User) -> None:
        gate.wait(timeout=30)
        session_register(by=person, session_id=session.uuid)
        connection.close()

    threads = [threading.Thread(target=ask, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(state for _user, state in places(session)) == ["confirmed", "waiting", "waiting", "waiting"]
    assert broken() == {}
