"""The pages of partners: one right use of each, what is typed wrong, and what nobody else sees."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from filon.partners.models import Access, Affiliation, LegalEntity, Relationship
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.facts import FactFactory
from tests.factories.partners import AccessFactory, AffiliationFactory, FundFactory, LegalEntityFactory, RelationshipFactory, SiteFactory
from tests.factories.people import member
from tests.people.forms import send

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def officer(host: Host, client: Client) -> User:
    """Signed in."""
    user = member(Role.PARTNERSHIP_OFFICER, host=host, language="en")
    client.force_login(user)
    return user


def known(host: Host, **entity: object) -> LegalEntity:
    """An organisation the school follows."""
    return RelationshipFactory(host=host, entity=LegalEntityFactory(**entity)).entity


def text(client: Client, address: str, **query: str) -> str:
    """The page as it is written."""
    return client.get(address, query).content.decode()


def test_list_shows_partners_of_the_school_alone(client: Client, officer: User, host: Host) -> None:
    known(host, name="Gardon Énergies")
    RelationshipFactory(entity__name="Marker of another school")

    shown = text(client, reverse("partners:list"))

    assert "Gardon Énergies" in shown
    assert "Marker of another school" not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "gardon"}, ["Gardon Énergies"]),
        ({"q": "energies"}, ["Gardon Énergies"]),
        ({"q": "gardom energie"}, ["Gardon Énergies"]),
        ({"q": "732 829"}, ["Salins et Résines"]),
        ({"kind": "umbrella"}, ["Fondation Télécom"]),
        ({"tag": "forum"}, ["Salins et Résines"]),
        ({"department": "34"}, ["Fondation Télécom"]),
        ({"kind": "nonsense"}, ["Fondation Télécom", "Gardon Énergies", "Salins et Résines"]),
        ({"sort": "-name"}, ["Salins et Résines", "Gardon Énergies", "Fondation Télécom"]),
    ],
)
def test_list_searched_filtered_and_sorted(client: Client, officer: User, host: Host, query: dict[str, str], found: list[str]) -> None:
    known(host, name="Gardon Énergies")
    RelationshipFactory(host=host, entity=LegalEntityFactory(name="Salins et Résines", siren="732829320"), tags=["forum"])
    known(host, name="Fondation Télécom", kind="umbrella", department="34")

    shown = text(client, reverse("partners:list"), **query)

    names = sorted(
        (name for name in ("Gardon Énergies", "Salins et Résines", "Fondation Télécom") if f">{name}<" in shown), key=shown.index
    )
    assert names == found


def test_list_exports_what_is_shown(client: Client, officer: User, host: Host) -> None:
    known(host, name="Gardon Énergies")
    known(host, name="Salins", kind="umbrella")

    answer = client.get(reverse("partners:list"), {"export": "csv", "kind": "company"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines] == ["Partner", "Gardon Énergies"]


def test_list_empty_offers_the_next_action(client: Client, officer: User) -> None:
    assert "No partner yet" in text(client, reverse("partners:list"))


@pytest.mark.parametrize("role", [Role.STUDENT, Role.OBSERVER])
def test_list_is_not_for_those_who_do_not_read_partners(client: Client, role: Role) -> None:
    client.force_login(member(role))

    assert client.get(reverse("partners:list")).status_code == 403


@pytest.mark.parametrize("count", [10, 100])
def test_list_costs_ten_queries_at_most(
    client: Client, officer: User, host: Host, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    RelationshipFactory.create_batch(count, host=host, owner=officer, tags=["forum"])

    with django_assert_max_num_queries(10):
        answer = client.get(reverse("partners:list"))

    assert answer.status_code == 200


def test_new_partner(client: Client, officer: User) -> None:
    sent = send(client, reverse("partners:new"), name="Gardon", kind="company", siren="732 829 320")

    entity = LegalEntity.objects.get(siren="732829320")
    assert (sent.status_code, sent["Location"]) == (303, reverse("partners:detail", args=[entity.uuid]))


def test_new_partner_with_a_wrong_siren_keeps_what_was_typed(client: Client, officer: User) -> None:
    sent = send(client, reverse("partners:new"), name="Gardon", kind="company", siren="123456789")

    shown = sent.content.decode()
    assert sent.status_code == 422
    assert "The SIREN 123\u00a0456\u00a0789 does not exist" in shown
    assert 'value="Gardon"' in shown
    assert "<title>Error: New partner" in shown


def test_new_partner_is_forbidden_to_an_auditor(client: Client, host: Host) -> None:
    client.force_login(member(Role.AUDITOR, host=host))

    assert client.get(reverse("partners:new")).status_code == 403


def test_partner_shows_everything_with_it(client: Client, officer: User, host: Host) -> None:
    entity = known(host, name="Fondation Télécom", kind="umbrella", siren="732829320")
    FundFactory(umbrella=entity, name="Fonds des Mines")
    SiteFactory(entity=entity, name="Usine de Beaucaire")
    AffiliationFactory(contact__host=host, contact__name="Paul Serre", entity=entity, may_sign=True, sign_limit_cents=10_000_000)
    AffiliationFactory(contact__name="Marker of another school", entity=entity)
    FactFactory(host=host, organisations=[entity])

    shown = text(client, reverse("partners:detail", args=[entity.uuid]))

    expected = (
        "Fondation Télécom",
        "732\u00a0829\u00a0320",
        "Fonds des Mines",
        "Usine de Beaucaire",
        "Paul Serre",
        "up to €100,000",
        "Event held",
    )
    assert [words for words in expected if words not in shown] == []
    assert "Marker of another school" not in shown


def test_partner_of_another_school_is_not_found(client: Client, officer: User) -> None:
    entity = RelationshipFactory().entity

    assert client.get(reverse("partners:detail", args=[entity.uuid])).status_code == 404


def test_partner_shows_her_own_organisation_to_its_person_without_the_notes(client: Client, host: Host) -> None:
    relationship = RelationshipFactory(host=host, notes="Marker of the school", tags=["secret tag"])
    access = AccessFactory(affiliation__contact__host=host, affiliation__entity=relationship.entity)
    client.force_login(access.user)

    shown = text(client, reverse("partners:detail", args=[relationship.entity.uuid]))

    assert relationship.entity.name in shown
    assert [words for words in ("Marker of the school", "secret tag", access.affiliation.contact.email) if words in shown] == []


def test_partner_merged_names_the_one_that_lasts(client: Client, officer: User, host: Host) -> None:
    lasting = known(host, name="Gardon SA")
    former = known(host, name="Gardon", merged_into=lasting)

    assert "Gardon SA" in text(client, reverse("partners:detail", args=[former.uuid]))
    assert "Also known as Gardon" in text(client, reverse("partners:detail", args=[lasting.uuid]))


@pytest.mark.parametrize("count", [10, 100])
def test_partner_costs_ten_queries_at_most(
    client: Client, officer: User, host: Host, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entity = known(host, kind="umbrella")
    SiteFactory.create_batch(count, entity=entity)
    FundFactory.create_batch(count, umbrella=entity)
    for _ in range(count):
        AffiliationFactory(contact__host=host, entity=entity)
        FactFactory(host=host, organisations=[entity])

    with django_assert_max_num_queries(10):
        answer = client.get(reverse("partners:detail", args=[entity.uuid]))

    assert answer.status_code == 200


def test_identity_is_corrected(client: Client, officer: User, host: Host) -> None:
    entity = known(host)

    sent = send(client, reverse("partners:change", args=[entity.uuid]), name="Salins", kind="company")

    entity.refresh_from_db()
    assert (sent.status_code, entity.name) == (303, "Salins")


def test_follow_up_is_kept(client: Client, officer: User, host: Host) -> None:
    entity = known(host)

    sent = send(client, reverse("partners:relationship", args=[entity.uuid]), owner_id=str(officer.uuid), tags="forum", notes="to call")

    relationship = Relationship.objects.get(entity=entity)
    assert (sent.status_code, relationship.owner, relationship.tags, relationship.notes) == (303, officer, ["forum"], "to call")


def test_contact_is_added_with_the_last_day_people_say(client: Client, officer: User, host: Host) -> None:
    entity = known(host)

    sent = send(
        client,
        reverse("partners:contact_new", args=[entity.uuid]),
        name="Paul Serre",
        function="directeur",
        start="2024-01-01",
        end="2024-12-31",
        may_sign="on",
        sign_limit="100 000",
    )

    held = Affiliation.objects.get(entity=entity)
    assert (sent.status_code, held.end, held.last_day, held.sign_limit_cents) == (
        303,
        dt.date(2025, 1, 1),
        dt.date(2024, 12, 31),
        10_000_000,
    )


def test_contact_with_a_limit_that_is_no_amount_is_refused(client: Client, officer: User, host: Host) -> None:
    address = reverse("partners:contact_new", args=[known(host).uuid])

    sent = send(client, address, name="Paul", function="x", start="2024-01-01", may_sign="on", sign_limit="a lot")

    assert sent.status_code == 422
    assert "is not an amount in euros" in sent.content.decode()


def test_contact_is_changed(client: Client, officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)

    sent = send(client, reverse("partners:contact_change", args=[held.entity.uuid, held.contact.uuid]), name="New name")

    held.contact.refresh_from_db()
    assert (sent.status_code, held.contact.name) == (303, "New name")


def test_function_is_added(client: Client, officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)

    sent = send(
        client, reverse("partners:affiliation_new", args=[held.entity.uuid, held.contact.uuid]), function="présidente", start="2025-01-01"
    )

    assert sent.status_code == 303
    assert held.contact.affiliations.count() == 2


def test_function_is_ended(client: Client, officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)

    sent = send(client, reverse("partners:affiliation_close", args=[held.entity.uuid, held.uuid]), end=TODAY.isoformat())

    held.refresh_from_db()
    assert (sent.status_code, held.last_day) == (303, TODAY)


def test_access_is_opened_by_a_letter_and_closed(client: Client, officer: User, host: Host, work: Callable[[], int]) -> None:
    held = AffiliationFactory(contact__host=host)

    sent = send(client, reverse("partners:access_grant", args=[held.entity.uuid, held.uuid]), email="julien@gardon.example", level="reads")
    work()
    access = Access.objects.get()
    closed = send(client, reverse("partners:access_end", args=[held.entity.uuid, access.uuid]))

    access.refresh_from_db()
    assert (sent.status_code, closed.status_code, access.end) == (303, 303, TODAY)
    assert [message.to for message in mail.outbox] == [["julien@gardon.example"]]


def test_site_is_added_and_changed(client: Client, officer: User, host: Host) -> None:
    entity = known(host)

    added = send(client, reverse("partners:site_new", args=[entity.uuid]), name="Usine")
    changed = send(client, reverse("partners:site_change", args=[entity.uuid, entity.sites.get().uuid]), name="Siège")

    assert (added.status_code, changed.status_code, entity.sites.get().name) == (303, 303, "Siège")


def test_fund_is_added_and_changed(client: Client, officer: User, host: Host) -> None:
    entity = known(host, kind="umbrella")

    added = send(client, reverse("partners:fund_new", args=[entity.uuid]), name="Fonds")
    changed = send(client, reverse("partners:fund_change", args=[entity.uuid, entity.funds.get().uuid]), name="Fonds des Mines")

    assert (added.status_code, changed.status_code, entity.funds.get().name) == (303, 303, "Fonds des Mines")


def test_fund_of_a_company_is_refused(client: Client, officer: User, host: Host) -> None:
    sent = send(client, reverse("partners:fund_new", args=[known(host).uuid]), name="Fonds")

    assert sent.status_code == 422
    assert "is not an umbrella foundation" in sent.content.decode()


def test_duplicates_are_proposed_and_merged(client: Client, officer: User, host: Host) -> None:
    source, target = known(host, name="Gardon Energie"), known(host, name="Gardon Énergies", siren="732829320")
    RelationshipFactory(entity__name="Gardon Énergie")

    shown = text(client, reverse("partners:duplicates"))
    sent = send(client, reverse("partners:duplicates"), from_id=str(source.uuid), into_id=str(target.uuid))

    source.refresh_from_db()
    assert shown.count("Merge these two sheets?") == 1
    assert (sent.status_code, source.merged_into) == (303, target)


def test_duplicates_none_says_so(client: Client, officer: User, host: Host) -> None:
    known(host, name="Gardon Énergies")
    known(host, name="Salins et Résines")

    assert "No duplicate in sight" in text(client, reverse("partners:duplicates"))


def test_duplicates_merge_that_is_refused_says_why(client: Client, officer: User, host: Host) -> None:
    entity = known(host)

    sent = send(client, reverse("partners:duplicates"), from_id=str(entity.uuid), into_id=str(entity.uuid))

    assert sent.status_code == 422
    assert "An organisation is not merged into itself" in sent.content.decode()
