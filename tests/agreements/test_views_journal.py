"""The journal of one agreement: who did what to it, in words, and for whom."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from filon.agreements.services import deliveries
from filon.kernel.models import AuditEvent, AuditSeal
from filon.people.roles import Role
from tests.agreements.pages import read
from tests.factories.agreements import World, in_force, member

pytestmark = pytest.mark.django_db
QUERIES = 6


def address(world: World) -> str:
    return reverse("agreements:journal", args=[world.agreement.uuid])


def test_journal_tells_who_contested_and_why_the_newest_first(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=dt.date(2024, 6, 30))
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Two came.")

    shown = read(client, world.officer, address(world))

    told = [shown.index(words) for words in ("Delivery contested", "Delivery declared", "Signed version put in force", "Agreement created")]
    assert told == sorted(told)
    assert "<small>“Two came.”</small>" in shown
    assert f'<td data-l="Who">{world.contact.name}</td>' in shown
    assert "<small>commitment no. 1 · quantity 1</small>" in shown


def test_journal_is_linked_from_the_agreement_for_those_inside(client: Client) -> None:
    world, _meetings, _payments = in_force()
    page = reverse("agreements:detail", args=[world.agreement.uuid])

    assert f'href="{address(world)}"' in read(client, member(world.host, Role.AUDITOR), page)
    assert f'href="{address(world)}"' not in read(client, world.contact, page)
    read(client, world.contact, address(world), status=403)


def test_journal_says_what_is_sealed_and_at_which_place(client: Client) -> None:
    world, _meetings, _payments = in_force()
    created = AuditEvent.objects.get(action="agreement.created")
    AuditSeal.objects.create(event=created, host_key=world.host.pk, seq=41, previous_hash="", hash="f00d")

    shown = read(client, world.officer, address(world))

    assert '<span title="f00d">41</span>' in shown
    assert shown.count("not sealed yet") == AuditEvent.objects.filter(payload__agreement=str(world.agreement.uuid)).count() - 1


def test_journal_of_other_days_is_empty(client: Client) -> None:
    world, _meetings, _payments = in_force()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    client.force_login(world.officer)

    later = client.get(address(world), {"from": tomorrow.isoformat()}, headers={"accept-language": "en"})

    assert "No event answers this" in later.content.decode()
    assert "Agreement created" in read(client, world.officer, address(world), to=tomorrow.isoformat())


def test_journal_exports_the_codes_and_the_fingerprints(client: Client) -> None:
    world, _meetings, _payments = in_force()
    created = AuditEvent.objects.get(action="agreement.created")
    AuditSeal.objects.create(event=created, host_key=world.host.pk, seq=1, previous_hash="", hash="f00d")
    client.force_login(world.officer)

    answer = client.get(address(world), {"export": "csv"}, headers={"accept-language": "en"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))

    oldest = rows[-1]
    assert len(rows) == AuditEvent.objects.filter(payload__agreement=str(world.agreement.uuid)).count()
    assert (oldest["Who"], oldest["What"], oldest["Figures"]) == (world.officer.name, "Agreement created", world.agreement.reference)
    assert (oldest["Code of the action"], oldest["Place in the chain"], oldest["SHA-256 fingerprint"]) == ("agreement.created", "1", "f00d")


@pytest.mark.parametrize("delivered", [1, 12])
def test_journal_costs_the_same_whatever_happened(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, delivered: int
) -> None:
    world, meetings, _payments = in_force()
    for _number in range(delivered):
        world.deliver(meetings, on=dt.date(2024, 6, 30))
    read(client, world.officer, address(world))

    with django_assert_num_queries(QUERIES):
        client.get(address(world))
