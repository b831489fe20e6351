"""Letters of agreements leave at most once, whatever happens to the worker; one that does not arrive is told where it is asked about."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from filon.agreements import letters
from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, CodeChannel, Seat, Sending, SigningCode, SigningLink
from filon.agreements.services import inviting, review, sealing, seats
from filon.agreements.services.seats import LinkClosed
from filon.agreements.states import SeatState
from filon.kernel import tasks
from filon.kernel.errors import Refused
from filon.kernel.files import file_open
from filon.kernel.models import AuditEvent, TaskProgress
from filon.people.models import SentLetter
from filon.people.roles import Role
from tests.agreements.pages import ENGLISH, read
from tests.factories.agreements import World, member
from tests.factories.signing import approved, key_in, link, once_soon, seat_of, sent, signs
from tests.people import carriers

pytestmark = pytest.mark.django_db
CARRIERS = "tests.people.carriers"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def taken(settings: Settings) -> Iterator[list[EmailMessage]]:
    """The letters that a mail server has taken."""
    settings.EMAIL_BACKEND, settings.OUTGOING_EMAIL_BACKEND = "filon.people.mail.Mail", f"{CARRIERS}.Willing"
    carriers.TAKEN.clear()
    yield carriers.TAKEN
    carriers.TAKEN.clear()


def run_all() -> list[str]:
    """Every task that waits is run now; their states then."""
    DBTaskResult.objects.update(run_after=timezone.now())
    while tasks.run_next("w"):
        pass
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def only(task_path: str) -> None:
    """The other tasks of the arrangement do not matter."""
    DBTaskResult.objects.exclude(task_path__endswith=task_path).delete()


def to_sign() -> tuple[World, Seat]:
    world = approved()
    sent(world, language="en")
    seat = seat_of(world, world.company)
    DBTaskResult.objects.all().delete()
    return world, seat


def test_each_signatory_asked_has_one_letter(taken: list[EmailMessage]) -> None:
    sent(approved(), language="en")
    only("seat_letter_send")

    states = run_all()

    assert states == ["SUCCESSFUL"] * 3
    assert len({each.to[0] for each in taken}) == len(taken) == 3


def test_signed_by_all_each_signatory_is_sent_the_sealed_document() -> None:
    world = approved()
    out = sent(world, language="en")
    for entity in (world.school, world.company, world.umbrella):
        signs(world, entity)
        sealing.signatures_seal(out.pk)
    only("signed_letter_send")
    mail.outbox.clear()

    states = run_all()

    out.refresh_from_db()
    with file_open(out.current) as opened:
        kept = opened.read()
    assert states == ["SUCCESSFUL"] * 3
    assert {letter.subject for letter in mail.outbox} == {f"Signed by all: {world.agreement.title}"}
    assert [attached.content for letter in mail.outbox for attached in letter.attachments] == [kept] * 3
    assert len({letter.to[0] for letter in mail.outbox}) == 3


def test_letter_to_sign_in_doubt_is_not_sent_again_and_both_page_and_journal_say_so(
    taken: list[EmailMessage], settings: Settings, client: Client
) -> None:
    world, seat = to_sign()
    settings.OUTGOING_EMAIL_BACKEND = f"{CARRIERS}.Silent"
    tasks.enqueue(letters.seat_letter_send, seat_id=seat.pk)
    first = run_all()
    settings.OUTGOING_EMAIL_BACKEND = f"{CARRIERS}.Willing"

    second = run_all()

    assert (first, second, len(taken)) == (["READY"], ["FAILED"], 1)
    assert AuditEvent.objects.filter(action="agreement.letter_in_doubt", object_uuid=seat.uuid).count() == 1
    assert seats.seat_of_link(key_in(taken[0]))[0] == seat  # it may have arrived: its link goes on opening
    page = read(client, world.officer, reverse("agreements:sending", args=[world.agreement.uuid, 1]))
    assert "nobody knows whether the last letter left" in page


def test_worker_that_died_as_a_letter_left_sends_it_no_second_time(taken: list[EmailMessage]) -> None:
    _world, seat = to_sign()
    code = seats.code_make(seat, CodeChannel.MAILBOX)
    for task_id in (
        tasks.enqueue(letters.seat_letter_send, seat_id=seat.pk),
        tasks.enqueue(letters.code_letter_send, code_id=code.pk),
    ):
        TaskProgress.objects.create(task_id=task_id, handed_over_at=timezone.now())

    assert (run_all(), taken) == (["FAILED", "FAILED"], [])


def test_letter_refused_for_now_is_tried_again_with_a_new_link(taken: list[EmailMessage], settings: Settings) -> None:
    _world, seat = to_sign()
    settings.OUTGOING_EMAIL_BACKEND = f"{CARRIERS}.Refusing"
    tasks.enqueue(letters.seat_letter_send, seat_id=seat.pk)
    tasks.run_next("w")
    settings.OUTGOING_EMAIL_BACKEND = f"{CARRIERS}.Willing"

    states = run_all()

    assert (states, len(taken), SigningLink.objects.filter(seat=seat, void_at=None).count()) == (["SUCCESSFUL"], 1, 1)
    assert [each.is_in_doubt for each in SentLetter.objects.filter(about_uuid=seat.uuid)] == [False, False]


def test_code_refused_for_now_leaves_with_other_digits(taken: list[EmailMessage], settings: Settings) -> None:
    world, seat = to_sign()
    key = inviting.link_make(seat)
    settings.OUTGOING_EMAIL_BACKEND = f"{CARRIERS}.Refusing"
    code = seats.code_send(key=key)
    with pytest.raises(Refused, match="on its way"):
        seats.seat_sign(key=key, digits="000000", origin=seats.Origin("192.0.2.1", ""))
    tasks.run_next("w")
    settings.OUTGOING_EMAIL_BACKEND = f"{CARRIERS}.Willing"

    run_all()

    code.refresh_from_db()
    assert (len(taken), code.tries, code.code_hash == "") == (1, 0, False)
    assert world.agreement.title not in str(taken[0].subject)


def test_code_that_was_replaced_does_not_leave(taken: list[EmailMessage]) -> None:
    _world, seat = to_sign()
    key = inviting.link_make(seat)
    seats.code_send(key=key)
    seats.code_send(key=key)

    run_all()

    assert (len(taken), SigningCode.objects.exclude(code_hash="").count()) == (1, 1)


def test_no_secret_waits_in_the_queue(taken: list[EmailMessage]) -> None:
    _world, seat = to_sign()
    key = inviting.link_make(seat)
    seats.code_send(key=key)

    waiting = str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))

    assert key not in waiting
    assert '"sealed"' not in waiting


def test_each_of_those_who_approve_has_one_letter(taken: list[EmailMessage]) -> None:
    world = World()
    directors = [member(world.host, Role.DIRECTOR), member(world.host, Role.DIRECTOR)]
    asked = approved_round(world)
    only("review_letter_send")

    states = run_all()

    assert states == ["SUCCESSFUL"] * len(directors)
    assert sorted(each.to[0] for each in taken) == sorted(each.email for each in directors)
    assert letters.askers(asked) == sorted(directors, key=lambda each: (each.name, each.pk))


def approved_round(world: World):
    today = timezone.localdate()
    world.set_term(effective_from=today, term_end=today + dt.timedelta(days=1000))
    world.pay(3_000_000)
    world.promise(once_soon(today), 1)
    for term in world.draft.party_terms.select_related("party__entity"):
        term.signatory = world.signatories[term.party.entity_id]
        term.save()
    return review.review_submit(by=world.officer, version_id=world.draft.uuid)


def test_letter_that_came_back_is_told_on_the_page_and_in_the_week(client: Client) -> None:
    world, seat = to_sign()
    link(seat)
    SentLetter.objects.update(returned_at=timezone.now(), why="550 5.1.1 User unknown")

    page = read(client, world.officer, reverse("agreements:sending", args=[world.agreement.uuid, 1]))
    week = read(client, world.officer, "/")

    assert f"not delivered to {seat.affiliation.contact.email}: 550 5.1.1 User unknown" in page
    assert "A letter to a signatory of version 1 was not delivered" in week


def test_written_again_the_page_forgets_the_letter_that_came_back(client: Client) -> None:
    world, seat = to_sign()
    link(seat)
    SentLetter.objects.update(returned_at=timezone.now(), why="550 5.1.1 User unknown")
    link(seat)

    page = read(client, world.officer, reverse("agreements:sending", args=[world.agreement.uuid, 1]))

    assert "not delivered" not in page
    assert "was not delivered" not in read(client, world.officer, "/")


def test_forwarded_link_opens_and_signs_nothing_without_the_code_of_its_mailbox() -> None:
    """Whoever was sent the link reads the text; the code goes to the mailbox of the signatory."""
    _world, seat = to_sign()
    key = link(seat)

    assert seats.seat_of_link(key)[0] == seat
    for digits in ("", "123456"):
        with pytest.raises(Refused, match="Ask for a code first"):
            seats.seat_sign(key=key, digits=digits, origin=seats.Origin("198.51.100.9", "Another browser"))


def test_every_letter_of_the_house_is_shown_in_both_languages(client: Client) -> None:
    world, _seat = to_sign()

    english = read(client, world.officer, reverse("people:letters"), langue="en")
    french = read(client, world.officer, reverse("people:letters"), langue="fr")

    for shown in (english, french):
        assert shown.count("/signer/exemple") == 1
        assert Seat.objects.order_by("id").last().affiliation.contact.email in shown
    assert "Please sign: " in english
    assert "Veuillez signer" in french or "À signer" in french
    assert "Please sign: " not in french


def test_letters_of_a_house_without_data_are_invented(client: Client) -> None:
    world = World()

    shown = read(client, world.officer, reverse("people:letters"), langue="fr")

    assert "Camille Exemple" in shown
    assert shown.count("<h2") >= 6


@pytest.mark.slow
def test_thousand_reminders_leave_once_although_the_worker_is_killed_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    _world, seat = to_sign()
    asked = seats_like(seat, 1_000)
    started = time.monotonic()
    done = iter(range(400))

    def killed(*given: object, **named: object) -> None:
        if next(done, None) is None:
            raise KeyboardInterrupt
        tasks.enqueue(*given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(inviting, "enqueue", killed)
        with pytest.raises(KeyboardInterrupt):
            inviting.reminders_of_the_day()
    rest = inviting.reminders_of_the_day()

    told = [each["kwargs"]["seat_id"] for each in DBTaskResult.objects.values_list("args_kwargs", flat=True)]
    assert (rest, inviting.reminders_of_the_day()) == (600, 0)
    assert sorted(told) == sorted(asked)
    assert time.monotonic() - started < 60


def seats_like(seat: Seat, count: int) -> list[int]:
    """So many agreements out to be signed, each with one silent signatory."""
    silent_since = timezone.now() - dt.timedelta(days=4)
    Seat.objects.all().update(state=SeatState.WAITING)
    agreement, version, sending = seat.sending.version.agreement, seat.sending.version, seat.sending
    copies = Agreement.objects.bulk_create(copies_of(agreement, count, reference=lambda number: f"COPY-{number}"))
    parties = AgreementParty.objects.bulk_create(copies_of(seat.party, count, agreement=lambda number: copies[number]))
    versions = AgreementVersion.objects.bulk_create(copies_of(version, count, agreement=lambda number: copies[number]))
    sendings = Sending.objects.bulk_create(copies_of(sending, count, version=lambda number: versions[number]))
    places = copies_of(seat, count, sending=lambda number: sendings[number], party=lambda number: parties[number])
    for each in places:
        each.state, each.invited_at = SeatState.INVITED, silent_since
    return [each.pk for each in Seat.objects.bulk_create(places)]


def copies_of(one, count: int, **changed: Callable[[int], object]) -> list:
    model = type(one)
    kept = {field.attname: getattr(one, field.attname) for field in model._meta.concrete_fields if field.name not in ("id", "uuid")}
    made = [model(**kept) for _number in range(count)]
    for number, copy in enumerate(made):
        for name, value in changed.items():
            setattr(copy, name, value(number))
    return made


def test_link_replaced_by_a_reminder_says_so(client: Client) -> None:
    _world, seat = to_sign()
    former = link(seat)
    link(seat)

    with pytest.raises(LinkClosed, match="replaced"):
        seats.seat_of_link(former)
    assert client.get(f"/signer/{former}", headers=ENGLISH).status_code == 410
