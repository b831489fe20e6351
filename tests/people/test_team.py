"""The page of the team."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filon.people.models import Invitation
from filon.people.roles import Role
from tests.factories.people import HostFactory, InvitationFactory, MembershipFactory, UserFactory, member
from tests.people.forms import send

pytestmark = pytest.mark.django_db


def test_team_shows_roles_of_now_soon_and_before(client: Client) -> None:
    host = HostFactory()
    MembershipFactory(host=host, user__name="Held Now")
    MembershipFactory(host=host, user__name="Held Soon", coming=True)
    MembershipFactory(host=host, user__name="Held Before", ended=True)
    MembershipFactory(user__name="Held Elsewhere")
    client.force_login(member(Role.AUDITOR, host=host))

    shown = client.get(reverse("people:team")).content.decode()

    assert [name in shown for name in ("Held Now", "Held Soon", "Held Before", "Held Elsewhere")] == [True, True, True, False]
    assert reverse("people:invite") not in shown


def test_team_invite_from_the_page(client: Client) -> None:
    host = HostFactory()
    client.force_login(member(Role.DIRECTOR, host=host))

    sent = send(client, reverse("people:invite"), name="Paul Serre", email="paul@ecole.example", role=Role.MENTOR.value, language="en")

    assert sent.status_code == 303
    assert Invitation.objects.values_list("host_id", "email", "role", "language").get() == (host.pk, "paul@ecole.example", "mentor", "en")
    assert "Paul Serre" in client.get(reverse("people:team")).content.decode()


def test_team_invite_wrong_address_shows_why(client: Client) -> None:
    client.force_login(member(Role.DIRECTOR))

    refused = send(client, reverse("people:invite"), name="Paul Serre", email="paul", role="mentor", language="fr")

    assert refused.status_code == 422
    assert 'href="#id_email"' in refused.content.decode()


def test_team_end_a_role_from_the_page(client: Client) -> None:
    director = member(Role.DIRECTOR)
    membership = MembershipFactory(host=director.memberships.get().host)
    client.force_login(director)

    ended = send(client, reverse("people:end_membership", args=[membership.uuid]), end=timezone.localdate().isoformat())

    membership.refresh_from_db()
    assert ended.status_code == 303
    assert membership.end == timezone.localdate()


def test_team_end_the_last_director_says_why(client: Client) -> None:
    director = member(Role.DIRECTOR)
    client.force_login(director)

    address = reverse("people:end_membership", args=[director.memberships.get().uuid])
    refused = send(client, address, end=timezone.localdate().isoformat())

    assert refused.status_code == 422
    assert 'href="#id_end"' in refused.content.decode()


def test_team_withdraw_an_invitation(client: Client) -> None:
    director = member(Role.DIRECTOR)
    invitation = InvitationFactory(host=director.memberships.get().host)
    client.force_login(director)

    send(client, reverse("people:withdraw_invitation", args=[invitation.uuid]))

    invitation.refresh_from_db()
    assert not invitation.is_waiting


def test_team_of_nobody_is_not_found(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get(reverse("people:team")).status_code == 404
