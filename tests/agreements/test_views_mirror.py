"""What a partner's person sees and does: all her agreements on one page, a delivery confirmed or contested with a proof, a dispute."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from filon.agreements.models import Delivery, Dispute
from filon.agreements.services import deliveries
from filon.agreements.states import DeliveryState, DisputeState
from filon.kernel.models import StoredFile
from filon.partners.kinds import AccessLevel
from filon.partners.models import Access
from tests.agreements.pages import read, send
from tests.factories.agreements import World, in_force, pdf

pytestmark = pytest.mark.django_db
MIRROR = "/nos-conventions"
DAY = dt.date(2024, 6, 30)


def on(world: World, name: str, **key: object) -> str:
    return reverse(f"agreements:{name}", kwargs={"agreement_id": world.agreement.uuid, **key})


def test_mirror_holds_the_agreements_of_every_school_that_let_her_in(client: Client) -> None:
    first, meetings, _payments = in_force()
    second, _meetings, _payments = in_force()
    Access.objects.filter(user=second.contact).update(user=first.contact)
    first.deliver(meetings, on=DAY)

    shown = read(client, first.contact, MIRROR)

    assert "You have 2 agreements with 2 schools." in shown
    assert [name in shown for name in (first.host.name, second.host.name)] == [True, True]
    assert "1 delivery waits for your answer." in shown


def test_mirror_says_nothing_of_what_others_agreed(client: Client) -> None:
    world, *_ = in_force()
    other, *_ = in_force()

    shown = read(client, world.contact, MIRROR)

    assert str(other.agreement.uuid) not in shown


def test_mirror_tells_what_each_side_owes(client: Client) -> None:
    world, *_ = in_force()

    shown = read(client, world.contact, MIRROR)

    by_us, to_us = shown.split('id="to-us"')
    assert "You are late with" in by_us
    assert "Meetings with students" in to_us


def test_confirm_goes_back_to_the_mirror(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)

    response = send(client, world.contact, on(world, "confirm", delivery_id=delivery.uuid))

    assert (response.status_code, response.headers["Location"]) == (303, MIRROR)
    assert Delivery.objects.get().state == DeliveryState.ACCEPTED


def test_contest_keeps_the_proof_where_both_sides_read_it(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, 2, on=DAY)

    send(client, world.contact, on(world, "contest", delivery_id=delivery.uuid), reason="Half.", counts="1", documents=[pdf("liste.pdf")])

    dispute, proof = Dispute.objects.get(), StoredFile.objects.get(name="liste.pdf")
    shown = read(client, world.officer, on(world, "dispute", dispute_id=dispute.uuid))
    assert "“Half.”" in shown
    assert "Count 1" in shown
    assert client.get(reverse("files:download", args=[proof.uuid])).status_code == 200
    stranger, *_ = in_force()
    client.force_login(stranger.contact)
    assert client.get(reverse("files:download", args=[proof.uuid])).status_code == 404


def test_officer_settles_on_what_the_company_counts(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, 2, on=DAY)
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Half.", counts=Decimal(1))
    dispute = Dispute.objects.get()

    response = send(client, world.officer, on(world, "dispute_settle", dispute_id=dispute.uuid), quantity="1.00")

    assert response.status_code == 303
    assert Dispute.objects.get().state == DisputeState.SETTLED
    assert "of 2 declared" in read(client, world.contact, on(world, "dispute", dispute_id=dispute.uuid)).replace("\u00a0", " ")


def test_contest_taken_back_asks_why(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, 2, on=DAY)
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Half.")
    address = on(world, "dispute_withdraw", dispute_id=Dispute.objects.get().uuid)

    empty = send(client, world.contact, address, reason="")
    done = send(client, world.contact, address, reason="Found the list.")

    assert (empty.status_code, done.status_code) == (422, 303)
    assert Delivery.objects.get().state == DeliveryState.ACCEPTED


def test_person_who_reads_sees_no_button(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=DAY)
    Access.objects.update(level=AccessLevel.READS)

    shown = read(client, world.contact, MIRROR)

    assert on(world, "confirm", delivery_id=delivery.uuid) not in shown
    assert on(world, "contest", delivery_id=delivery.uuid) not in read(client, world.contact, on(world, "detail"))


def test_delivery_that_silence_accepted_waits_no_more(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=30)
    delivery = world.deliver(meetings, on=DAY)
    Delivery.objects.filter(pk=delivery.pk).update(declared_at=timezone.now() - dt.timedelta(days=31))

    assert "waits for your answer" not in read(client, world.contact, MIRROR)


def test_access_over_closes_the_mirror(client: Client) -> None:
    world, *_ = in_force()
    world.signatories[world.company.pk].end = timezone.localdate()
    world.signatories[world.company.pk].save()

    read(client, world.contact, MIRROR, status=403)


def test_mirror_and_dispute_cost_the_same_whatever_their_size(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    for day in range(1, 9):
        world.deliver(meetings, on=dt.date(2024, 3, day))
    for delivery in Delivery.objects.all()[:3]:
        deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="No.")
    dispute = on(world, "dispute", dispute_id=Dispute.objects.latest("id").uuid)
    for address in (MIRROR, dispute):
        read(client, world.contact, address)

        with django_assert_max_num_queries(10):
            client.get(address)
