"""The ceremony of the last signatures; the amendment, signed by the same machine; and two people who act at the same moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from filon.agreements.models import AgreementVersion, Evidence, Seat, Sending, SigningCode
from filon.agreements.services import review, sealing, seats, sending
from filon.agreements.services.seats import LinkClosed, Origin, WrongCode
from filon.agreements.services.sending import Ceremony
from filon.agreements.states import SeatState, VersionState
from filon.kernel.errors import Refused
from filon.people.roles import Role
from tests.agreements.pages import read, send
from tests.agreements.test_services_sending import HERE, approved, code, link, seat_of, sent, signs
from tests.factories.agreements import World, member

pytestmark = pytest.mark.slow

AT = dt.datetime(2027, 3, 3, 10, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.django_db
def test_ceremony_is_named_in_the_letter_and_on_the_page_and_may_be_moved(client: Client) -> None:
    world = approved()
    sending_ = sent(world, language="en", ceremony=Ceremony("Town hall", AT, "The prefect"))
    seat = seat_of(world, world.company)
    key = link(seat)
    letter = str(mail.outbox[0].body)
    page = client.get(f"/signer/{key}", headers={"accept-language": "en"}).content.decode()

    moved = Ceremony("The school", AT + dt.timedelta(days=1), "The prefect, the mayor")
    sending.ceremony_set(by=world.officer, sending_id=sending_.uuid, ceremony=moved)
    link(seat)

    assert "Signing ceremony: " in letter
    assert "Town hall" in letter
    assert "Town hall" in page
    assert "The school" in str(mail.outbox[0].body)
    followed = read(client, world.officer, reverse("agreements:sending", args=[world.agreement.uuid, 1]))
    assert "The prefect, the mayor" in followed


@pytest.mark.django_db
def test_place_of_the_ceremony_is_the_place_of_signature() -> None:
    world = approved()
    sending_ = sent(world, ceremony=Ceremony("Town hall", AT))
    for entity in (world.school, world.company, world.umbrella):
        signs(world, entity)

    sealing.signatures_seal(sending_.pk)

    assert AgreementVersion.objects.get(pk=world.draft.pk).signed_at_place == "Town hall"


@pytest.mark.django_db
def test_ceremony_without_an_hour_is_refused_on_the_page(client: Client) -> None:
    world = approved()
    sent(world)

    address = reverse("agreements:ceremony", args=[world.agreement.uuid, 1])
    response = send(client, world.officer, address, place="Town hall", ceremony_at="tomorrow")

    assert response.status_code == 422
    assert "This is not a day with an hour: choose both." in response.content.decode()


@pytest.mark.django_db
def test_page_of_the_signatures_asks_at_most_ten_queries(client: Client) -> None:
    world = approved()
    sent(world)
    signs(world, world.school)
    address = reverse("agreements:sending", args=[world.agreement.uuid, 1])
    read(client, world.officer, address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= 10, "\n".join(query["sql"][:160] for query in queries)


@pytest.mark.django_db
def test_amendment_is_approved_and_signed_by_the_same_machine() -> None:
    world = approved()
    first = sent(world)
    for entity in (world.school, world.company, world.umbrella):
        signs(world, entity)
    sealing.signatures_seal(first.pk)
    draft = world.amend(timezone.localdate() + dt.timedelta(days=90))
    world.set_term(draft, effective_from=draft.effective_from, term_end=draft.effective_from + dt.timedelta(days=900))
    asked = review.review_submit(by=world.officer, version_id=draft.uuid)
    review.approval_give(by=member(world.host, Role.DIRECTOR), approval_id=asked.approvals.get().uuid)

    second = sending.sending_open(by=world.officer, version_id=draft.uuid)
    for seat in Seat.objects.filter(sending=second):
        key = link(seat)
        seats.seat_sign(key=key, digits=code(key), origin=HERE)
    sealing.signatures_seal(second.pk)

    draft.refresh_from_db()
    assert (draft.state, draft.signatures.count()) == (VersionState.SIGNED, 3)
    assert Sending.objects.get(pk=second.pk).outcome == Sending.Outcome.SIGNED
    assert AgreementVersion.objects.get(pk=world.draft.pk).validity.upper == draft.effective_from


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each answers, or the refusal it meets, when all begin together."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        try:
            with override("en"):
                start.wait()
                return act()
        except (Refused, LinkClosed) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.django_db(transaction=True)
def test_withdrawn_while_one_signs_either_happens_and_never_both() -> None:
    world: World = approved()
    sending_ = sent(world)
    key = link(seat_of(world, world.company))
    digits = code(key)

    at_once(
        lambda: seats.seat_sign(key=key, digits=digits, origin=HERE),
        lambda: sending.sending_withdraw(by=world.officer, sending_id=sending_.uuid, reason="wrong amount", rewrite=False),
    )

    seat = Seat.objects.get(pk=seat_of(world, world.company).pk)
    assert AgreementVersion.objects.get(pk=world.draft.pk).state == VersionState.WITHDRAWN
    assert (seat.state, Evidence.objects.count()) in ((SeatState.SIGNED, 1), (SeatState.VOID, 0))


@pytest.mark.django_db(transaction=True)
def test_signed_twice_at_once_there_is_one_evidence() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    digits = code(key)

    answers = at_once(*[lambda: seats.seat_sign(key=key, digits=digits, origin=Origin("192.0.2.9", ""))] * 2)

    assert sorted(isinstance(answer, Evidence) for answer in answers) == [False, True]
    assert Evidence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_codes_tried_at_once_are_counted_one_by_one() -> None:
    world = approved()
    sent(world)
    key = link(seat_of(world, world.company))
    code(key)

    answers = at_once(*[lambda: seats.code_try(key=key, digits="abcdef")] * 8)

    assert sum(isinstance(answer, WrongCode) for answer in answers) == 5
    assert SigningCode.objects.get().tries == 5
