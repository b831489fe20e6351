"""The page of an agreement: what it says, to whom, as of which day, and what it costs."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from filon.agreements.services import deliveries
from filon.engines.balance.due_rule import Once
from filon.people.roles import Role
from tests.agreements.pages import read
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


@pytest.mark.parametrize("count", [8, 198])
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
