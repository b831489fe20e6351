"""The page of a commitment and what one does there: declare, accept, contest, answer, take back, waive."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from filon.agreements.models import Commitment, Delivery, Waiver
from filon.agreements.states import DeliveryState
from tests.agreements.pages import read, refused, send, words
from tests.factories.agreements import World, in_force, pdf

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 30)
BUDGET = 10


def on(world: World, name: str, **key: object) -> str:
    return reverse(f"agreements:{name}", kwargs={"agreement_id": world.agreement.uuid, **key})


def commitment_page(world: World, commitment: Commitment) -> str:
    return on(world, "commitment", commitment_id=commitment.uuid)


def test_commitment_shows_its_items_and_deliveries(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)

    shown = read(client, world.officer, commitment_page(world, meetings))

    assert f'id="delivery-{delivery.uuid}"' in shown
    assert "30\u00a0June 2024" in shown
    assert "days late" in shown
    assert on(world, "declare", commitment_id=meetings.uuid) in shown


def test_declare_records_the_delivery_with_its_proof(client: Client) -> None:
    world, meetings, _payments = in_force()
    given = {"occurred_on": "2024-06-30", "quantity": "1", "words": "Twenty students", "documents": [pdf("emargement.pdf"), pdf("b.pdf")]}

    response = send(client, world.officer, on(world, "declare", commitment_id=meetings.uuid), **given)

    delivery = Delivery.objects.get(commitment=meetings)
    assert response.status_code == 303
    assert (delivery.fact.quantity, delivery.fact.documents.count()) == (Decimal(1), 2)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"occurred_on": ""}, "Say on which day it happened."),
        ({"quantity": "many"}, "“many” is not a quantity"),
        ({"occurred_on": "2023-01-01"}, "The agreement only takes effect on"),
        ({"occurred_on": str(timezone.localdate() + dt.timedelta(days=2))}, "This day is still to come"),
        ({"documents": [pdf("malware.pdf", b"MZ not a pdf")]}, "is not a file of a kind taken here"),
    ],
)
def test_declare_says_what_to_correct(client: Client, wrong: dict[str, object], sentence: str) -> None:
    world, meetings, _payments = in_force()
    given = {"occurred_on": "2024-06-30", "quantity": "1"} | wrong

    shown = refused(client, world.officer, on(world, "declare", commitment_id=meetings.uuid), **given)

    assert sentence in shown
    assert not Delivery.objects.exists()


def test_company_contests_then_accepts(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)

    send(client, world.contact, on(world, "contest", delivery_id=delivery.uuid), reason="Nobody came.")
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.CONTESTED

    send(client, world.contact, on(world, "accept", delivery_id=delivery.uuid))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.ACCEPTED


def test_contest_without_a_reason_is_sent_back(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)

    shown = refused(client, world.contact, on(world, "contest", delivery_id=delivery.uuid), reason=" ")

    assert "Say why: the other side reads your reason and can answer." in shown


def test_answer_stays_beside_the_contested_delivery(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)
    send(client, world.contact, on(world, "contest", delivery_id=delivery.uuid), reason="Nobody came.")

    send(client, world.officer, on(world, "answer", delivery_id=delivery.uuid), words="We propose another date.")

    assert "We propose another date." in read(client, world.contact, commitment_page(world, meetings))


def test_take_back_asks_why_before_it_is_done(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)
    address = on(world, "take_back", delivery_id=delivery.uuid)

    assert "What it fulfilled becomes due again." in read(client, world.officer, address)
    send(client, world.officer, address, reason="Wrong commitment.")

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WITHDRAWN


def test_accept_by_the_side_that_owes_is_refused_with_a_sentence(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)

    shown = words(send(client, world.officer, on(world, "accept", delivery_id=delivery.uuid)), 422)

    assert "to accept or contest this delivery" in shown


def test_waive_gives_up_a_part(client: Client) -> None:
    world, meetings, _payments = in_force()
    item = meetings.due_items.first()
    assert item is not None

    send(client, world.contact, on(world, "waive", item_id=item.uuid), quantity="1", reason="Replaced by a visit.")

    assert Waiver.objects.get().quantity == 1


def test_waive_more_than_is_open_is_sent_back(client: Client) -> None:
    world, meetings, _payments = in_force()
    item = meetings.due_items.first()
    assert item is not None

    shown = refused(client, world.contact, on(world, "waive", item_id=item.uuid), quantity="99", reason="Too much.")

    assert "Only 1 is still open" in shown


def test_commitment_costs_the_same_whatever_its_size(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    world, meetings, _payments = in_force()
    for day in range(1, 13):
        world.deliver(meetings, on=dt.date(2024, 3, day))
    read(client, world.officer, commitment_page(world, meetings))

    with django_assert_max_num_queries(BUDGET):
        client.get(commitment_page(world, meetings))
