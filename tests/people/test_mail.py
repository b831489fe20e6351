"""A letter leaves at most once, whatever happens to the worker that sends it."""

from collections.abc import Callable, Iterator

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from filon.kernel import tasks
from filon.kernel.models import AuditEvent, TaskProgress
from filon.people.letters import invitation_send, link_send
from filon.people.mail import Mail
from filon.people.models import Invitation
from tests.factories.people import InvitationFactory, UserFactory
from tests.people import carriers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def taken(settings: Settings) -> Iterator[list[EmailMessage]]:
    """The letters that a mail server has taken."""
    settings.EMAIL_BACKEND = f"{Mail.__module__}.{Mail.__qualname__}"
    carriers.TAKEN.clear()
    yield carriers.TAKEN
    carriers.TAKEN.clear()


@pytest.fixture
def carrier(settings: Settings) -> Callable[[str], None]:
    def choose(name: str) -> None:
        settings.OUTGOING_EMAIL_BACKEND = f"tests.people.carriers.{name}"

    return choose


def run_again() -> str:
    """The task that waits is run now; its state then."""
    DBTaskResult.objects.update(run_after=timezone.now())
    tasks.run_next("w")
    return str(DBTaskResult.objects.get().status)


def invited() -> Invitation:
    invitation: Invitation = InvitationFactory()
    tasks.enqueue(invitation_send, invitation_id=invitation.pk)
    return invitation


def test_letter_that_left_is_sent_once(carrier: Callable[[str], None], taken: list[EmailMessage]) -> None:
    carrier("Willing")
    invited()

    assert (run_again(), len(taken)) == ("SUCCESSFUL", 1)


@pytest.mark.parametrize("unwilling", ["Refusing", "Absent"])
def test_letter_that_was_refused_is_tried_again(carrier: Callable[[str], None], taken: list[EmailMessage], unwilling: str) -> None:
    carrier(unwilling)
    invited()
    first = run_again()
    carrier("Willing")

    assert (first, run_again(), len(taken)) == ("READY", "SUCCESSFUL", 1)


def test_letter_in_doubt_is_not_sent_again_and_the_journal_says_so(carrier: Callable[[str], None], taken: list[EmailMessage]) -> None:
    carrier("Silent")
    invitation = invited()
    first = run_again()
    carrier("Willing")

    second = run_again()

    event = AuditEvent.objects.get(action="invitation.in_doubt")
    assert (first, second, len(taken)) == ("READY", "FAILED", 1)
    assert (event.object_uuid, event.host_id) == (invitation.uuid, invitation.host_id)


def test_key_of_a_letter_in_doubt_still_opens(carrier: Callable[[str], None], taken: list[EmailMessage]) -> None:
    """It may have arrived: what it names goes on working."""
    carrier("Silent")
    invitation = invited()
    run_again()
    invitation.refresh_from_db()
    former = invitation.key_hash

    run_again()

    invitation.refresh_from_db()
    assert invitation.key_hash == former


def test_letter_whose_worker_died_as_it_left_is_in_doubt(carrier: Callable[[str], None], taken: list[EmailMessage]) -> None:
    carrier("Willing")
    user = UserFactory()
    task_id = tasks.enqueue(link_send, email=user.email)
    TaskProgress.objects.create(task_id=task_id, handed_over_at=timezone.now())

    assert (run_again(), taken) == ("FAILED", [])


def test_farewell_that_fails_sends_nothing_again(carrier: Callable[[str], None], taken: list[EmailMessage]) -> None:
    carrier("Unmannerly")
    invited()

    assert (run_again(), len(taken)) == ("SUCCESSFUL", 1)
