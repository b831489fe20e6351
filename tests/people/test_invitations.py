"""Inviting, accepting, withdrawing."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent
from filon.people.letters import invitation_send
from filon.people.models import Host, Invitation, Membership, User
from filon.people.roles import Role
from filon.people.services import invitation_accept, invitation_withdraw, user_invite
from tests.factories.people import HostFactory, InvitationFactory, MembershipFactory, UserFactory, member

pytestmark = pytest.mark.django_db
PASSWORD = "une vraie phrase de passe"


@pytest.fixture
def school() -> Host:
    host: Host = HostFactory(name="École de Sainte-Barbe")
    return host


@pytest.fixture
def director(school: Host) -> User:
    return member(Role.DIRECTOR, host=school, name="Anne Roux")


def invite(director: User, school: Host, **changes: object) -> Invitation:
    asked = {"email": "paul@ecole.example", "name": "Paul Serre", "role": Role.AUDITOR, "host_id": school.uuid, **changes}
    return user_invite(by=director, **asked)  # type: ignore[arg-type]


def test_user_invite_sends_a_letter_whose_key_is_kept_hashed(director: User, school: Host, work: Callable[[], int]) -> None:
    invitation = invite(director, school)
    work()

    letter = mail.outbox[0]
    key = str(letter.body).split("/invitation/")[1].split()[0]
    invitation.refresh_from_db()
    assert letter.to == ["paul@ecole.example"]
    assert len(key) == 43
    assert key != invitation.key_hash
    assert invitation.expires_at - timezone.now() > dt.timedelta(days=13, hours=23)
    assert invitation_accept(key=key, name="Paul Serre").email == "paul@ecole.example"


@pytest.mark.parametrize(
    ("language", "subject"),
    [("fr", "École de Sainte-Barbe vous invite sur Filon"), ("en", "École de Sainte-Barbe invites you to Filon")],
)
def test_user_invite_writes_in_the_language_chosen(
    director: User, school: Host, work: Callable[[], int], language: str, subject: str
) -> None:
    invite(director, school, language=language)
    work()

    assert mail.outbox[0].subject == subject


def test_user_invite_without_the_role_is_forbidden(school: Host) -> None:
    officer = member(Role.PARTNERSHIP_OFFICER, host=school)

    with pytest.raises(PermissionDenied):
        invite(officer, school)


def test_user_invite_to_another_school_is_not_found(director: User) -> None:
    with pytest.raises(Http404):
        invite(director, HostFactory())


def test_user_invite_role_already_held_is_refused(director: User, school: Host) -> None:
    member(Role.AUDITOR, host=school, email="paul@ecole.example")

    with pytest.raises(Refused) as refused:
        invite(director, school, email="Paul@ecole.example")

    assert refused.value.field == "email"


def test_user_invite_twice_is_refused(director: User, school: Host) -> None:
    invite(director, school)

    with pytest.raises(Refused) as refused:
        invite(director, school)

    assert refused.value.field == "email"
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(("changes", "field"), [({"email": "paul"}, "email"), ({"name": " "}, "name")])
def test_user_invite_bad_input_names_the_field(director: User, school: Host, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        invite(director, school, **changes)

    assert refused.value.field == field


def test_invitation_send_again_makes_the_former_key_useless(work: Callable[[], int]) -> None:
    invitation = InvitationFactory(key="former")

    invitation_send.call(invitation_id=invitation.pk)

    with pytest.raises(Refused):
        invitation_accept(key="former", name="Paul")


def test_invitation_get_shows_and_consumes_nothing(client: Client) -> None:
    invitation = InvitationFactory(key="k", host__name="École de Sainte-Barbe")

    shown = client.get(reverse("people:invitation", args=["k"]))

    invitation.refresh_from_db()
    assert "École de Sainte-Barbe" in shown.content.decode()
    assert invitation.accepted_at is None
    assert not User.objects.filter(email=invitation.email).exists()


def test_invitation_accepted_opens_account_role_and_session(client: Client) -> None:
    invitation = InvitationFactory(key="k", role=Role.AUDITOR)

    accepted = client.post(reverse("people:invitation", args=["k"]), {"name": "Paul Serre", "password": PASSWORD})

    user = User.objects.get(email=invitation.email)
    assert (accepted.status_code, accepted.headers["Location"]) == (303, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.check_password(PASSWORD)
    assert user.roles_today == {invitation.host_id: frozenset({Role.AUDITOR})}
    assert AuditEvent.objects.filter(action="invitation.accepted", host_id=invitation.host_id).count() == 1


def test_invitation_accepted_twice_is_refused(client: Client) -> None:
    InvitationFactory(key="k")
    client.post(reverse("people:invitation", args=["k"]), {"name": "Paul Serre"})
    other = Client()

    again = other.post(reverse("people:invitation", args=["k"]), {"name": "Somebody Else"})

    assert again.status_code == 410
    assert "_auth_user_id" not in other.session
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("trait", ["lapsed", "withdrawn"])
def test_invitation_no_longer_waiting_is_refused(client: Client, trait: str) -> None:
    InvitationFactory(key="k", **{trait: True})

    with pytest.raises(Refused):
        invitation_accept(key="k", name="Paul Serre")

    assert client.get(reverse("people:invitation", args=["k"])).status_code == 410


def test_invitation_of_a_known_address_keeps_its_account(client: Client) -> None:
    known = UserFactory(email="paul@ecole.example", name="Paul Serre", password="kept")
    InvitationFactory(key="k", email="Paul@ecole.example")

    client.post(reverse("people:invitation", args=["k"]), {"name": "Mallory", "password": PASSWORD})

    known.refresh_from_db()
    assert (known.name, known.password) == ("Paul Serre", "kept")
    assert known.memberships.count() == 1
    assert User.objects.filter(email__iexact="paul@ecole.example").count() == 1


def test_invitation_of_a_closed_account_is_refused() -> None:
    UserFactory(email="paul@ecole.example", closed=True)
    InvitationFactory(key="k", email="paul@ecole.example")

    with pytest.raises(Refused):
        invitation_accept(key="k")


def test_invitation_weak_password_saves_nothing(client: Client) -> None:
    invitation = InvitationFactory(key="k")

    refused = client.post(reverse("people:invitation", args=["k"]), {"name": "Paul Serre", "password": "123"})

    assert refused.status_code == 422
    assert not User.objects.filter(email=invitation.email).exists()
    assert Invitation.objects.get().accepted_at is None


def test_invitation_withdrawn_opens_nothing(director: User, school: Host) -> None:
    invitation = InvitationFactory(key="k", host=school)

    invitation_withdraw(by=director, invitation_id=invitation.uuid)

    with pytest.raises(Refused):
        invitation_accept(key="k", name="Paul Serre")


def test_invitation_withdraw_of_another_school_is_not_found(director: User) -> None:
    with pytest.raises(Http404):
        invitation_withdraw(by=director, invitation_id=InvitationFactory().uuid)


def test_invitation_withdraw_as_auditor_is_forbidden(school: Host) -> None:
    with pytest.raises(PermissionDenied):
        invitation_withdraw(by=member(Role.AUDITOR, host=school), invitation_id=InvitationFactory(host=school).uuid)


def test_invitation_withdraw_accepted_is_refused(director: User, school: Host) -> None:
    invitation = InvitationFactory(host=school, accepted_at=timezone.now())

    with pytest.raises(Refused):
        invitation_withdraw(by=director, invitation_id=invitation.uuid)


def test_invitation_of_a_role_held_meanwhile_is_refused(school: Host) -> None:
    MembershipFactory(user__email="paul@ecole.example", host=school, role=Role.AUDITOR)
    InvitationFactory(key="k", email="paul@ecole.example", host=school)

    with pytest.raises(Refused) as refused:
        invitation_accept(key="k")

    assert refused.value.field == "role"
