"""An agreement that lives today, whatever the day of the test."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event

from filon.agenda.services.feeds import feed_open
from filon.engines.balance.due_rule import Every
from filon.people.models import User
from tests.factories.agreements import World


def day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def living(*, due_in: int = 10) -> World:
    """In force for a hundred days, for three hundred more, notice two months before; two meetings due in so many days, and twice again."""
    world = World()
    world.set_term(effective_from=day(-100), term_end=day(300), notice_months=2)
    world.pay(3_000_000)
    world.promise(Every(first=day(due_in), months=2, count=3), 6)
    world.draft = world.sign(on=day(-100))
    User.objects.update(language="en")
    return world


def read(client: Client, key: str, **headers: str) -> dict[str, Event]:
    """The events at an address, by what their UID says before the host."""
    answer = client.get(f"/calendrier/{key}.ics", headers=headers)
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: event for event in events}


def key_of(user: User, about: UUID | None = None) -> str:
    return feed_open(by=User.objects.get(pk=user.pk), about=about)
