"""One-click sign-in and the mailbox exist in a demonstration only, and on this machine unless its name is allowed."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from filon.people.mail import Mail
from filon.people.models import KeptMessage
from tests.factories.people import UserFactory, member

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"


def enter(client: Client, person: object, host: str = HERE, **extra: str) -> int:
    address = reverse("people:demonstration", args=[person.uuid])  # type: ignore[attr-defined]
    return client.post(address, headers={"Host": host, **extra}).status_code


@pytest.mark.usefixtures("demonstration")
def test_demonstration_one_click_signs_in(client: Client) -> None:
    person = member()

    assert enter(client, person) == 303
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.usefixtures("demonstration")
def test_demonstration_lists_its_persons(client: Client) -> None:
    person = member(name="Claire Vidal")
    UserFactory(name="Nobody Knows Why")

    shown = client.get(reverse("people:sign_in"), headers={"Host": HERE}).content.decode()

    assert "Claire Vidal" in shown
    assert reverse("people:demonstration", args=[person.uuid]) in shown
    assert "Nobody Knows Why" not in shown


def test_demonstration_outside_a_demo_is_not_found(client: Client) -> None:
    person = member(name="Claire Vidal")

    assert enter(client, person) == 404
    assert "_auth_user_id" not in client.session
    assert "Claire Vidal" not in client.get(reverse("people:sign_in"), headers={"Host": HERE}).content.decode()
    assert client.get(reverse("people:mailbox"), headers={"Host": HERE}).status_code == 404


@pytest.mark.usefixtures("demonstration")
def test_demonstration_under_another_name_is_not_found(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["demo.example", HERE]

    assert enter(client, member(), host="demo.example") == 404


@pytest.mark.usefixtures("demonstration")
def test_demonstration_under_an_allowed_name(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.DEMO_HOSTS = ["demo.example"], ("demo.example",)

    assert enter(client, member(), host="demo.example") == 303


@pytest.mark.usefixtures("demonstration")
def test_demonstration_from_another_machine_is_not_found() -> None:
    assert enter(Client(REMOTE_ADDR="192.0.2.7"), member()) == 404


@pytest.mark.usefixtures("demonstration")
def test_demonstration_behind_a_proxy_is_not_found(client: Client) -> None:
    assert enter(client, member(), **{"X-Forwarded-For": "192.0.2.7"}) == 404


@pytest.mark.usefixtures("demonstration")
def test_demonstration_of_a_closed_account_is_not_found(client: Client) -> None:
    assert enter(client, UserFactory(closed=True)) == 404


@pytest.mark.usefixtures("demonstration")
def test_mail_in_a_demonstration_is_kept_and_shown(client: Client) -> None:
    sent = Mail().send_messages([EmailMessage("Bonjour <b>", "Ouvrez https://filon.example/x\n\nMerci", to=["claire@ecole.example"])])

    shown = client.get(reverse("people:mailbox"), headers={"Host": HERE}).content.decode()

    assert sent == 1
    assert KeptMessage.objects.values_list("to", "subject").get() == ("claire@ecole.example", "Bonjour <b>")
    assert "Bonjour &lt;b&gt;" in shown
    assert 'href="https://filon.example/x"' in shown


def test_mail_outside_a_demonstration_goes_out(settings: Settings, mailoutbox: list[EmailMessage]) -> None:
    settings.OUTGOING_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    Mail().send_messages([EmailMessage("Bonjour", "Texte", to=["claire@ecole.example"])])

    assert [message.subject for message in mailoutbox] == ["Bonjour"]
    assert KeptMessage.objects.count() == 0
