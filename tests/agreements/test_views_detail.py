"""The page of an agreement: what it says, to whom, as of which day, and what it costs."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from filon.agreements.services import deliveries
from filon.engines.balance.due_rule import Once
from filon.people.models import User
from filon.people.roles import Role
from tests.agreements.pages import ENGLISH, read, send
from tests.factories.agreements import World, in_force, member

pytestmark = pytest.mark.django_db
BUDGET = 10


def detail(world: World) -> str:
    return reverse("agreements:detail", args=[world.agreement.uuid])


def test_detail_shows_what_was_promised_and_by_whom(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, detail(world))

    assert f"<h1>{world.agreement.title}</h1>" in shown
    assert f"sheltered by {world.umbrella.name}, which signs" in shown
    assert " of 36 months<" in shown
    assert 'href="#commitment-' in shown
    assert "Prepare an amendment" in shown


def test_detail_shows_a_quarrel_with_its_words_and_what_the_officer_may_do(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=dt.date(2024, 6, 30))
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Two students came, twenty were expected.")

    shown = read(client, world.officer, detail(world))

    assert "Two students came, twenty were expected." in shown
    assert reverse("agreements:take_back", args=[world.agreement.uuid, delivery.uuid]) in shown
    assert reverse("agreements:accept", args=[world.agreement.uuid, delivery.uuid]) not in shown


def test_detail_lets_the_contesting_side_accept(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=dt.date(2024, 6, 30))
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Nobody came.")

    shown = read(client, world.contact, detail(world))

    assert reverse("agreements:accept", args=[world.agreement.uuid, delivery.uuid]) in shown
    assert "Prepare an amendment" not in shown
    assert "Looked after by" not in shown


def test_detail_gives_an_auditor_nothing_to_press(client: Client) -> None:
    world, meetings, _payments = in_force(silence_days=None)
    delivery = world.deliver(meetings, on=dt.date(2024, 6, 30))
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Nobody came.")

    shown = read(client, world.auditor, detail(world))

    assert "Nobody came." in shown
    assert reverse("agreements:answer", args=[world.agreement.uuid, delivery.uuid]) not in shown
    assert "Declare a delivery" not in shown


def test_detail_as_of_a_past_day_says_so_and_leads_back(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, detail(world), au="2024-03-01")

    assert "Read as of 1\u00a0March 2024" in shown
    assert f'<a href="{detail(world)}">Back to today</a>' in shown


def test_detail_refuses_a_day_that_is_none(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, detail(world), status=422, au="yesterday")

    assert "“yesterday” is not a date" in shown


def test_detail_of_another_school_is_not_found(client: Client) -> None:
    world, _meetings, _payments = in_force()

    read(client, member(World().host, Role.PARTNERSHIP_OFFICER), detail(world), status=404)


def test_print_shows_the_state_without_its_actions(client: Client) -> None:
    world, _meetings, _payments = in_force()

    shown = read(client, world.officer, reverse("agreements:print", args=[world.agreement.uuid]), au="2024-03-01")

    assert "State on 1\u00a0March 2024" in shown
    assert "Prepare an amendment" not in shown


def test_compare_shows_the_figure_before_and_after(client: Client) -> None:
    world, meetings, _payments = in_force()
    draft = world.amend(dt.date(2025, 6, 1))
    world.change(draft, meetings, Once(dt.date(2026, 1, 31)), 5)
    world.sign(draft, on=dt.date(2025, 6, 1))

    shown = read(client, world.contact, reverse("agreements:compare", args=[world.agreement.uuid]), de="1", a="2")

    assert "<del>4 events</del>" in shown
    assert "<ins>5 events</ins>" in shown


@pytest.mark.parametrize("count", [8, pytest.param(198, marks=pytest.mark.slow)])
def test_detail_costs_the_same_whatever_its_size(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, count: int) -> None:
    world = World()
    world.set_term()
    world.pay(100_00)
    for _number in range(count):
        world.promise(Once(dt.date(2024, 12, 31)), Decimal(1))
    world.sign()
    read(client, world.officer, detail(world))

    with django_assert_max_num_queries(BUDGET):
        client.get(detail(world))


def export(client: Client, viewer: User, address: str) -> list[dict[str, str]]:
    client.force_login(viewer)
    answer = client.get(address, headers=ENGLISH)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_register_is_exported_as_of_the_day_shown(client: Client) -> None:
    world, meetings, _payments = in_force()
    world.deliver(meetings, on=dt.date(2024, 6, 1))
    shown = read(client, world.officer, detail(world), au="2024-07-01")
    link = f"{detail(world)}?au=2024-07-01&export=csv"
    assert link.replace("&", "&amp;") in shown

    theirs, ours = sorted(export(client, world.officer, link), key=lambda row: row["Unit"])

    assert (ours["Commitment"], ours["Kept"], ours["Promised"], ours["State"]) == ("Meetings with students", "1.00", "4.00", "up to date")
    assert (ours["Value kept, in euros"], ours["Next due date"], ours["Due dates kept"]) == ("800", "2024-12-30", "1")
    assert (theirs["Who owes"], theirs["State"]) == (world.company.name, "1 late, 152 d")
    assert f">{theirs['State']}</span>" in shown.replace("</svg>", "</svg>>")


def test_register_exported_to_the_partner_names_no_owner_and_no_formula(client: Client) -> None:
    world = World()
    world.set_term()
    world.pay(100_000)
    commitment = world.promise(Once(dt.date(2024, 6, 30)), 1)
    commitment.terms.update(what_fr="=1+1", what_en="=1+1")
    world.sign()

    (row,) = export(client, world.contact, f"{detail(world)}?export=csv")

    assert (row["Commitment"], "Looked after by" in row) == ("'=1+1", False)


def test_register_is_exported_as_a_workbook(client: Client) -> None:
    world, _meetings, _payments = in_force()
    client.force_login(world.officer)

    answer = client.get(f"{detail(world)}?export=xlsx", headers=ENGLISH)

    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.active.cell(1, 3).value == "Commitment"
    assert book.active.max_row == 3


def test_title_and_owner_are_changed_while_in_force(client: Client) -> None:
    world, _meetings, _payments = in_force()
    address = reverse("agreements:change", args=[world.agreement.uuid])
    assert address in read(client, world.officer, detail(world))

    send(client, world.officer, address, title_fr="Chaire matériaux", owner=world.officer.uuid)

    assert "<h1>Chaire matériaux</h1>" in read(client, world.officer, detail(world))


def test_owner_of_a_commitment_is_changed_on_its_page(client: Client) -> None:
    world, meetings, _payments = in_force()
    page = reverse("agreements:commitment", args=[world.agreement.uuid, meetings.uuid])
    address = reverse("agreements:commitment_owner", args=[world.agreement.uuid, meetings.uuid])
    assert address in read(client, world.officer, page)

    send(client, world.officer, address, owner=world.officer.uuid, owner_contact="")

    assert world.officer.name in read(client, world.officer, page)
    assert address not in read(client, world.contact, page)
