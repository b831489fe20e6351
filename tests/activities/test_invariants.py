"""Each invariant finds what breaks it, whoever did it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from filon.activities import invariants
from filon.activities.inputs import ClosingInput, OutcomeInput
from filon.activities.kinds import OutcomeKind, Voice
from filon.activities.models import Closing, ExchangeSession, Idea, IdeaOutcome, Registration
from filon.activities.services.closing import session_close
from filon.activities.services.ideas import idea_take_up
from filon.activities.services.outcomes import outcome_record
from filon.activities.services.registrations import attendance_mark, session_register
from filon.activities.states import PlaceState
from tests.activities.test_services_registrations import broken
from tests.factories.activities import Exchanges, begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def lived() -> Exchanges:
    """A session to come that is full, with somebody who waits; one held, which fulfils a promise; an idea that became a project."""
    exchanges = Exchanges()
    coming = exchanges.session(title_fr="À venir", capacity=2)
    for _number in range(3):
        session_register(by=exchanges.student(), session_id=coming.uuid)
    held = exchanges.session(title_fr="Tenue")
    placed = session_register(by=exchanges.student(), session_id=held.uuid)
    attendance_mark(by=exchanges.officer, session_id=begun(held).uuid, came=[placed.uuid])
    session_close(by=exchanges.officer, session_id=held.uuid, closing=ClosingInput(others=6, commitment_ids=[exchanges.events.uuid]))
    idea = exchanges.idea()
    idea_take_up(by=exchanges.officer, idea_id=idea.uuid)
    became = OutcomeInput(kind=OutcomeKind.PROJECT, title="Boucle", occurred_on=timezone.localdate())
    outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=became)
    return exchanges


def coming() -> ExchangeSession:
    return ExchangeSession.objects.get(title_fr="À venir")


def held() -> ExchangeSession:
    return ExchangeSession.objects.get(title_fr="Tenue")


def test_invariants_hold_of_exchanges_as_people_hold_them(lived: Exchanges) -> None:
    assert broken() == {}


def test_person_too_many_is_found(lived: Exchanges) -> None:
    ExchangeSession.objects.filter(pk=coming().pk).update(capacity=1)

    assert invariants.registered_within_capacity().violations == [f"À venir ({coming().uuid}): more persons registered than places"]


def test_free_place_that_nobody_was_given_is_found(lived: Exchanges) -> None:
    coming().registrations.filter(pk=coming().registrations.earliest("id").pk).update(state=PlaceState.LEFT)

    assert invariants.waiting_list_in_order().violations == [f"À venir ({coming().uuid}): somebody waits while a place is free"]


def test_turn_that_was_passed_over_is_found(lived: Exchanges) -> None:
    first, _second, last = coming().registrations.order_by("id")
    Registration.objects.filter(pk=first.pk).update(state=PlaceState.WAITING)
    Registration.objects.filter(pk=last.pk).update(state=PlaceState.CONFIRMED)

    assert invariants.waiting_list_in_order().violations == [f"À venir ({coming().uuid}): somebody who waits was passed over"]


def test_second_place_of_a_person_is_refused_by_the_database(lived: Exchanges) -> None:
    first = coming().registrations.earliest("id")

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(session=first.session, user=first.user, voice=Voice.STUDENT, state=PlaceState.WAITING)


def test_attendance_of_what_is_to_come_is_found(lived: Exchanges) -> None:
    start = timezone.now() + dt.timedelta(days=2)
    ExchangeSession.objects.filter(pk=held().pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=1))

    assert len(invariants.attendance_of_what_has_begun().violations) == 1


def test_session_without_its_fact_or_with_other_figures_is_found(lived: Exchanges) -> None:
    ExchangeSession.objects.filter(pk=coming().pk).update(state="held")
    Closing.objects.update(persons=70)

    assert invariants.session_fact_recorded_once().violations == [
        f"À venir ({coming().uuid}): its state and its fact do not agree",
        f"Tenue ({held().uuid}): its fact is not what was closed",
    ]


def test_outcome_that_does_not_go_with_its_fact_is_found(lived: Exchanges) -> None:
    Idea.objects.update(state="taken_up")
    IdeaOutcome.objects.update(occurred_on=dt.date(2020, 1, 1))

    found = invariants.outcome_stands_with_its_fact().violations

    assert [sentence.partition(": ")[2] for sentence in found] == [
        "its state is not what was recorded",
        "its fact is not what was recorded",
    ]


def test_delivery_that_outlives_its_session_is_found(lived: Exchanges) -> None:
    Closing.objects.update(reopened_at=timezone.now(), reopened_by=lived.officer, reason="Erreur")

    assert len(invariants.fulfilment_goes_with_its_cause().violations) == 1
