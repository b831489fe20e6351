"""The week by mail: at most once, only to whom it says something, stopped by one click and by a mailbox that takes no letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from filon.agenda.models import Digest, MailChoice
from filon.agenda.queries.recipients import recipients_of, returned_items
from filon.agenda.services.digests import digest_send, digests_queue
from filon.agenda.tasks import digests_of_the_week
from filon.kernel import tasks
from filon.partners.models import Access
from filon.people.models import SentLetter, User
from filon.people.services.returning import letter_returned
from tests.agenda.worlds import living
from tests.factories.agreements import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Work = Callable[[], int]


@pytest.fixture
def world() -> World:
    """Something is due within the week for everybody of the agreement."""
    return living(due_in=3)


def week() -> dt.date:
    """Today stands for the Monday: what is due is told from today on."""
    return timezone.localdate()


def told(work: Work) -> list[str]:
    mail.outbox.clear()
    digests_queue(week())
    work()
    return sorted(letter.to[0] for letter in mail.outbox)


def test_week_is_told_once_to_each(world: World, work: Work) -> None:
    first, again = told(work), told(work)

    assert {world.officer.email, world.contact.email} <= set(first)
    assert again == []
    assert Digest.objects.count() == len(first)


def test_two_tasks_of_one_person_tell_once(world: World, work: Work) -> None:
    digests_queue(week())
    digests_queue(week())

    work()

    assert [letter.to[0] for letter in mail.outbox].count(world.officer.email) == 1


def test_letter_says_what_is_due_and_how_to_stop_it(world: World) -> None:
    digest_send(world.contact.pk, week())

    (letter,) = mail.outbox
    assert "Meetings with students" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"].strip("<>") in letter.body


def test_nothing_to_tell_is_no_letter() -> None:
    world = living(due_in=60)

    is_told = digest_send(world.contact.pk, week())

    assert (is_told, mail.outbox, Digest.objects.count()) == (False, [], 0)


def test_one_click_of_a_mail_program_stops_it(client: Client, world: World, work: Work) -> None:
    digest_send(world.contact.pk, week())
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = address[address.index("/desabonnement") :]

    seen = (client.get(path).status_code, MailChoice.objects.count())
    posted = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code
    Digest.objects.all().delete()

    assert (seen, posted) == ((200, 0), 200)
    assert world.contact.email not in told(work)


def test_forged_link_stops_nothing(client: Client, world: World) -> None:
    answer = client.post(f"/desabonnement/{world.contact.uuid}:{'x' * 43}")

    assert (answer.status_code, MailChoice.objects.count()) == (404, 0)


def test_choice_is_kept_and_may_be_taken_back(client: Client, world: World) -> None:
    client.force_login(world.contact)

    without = client.post("/compte/courriers", {"idempotency_key": str(uuid4()), "language": ""}).status_code
    stopped = world.contact in recipients_of(week())
    client.post("/compte/courriers", {"idempotency_key": str(uuid4()), "agenda_digest": "on", "language": "fr"})
    digest_send(world.contact.pk, week())

    assert (without, stopped) == (303, False)
    assert mail.outbox[0].subject.startswith("Votre semaine")


def test_letter_that_came_back_stops_the_week_until_the_address_changes(world: World) -> None:
    digest_send(world.contact.pk, week())
    Digest.objects.all().delete()
    letter_returned(SentLetter.objects.get(about_uuid=world.contact.uuid), "550 unknown")

    stopped = world.contact in recipients_of(week())
    seen = [item.context for item in returned_items(User.objects.get(pk=world.officer.pk), week())]
    User.objects.filter(pk=world.contact.pk).update(email="new@example.org")

    assert (stopped, seen) == (False, [world.contact.email])
    assert world.contact in recipients_of(week())
    assert list(returned_items(User.objects.get(pk=world.officer.pk), week())) == []


def test_contact_who_left_is_told_nothing(world: World) -> None:
    Access.objects.update(end=week())

    assert world.contact not in recipients_of(week())


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (dt.datetime(2026, 11, 30, 5, 59, tzinfo=dt.UTC), dt.datetime(2026, 11, 23, 6, 0, tzinfo=dt.UTC)),
        (dt.datetime(2026, 11, 30, 6, 0, tzinfo=dt.UTC), dt.datetime(2026, 11, 30, 6, 0, tzinfo=dt.UTC)),
        (dt.datetime(2026, 12, 6, 22, 0, tzinfo=dt.UTC), dt.datetime(2026, 11, 30, 6, 0, tzinfo=dt.UTC)),
        (dt.datetime(2026, 7, 6, 5, 0, tzinfo=dt.UTC), dt.datetime(2026, 7, 6, 5, 0, tzinfo=dt.UTC)),
    ],
)
def test_week_leaves_on_monday_at_seven_of_paris(now: dt.datetime, slot: dt.datetime) -> None:
    schedule = tasks._schedules[digests_of_the_week.module_path]

    assert schedule.slot(now) == slot
