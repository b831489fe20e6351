"""The list of agreements: what is found, filtered, exported, and what a page of it costs."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from filon.agreements.models import Agreement
from filon.agreements.services import drafting
from filon.people.roles import Role
from tests.agreements.pages import ENGLISH, read, send
from tests.factories.agreements import World, in_force, member

pytestmark = pytest.mark.django_db
BUDGET = 10


def address() -> str:
    return reverse("agreements:list")


def another(world: World, title: str) -> Agreement:
    return drafting.agreement_create(by=world.officer, kind_id=world.agreement.kind.uuid, title_fr=title, host_id=world.host.pk)


def test_list_shows_reference_partner_and_who_is_late(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, address())

    assert world.agreement.reference in shown
    assert world.company.name in shown
    assert 'class="mini"' in shown


def test_list_says_what_to_do_when_it_is_empty(client: Client) -> None:
    shown = read(client, member(World().host, Role.PARTNERSHIP_OFFICER), address(), q="nothing bears this name")

    assert "No agreement matches" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "Chaire"}, True),
        ({"q": "chaire matériau"}, True),
        ({"etat": "draft"}, True),
        ({"etat": "in_force"}, False),
        ({"responsable": "moi"}, True),
        ({"retard": "1"}, False),
        ({"renouveler": "1"}, False),
        ({"avant": "2020-01-01"}, False),
        ({"nature": "mecenat"}, True),
        ({"theme": "not-a-theme"}, True),
    ],
)
def test_list_narrows_by_what_the_address_says(client: Client, query: dict[str, str], found: bool) -> None:
    world = World()
    another(world, "Chaire matériaux écologiques")

    shown = read(client, world.officer, address(), **query)

    assert ("Chaire matériaux écologiques" in shown) is found


def test_list_narrowed_by_lateness_keeps_who_is_late(client: Client) -> None:
    world, _meetings, _payments = in_force()
    another(world, "Chaire")

    shown = read(client, world.officer, address(), retard="1")

    assert world.agreement.reference in shown
    assert "Chaire" not in shown


def test_list_exports_exactly_what_is_shown(client: Client) -> None:
    world, _meetings, _payments = in_force()
    another(world, "Chaire")
    client.force_login(world.officer)

    response = client.get(address(), {"q": world.agreement.reference, "export": "csv"}, headers=ENGLISH)
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig")), delimiter=";"))  # type: ignore[arg-type]

    assert [row[1] for row in rows] == ["Reference", world.agreement.reference]
    assert rows[1][5] == "all"


def test_list_of_a_partner_names_no_owner_and_no_draft(client: Client) -> None:
    world, _meetings, _payments = in_force()
    another(world, "Chaire")

    shown = read(client, world.contact, address())

    assert world.agreement.reference in shown
    assert "Chaire" not in shown
    assert "Looked after by" not in shown


def test_view_is_saved_and_comes_back(client: Client) -> None:
    world = World()

    send(client, world.officer, reverse("lists:save"), page="agreements:list", query="etat=draft", name="My drafts")

    assert "My drafts" in read(client, world.officer, address())


def test_list_costs_the_same_for_one_and_for_a_full_page(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    world, _meetings, _payments = in_force()
    for number in range(25):
        another(world, f"Chaire {number}")
    read(client, world.officer, address())

    with django_assert_max_num_queries(BUDGET):
        client.get(address())


def test_list_counts_what_its_ready_views_find(client: Client) -> None:
    world, _meetings, _payments = in_force()
    another(world, "Chaire matériaux")

    shown = read(client, world.officer, address())

    assert 'href="/conventions?retard=1">Late <span>1</span></a>' in shown
    found = shown.partition("To renew <span>")[2].partition("<")[0]
    assert found == str(read(client, world.officer, address(), renouveler="1").count('<td data-l="State">'))


@pytest.mark.parametrize("role", [Role.STUDENT, Role.FOUNDER, Role.MENTOR, Role.OBSERVER])
def test_list_is_refused_to_who_reads_nothing(client: Client, role: Role) -> None:
    read(client, member(World().host, role), address(), status=403)
