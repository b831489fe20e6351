"""What agreements put on the home page of each side."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from filon.agreements.queries.week import week_items
from filon.agreements.services import deliveries
from filon.people.models import User
from tests.factories.agreements import World, in_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def items_of(user: User, day: dt.date) -> list[tuple[str, dt.date, str]]:
    return sorted((item.kind, item.on, item.context) for item in week_items(user, day))


def test_week_holds_what_is_late_and_what_is_due_on_either_side():
    world, *_ = in_force()
    day = dt.date(2024, 7, 26)

    items = items_of(world.officer, day)

    assert items == [
        ("due", dt.date(2024, 7, 31), f"Mécénat · {world.company.name} owes it"),
        ("late", dt.date(2024, 1, 31), f"Mécénat · {world.company.name} owes it"),
        ("late", dt.date(2024, 6, 30), f"Mécénat · {world.school.name} owes it"),
    ]
    assert items_of(world.contact, day) == items


def test_contested_delivery_is_to_be_answered():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Absents")

    titles = [item.title for item in week_items(world.officer, dt.date(2024, 7, 1)) if item.kind == "decide"]

    assert titles == ["Meetings with students: contested, to be answered"]


def test_decision_before_the_last_day_of_notice():
    world, *_ = in_force(notice_months=3)

    before = [item for item in week_items(world.officer, dt.date(2026, 6, 1)) if item.kind == "decide"]
    near = [(item.on, item.title) for item in week_items(world.officer, dt.date(2026, 8, 1)) if item.kind == "decide"]

    assert (before, near) == ([], [(dt.date(2026, 10, 1), "Renew “Mécénat”?")])


def test_draft_is_for_who_writes_it_only():
    world = World()

    assert [item.title for item in week_items(world.officer, dt.date(2024, 7, 1))] == ["Mécénat"]
    assert list(week_items(world.contact, dt.date(2024, 7, 1))) == []


def test_week_of_another_school_is_empty():
    in_force()

    assert items_of(World().auditor, dt.date(2024, 7, 26)) == []


def test_promise_of_a_contact_who_left_says_so():
    world, _meetings, payments = in_force()
    held = world.signatories[world.company.pk]
    payments.owner_contact = held.contact
    payments.save(update_fields=["owner_contact"])
    held.end = timezone.localdate()
    held.save(update_fields=["end"])

    owners = {item.owner for item in week_items(world.officer, timezone.localdate()) if world.company.name in item.context}

    assert owners == {f"{held.contact.name}, who has left"}
