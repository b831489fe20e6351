"""Each person turns on and off what is hers to choose; what somebody waits for, or the law asks for, leaves whatever she chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from filon.agenda.models import MailChoice
from filon.agenda.queries.choices import letters_of_the_house, wanted_by
from filon.agenda.services.choices import letters_choose, letters_stop
from filon.agenda.services.due import due_queue, due_send
from filon.agreements.models import Seat
from filon.agreements.services.inviting import reminders_of_the_day
from filon.agreements.services.review import review_submit
from filon.kernel.registry import LetterChoice, LetterKind, all_of
from filon.partners.models import Access
from filon.people.models import User
from filon.people.roles import Role
from tests.agenda.worlds import living
from tests.factories.agreements import World, member
from tests.factories.partners import AccessFactory
from tests.factories.signing import approved, once_soon, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Work = Callable[[], int]
EVERYTHING = {"agenda.digest", "agenda.due", "agreements.approvals", "agreements.reminders"}
USUAL = EVERYTHING - {"agenda.due"}


@pytest.fixture
def world() -> World:
    return living(due_in=3)


def today() -> dt.date:
    return timezone.localdate()


def wanting(user: User, *codes: str) -> User:
    letters_choose(by=User.objects.get(pk=user.pk), wanted=codes)
    return user


def told(work: Work) -> list[str]:
    mail.outbox.clear()
    due_queue(today())
    work()
    return [letter.to[0] for letter in mail.outbox]


def test_dates_come_three_days_before_to_whoever_asked_once(world: World, work: Work) -> None:
    wanting(world.contact, *EVERYTHING)

    first, letters = told(work), list(mail.outbox)
    again = told(work)

    assert (first, again) == ([world.contact.email], [])
    assert "Meetings with students" in letters[0].body
    assert letters[0].extra_headers["List-Unsubscribe"].strip("<>") in letters[0].body


def test_nothing_on_that_day_is_no_letter(world: World) -> None:
    wanting(world.contact, *EVERYTHING)

    assert due_send(world.contact.pk, today() + dt.timedelta(days=1)) is False
    assert mail.outbox == []


def test_contact_who_left_is_told_no_date(world: World) -> None:
    wanting(world.contact, *EVERYTHING)
    Access.objects.update(end=today())

    assert due_queue(today()) == 0


def test_link_of_a_letter_stops_those_letters_and_no_other(world: World) -> None:
    wanting(world.contact, *EVERYTHING)
    due_send(world.contact.pk, today())
    key = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]

    letters_stop(key=key)

    assert wanted_by(MailChoice.objects.get(user=world.contact)) == USUAL


def test_page_keeps_what_was_chosen_and_shows_why_the_rest_leaves(client: Client, world: World) -> None:
    client.force_login(world.contact)
    posted = client.post("/compte/courriers", {"idempotency_key": str(uuid4()), "agenda_due": "on", "language": ""})

    page = client.get("/compte/courriers").content.decode()

    assert (posted.status_code, wanted_by(MailChoice.objects.get())) == (303, {"agenda.due"})
    assert "Nobody signs in without it." in page
    assert "A legal document waits for your signature; the reminder alone may be turned off." in page


def test_reminder_to_sign_may_be_turned_off_and_the_request_not(work: Work) -> None:
    world = approved()
    wanting(AccessFactory(affiliation=world.signatories[world.company.pk]).user, *(EVERYTHING - {"agreements.reminders"}))
    mail.outbox.clear()

    sent(world)
    work()
    requests = sorted(letter.to[0] for letter in mail.outbox if "sign" in letter.subject)
    Seat.objects.update(invited_at=timezone.now() - dt.timedelta(days=4))
    reminded = reminders_of_the_day()

    assert len(requests) == 3
    assert reminded == 2


def approvals_asked(work: Work, *codes: str) -> int:
    """How many letters leave when a text is put before a director who wants those letters."""
    world = World()
    world.set_term(effective_from=today(), term_end=today() + dt.timedelta(days=1000))
    world.pay(3_000_000)
    world.promise(once_soon(today()), 1)
    wanting(member(world.host, Role.DIRECTOR), *codes)
    work()
    mail.outbox.clear()
    review_submit(by=world.officer, version_id=world.draft.uuid)
    work()
    return len(mail.outbox)


def test_approval_asked_comes_unless_it_was_turned_off(work: Work) -> None:
    assert approvals_asked(work, *USUAL) == 1
    assert approvals_asked(work, *(USUAL - {"agreements.approvals"})) == 0
    assert wanted_by(MailChoice()) == USUAL


def test_every_choice_decides_of_letters_that_exist_and_the_others_always_leave() -> None:
    kinds = {kind.code for kind in all_of(LetterKind)}
    decided = {kind for choice in all_of(LetterChoice) for kind in choice.kinds}
    always = {kind.code for kind in letters_of_the_house().always}

    assert {choice.code for choice in all_of(LetterChoice)} >= EVERYTHING
    assert (decided <= kinds, always) == (True, kinds - decided)
    assert {"people.link", "agreements.seat", "agreements.signed"} <= {kind.code for kind in all_of(LetterKind) if kind.always}
