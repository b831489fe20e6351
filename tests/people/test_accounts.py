"""Accounts and schools."""

import io
from argparse import ArgumentParser
from contextlib import redirect_stdout

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filon.kernel.errors import Refused
from filon.kernel.registry import Invariant, all_of
from filon.people import commands
from filon.people.hooks import host_created
from filon.people.models import Host, User
from filon.people.roles import Role
from filon.people.services import account_change, account_open, host_create, membership_end, password_set
from tests.factories.people import HostFactory, MembershipFactory, UserFactory, member
from tests.people.forms import send

pytestmark = pytest.mark.django_db
PASSWORD = "une vraie phrase de passe"


def test_account_open_known_address_is_the_same_account() -> None:
    known = UserFactory(email="claire@ecole.example", name="Claire")

    assert account_open(by=None, email=" CLAIRE@ecole.example", name="Other") == known
    assert User.objects.get().name == "Claire"


def test_account_open_holds_no_password() -> None:
    assert not account_open(by=None, email="claire@ecole.example", name="Claire").has_usable_password()


def test_account_change_unknown_language_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        account_change(by=UserFactory(), language="de")

    assert refused.value.field == "language"


def test_password_set_needs_the_former_one() -> None:
    user = UserFactory()
    password_set(by=user, former="", password=PASSWORD)

    with pytest.raises(Refused) as refused:
        password_set(by=user, former="another one", password="encore une autre phrase")

    assert refused.value.field == "former"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["court", "password12345", "claire.vidal@ecole.example"])
def test_password_set_weak_one_is_refused(weak: str) -> None:
    with pytest.raises(Refused) as refused:
        password_set(by=UserFactory(email="claire.vidal@ecole.example"), former="", password=weak)

    assert refused.value.field == "password"


def test_password_page_keeps_this_session_and_ends_the_others(client: Client) -> None:
    user = member()
    other = Client()
    client.force_login(user)
    other.force_login(user)

    changed = send(client, reverse("people:password"), password=PASSWORD)

    assert changed.status_code == 303
    assert client.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).status_code == 302


def test_account_page_saves_name_and_language(client: Client) -> None:
    user = member()
    client.force_login(user)

    send(client, reverse("people:account"), name="Anne Roux", language="en")

    user.refresh_from_db()
    assert (user.name, user.language) == ("Anne Roux", "en")
    assert '<html lang="en"' in client.get(reverse("people:account"), headers={"Accept-Language": "fr"}).content.decode()


def test_language_of_the_account_comes_before_the_browser(client: Client) -> None:
    client.force_login(member(language="fr"))

    assert '<html lang="fr"' in client.get(reverse("people:account"), headers={"Accept-Language": "en"}).content.decode()


def test_language_switch_changes_the_account_that_chose_before(client: Client) -> None:
    user = member(language="fr")
    client.force_login(user)

    client.post(reverse("language"), {"language": "en", "next": "/compte"})

    user.refresh_from_db()
    assert user.language == "en"


def test_choose_host_of_several(client: Client) -> None:
    first = MembershipFactory()
    second = MembershipFactory(user=first.user, host__name="École de Sainte-Barbe")
    client.force_login(first.user)

    send(client, reverse("people:choose_host"), host=str(second.host.uuid))

    assert "École de Sainte-Barbe" in client.get(reverse("people:team")).content.decode()


def test_choose_host_of_others_is_not_found(client: Client) -> None:
    client.force_login(member())

    assert send(client, reverse("people:choose_host"), host=str(HostFactory().uuid)).status_code == 404


def test_host_chosen_before_the_role_ended_counts_no_more(client: Client) -> None:
    director = member(Role.DIRECTOR)
    successor = member(Role.DIRECTOR, host=director.memberships.get().host)
    elsewhere = MembershipFactory(user=director, role=Role.AUDITOR)
    client.force_login(director)
    send(client, reverse("people:choose_host"), host=str(director.memberships.exclude(pk=elsewhere.pk).get().host.uuid))

    ended = director.memberships.exclude(pk=elsewhere.pk).get()
    membership_end(by=successor, membership_id=ended.uuid, end=timezone.localdate())

    assert elsewhere.host.name in client.get(reverse("people:team")).content.decode()


def test_host_create_has_a_director_and_tells_upper_apps() -> None:
    told: list[Host] = []
    host_created.connect(told.append)

    host = host_create(
        name="École de Sainte-Barbe", short_name="Sainte-Barbe", city="Alès", director_email="d@ecole.example", director_name="Anne"
    )

    director = User.objects.get(email="d@ecole.example")
    assert director.standing.roles == {host.pk: frozenset({Role.DIRECTOR})}
    assert told == [host]
    host_created._handlers.remove(told.append)


def test_host_create_same_name_is_refused() -> None:
    HostFactory(name="École de Sainte-Barbe")

    with pytest.raises(Refused) as refused:
        host_create(name="école de sainte-barbe ", short_name="", city="", director_email="d@ecole.example", director_name="Anne")

    assert refused.value.field == "name"


def test_host_add_command_prints_a_link_that_signs_in(client: Client) -> None:
    parser = ArgumentParser()
    commands.arguments(parser)
    given = parser.parse_args(["École de Sainte-Barbe", "--director", "d@ecole.example", "--name", "Anne Roux"])
    printed = io.StringIO()

    with redirect_stdout(printed):
        code = commands.run(given)

    school, director = printed.getvalue().splitlines()
    client.post("/connexion/lien/" + director.rpartition("/connexion/lien/")[2])
    assert (code, school) == (0, "Sur Filon\N{NO-BREAK SPACE}: École de Sainte-Barbe.")
    assert director.startswith("Anne Roux se connecte dans les quinze minutes à http")
    assert client.session["_auth_user_id"] == str(User.objects.get(email="d@ecole.example").pk)


def test_invariants_of_people_find_a_school_without_director() -> None:
    host = MembershipFactory().host

    found = {invariant.name: invariant.check() for invariant in all_of(Invariant) if invariant.name.startswith("people.")}

    assert found["people.host_directed"].violations == [f"{host.name} ({host.uuid})"]
    assert {name for name, result in found.items() if result.violations} == {"people.host_directed"}
