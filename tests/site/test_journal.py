"""The journal of a school: everything recorded for it, for its director and its auditor."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from filon.kernel import audit
from filon.kernel.models import AuditEvent, AuditHead, AuditSeal
from filon.people.models import User
from filon.people.roles import Role
from tests.agreements.pages import read
from tests.factories.agreements import World, in_force
from tests.factories.agreements import member as seated

pytestmark = pytest.mark.django_db
ADDRESS = "/journal"
QUERIES = 8


def world_and_director() -> tuple[World, User]:
    world, _meetings, _payments = in_force()
    return world, seated(world.host, Role.DIRECTOR)


def test_journal_tells_every_act_with_its_agreement(client: Client) -> None:
    world, director = world_and_director()

    shown = read(client, director, ADDRESS)

    assert "Signed version put in force" in shown
    assert f'<a href="{reverse("agreements:journal", args=[world.agreement.uuid])}">{world.agreement.title}</a>' in shown
    assert f'<a href="{ADDRESS}"' in shown


def test_journal_keeps_that_it_was_read_and_exported(client: Client) -> None:
    world, director = world_and_director()

    read(client, director, ADDRESS)
    client.get(ADDRESS, {"export": "csv"})

    told = AuditEvent.objects.filter(actor_id=director.pk, action__startswith="journal.").order_by("id")
    assert list(told.values_list("action", "host_id")) == [("journal.read", world.host.pk), ("journal.exported", world.host.pk)]


def test_journal_shows_the_head_of_the_chain_and_what_waits(client: Client) -> None:
    world, director = world_and_director()
    first = AuditEvent.objects.filter(host_id=world.host.pk).earliest("id")
    AuditSeal.objects.create(event=first, host_key=world.host.pk, seq=1, previous_hash="", hash="0123456789abcdef")
    AuditHead.objects.create(host_key=world.host.pk, seq=1, hash="0123456789abcdef")

    shown = read(client, director, ADDRESS)

    waiting = AuditEvent.objects.filter(host_id=world.host.pk).count() - 1  # this very reading among them

    assert '<code title="0123456789abcdef">0123 4567 … cdef</code>' in shown
    assert f"{waiting} events are not sealed yet" in shown


def test_journal_of_one_person_one_subject_or_of_filon_itself(client: Client) -> None:
    world, director = world_and_director()
    audit.record(None, "agreement.version_over", None, host_id=world.host.pk, number=1)

    hers = read(client, director, ADDRESS, person=str(world.officer.uuid))
    itself = read(client, director, ADDRESS, person="filon")
    contacts = read(client, director, ADDRESS, subject="fact")
    nobody = read(client, director, ADDRESS, person=str(uuid4()))

    assert ("Signed version put in force" in hers, "Version over" in hers) == (True, False)
    assert ("Signed version put in force" in itself, "Version over" in itself) == (False, True)
    assert ("Signed version put in force" in contacts, "Fact recorded" in contacts) == (False, True)
    assert "No event answers this" in nobody


def test_journal_exports_what_is_shown(client: Client) -> None:
    world, director = world_and_director()
    client.force_login(director)

    answer = client.get(ADDRESS, {"export": "xlsx", "subject": "agreement"}, headers={"accept-language": "en"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer))).worksheets[0].values)

    assert rows[0][:5] == ("When", "Who", "What", "Figures", "Agreement")
    assert rows[-1][1:5] == (world.officer.name, "Agreement created", world.agreement.reference, world.agreement.title)
    assert {str(row[6]).partition(".")[0] for row in rows[1:]} == {"agreement"}


def test_journal_of_many_pages_costs_the_same(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    world, director = world_and_director()
    for number in range(120):
        audit.record(
            world.officer, "delivery.declared", world.agreement, agreement=str(world.agreement.uuid), commitment=number, quantity="1"
        )
    shown = read(client, director, ADDRESS)

    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)

    assert shown.count('<th scope="row">') == 50
