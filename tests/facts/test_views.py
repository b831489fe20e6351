"""The pages of facts: one right use of each, what is typed wrong, and what nobody else sees."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from filon.facts.inputs import FactInput
from filon.facts.models import Fact, FactPersonal
from filon.facts.services import fact_record
from filon.facts.visibility import Visibility
from filon.kernel.models import AuditEvent
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.facts import FactFactory
from tests.factories.partners import AccessFactory, RelationshipFactory
from tests.factories.people import member
from tests.people.forms import send

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def officer(host: Host, client: Client) -> User:
    """Signed in."""
    user = member(Role.PARTNERSHIP_OFFICER, host=host, language="en")
    client.force_login(user)
    return user


def text(client: Client, address: str, **query: str) -> str:
    """The page as it is written."""
    return client.get(address, query).content.decode()


def links(shown: str, facts: list[Fact]) -> list[Fact]:
    """Those of the facts that a page leads to."""
    return [fact for fact in facts if fact.get_absolute_url() in shown]


def test_list_shows_facts_of_the_school_alone(client: Client, officer: User, host: Host) -> None:
    own, foreign = FactFactory(host=host), FactFactory(shared=True)

    shown = text(client, reverse("facts:list"))

    assert links(shown, [own, foreign]) == [own]


def test_list_hides_private_facts_of_others(client: Client, officer: User, host: Host) -> None:
    mine, private = FactFactory(host=host, private=True, recorded_by=officer), FactFactory(host=host, private=True)

    assert links(text(client, reverse("facts:list")), [mine, private]) == [mine]


def test_list_filtered_by_kind_day_organisation_and_goal(client: Client, officer: User, host: Host) -> None:
    entity = RelationshipFactory(host=host, entity__name="Gardon Énergies").entity
    visit = FactFactory(host=host, kind="facts.visit", occurred_on=dt.date(2023, 5, 2), goals=[13])
    event = FactFactory(host=host, occurred_on=dt.date(2024, 5, 2), organisations=[entity])
    both = [visit, event]
    address = reverse("facts:list")

    assert links(text(client, address, kind="facts.visit"), both) == [visit]
    assert links(text(client, address, **{"from": "2024-01-01"}), both) == [event]
    assert links(text(client, address, to="2023-12-31"), both) == [visit]
    assert links(text(client, address, organisation=str(entity.uuid)), both) == [event]
    assert links(text(client, address, goal="13"), both) == [visit]
    assert links(text(client, address, q="gardon"), both) == [event]
    assert links(text(client, address, **{"from": "soon", "goal": "x"}), both) == both


def test_list_exports_what_is_shown(client: Client, officer: User, host: Host) -> None:
    FactFactory(host=host, occurred_on=dt.date(2024, 5, 2), persons=12)
    FactFactory(host=host, kind="facts.visit")

    answer = client.get(reverse("facts:list"), {"export": "csv", "kind": "facts.event"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(";")[:5] for line in lines[1:]] == [["2024-05-02", "event held", "", "1.00", "12"]]


def test_list_for_a_partner_s_person_shows_no_small_count(client: Client, host: Host) -> None:
    access = AccessFactory(affiliation__contact__host=host, user__language="en")
    entity = access.affiliation.entity
    shared = FactFactory(host=host, shared=True, persons=3, organisations=[entity])
    of_school = FactFactory(host=host, organisations=[entity])
    of_other = FactFactory(host=host, shared=True, organisations=[RelationshipFactory(host=host).entity])
    client.force_login(access.user)

    shown = text(client, reverse("facts:list"))
    exported = b"".join(client.get(reverse("facts:list"), {"export": "csv"}).streaming_content).decode()

    assert links(shown, [shared, of_school, of_other]) == [shared]
    assert "persons not shown" in shown
    assert "Persons" not in exported
    assert "3 persons" not in text(client, shared.get_absolute_url())


def test_list_is_not_for_students(client: Client) -> None:
    client.force_login(member(Role.STUDENT))

    assert client.get(reverse("facts:list")).status_code == 403
    assert client.get(reverse("facts:goals")).status_code == 403


@pytest.mark.parametrize("count", [10, 100])
def test_list_costs_ten_queries_at_most(
    client: Client, officer: User, host: Host, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entity = RelationshipFactory(host=host).entity
    for number in range(count):
        FactFactory(host=host, organisations=[entity], occurred_on=dt.date(2015 + number % 10, 1, 1))

    with django_assert_max_num_queries(10):
        answer = client.get(reverse("facts:list"), {"organisation": str(entity.uuid)})

    assert answer.status_code == 200


def test_fact_shows_its_figures_and_who_recorded_it(client: Client, officer: User, host: Host) -> None:
    entity = RelationshipFactory(host=host, entity__name="Gardon Énergies").entity
    fact = FactFactory(host=host, organisations=[entity], persons=12, value_cents=80_000, goals=[13], recorded_by__name="Claire Vidal")

    shown = text(client, fact.get_absolute_url())

    expected = ("Event held", "Gardon Énergies", "€800", "Climate action", "Claire Vidal", "Recorded by hand")
    assert [words for words in expected if words not in shown] == []


def test_fact_of_another_school_is_not_found(client: Client, officer: User) -> None:
    assert client.get(FactFactory().get_absolute_url()).status_code == 404


def test_fact_shows_words_about_persons_to_who_recorded_them_and_says_so(client: Client, officer: User, host: Host) -> None:
    fact = fact_record(
        by=officer,
        fact=FactInput(
            kind="facts.event", occurred_on=dt.date(2024, 1, 1), host_id=host.pk, personal={"words": "Élise"}, visibility=Visibility.HOST
        ),
    )

    shown = text(client, fact.get_absolute_url())
    client.force_login(member(Role.AUDITOR, host=host, language="en"))
    withheld = text(client, fact.get_absolute_url())

    assert ["Élise" in shown, "Élise" in withheld, "you may not read them" in withheld] == [True, False, True]
    assert AuditEvent.objects.filter(action="fact.personal_read", object_uuid=fact.uuid).count() == 1


@pytest.mark.parametrize("count", [10, 100])
def test_fact_costs_ten_queries_at_most(
    client: Client, officer: User, host: Host, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fact = FactFactory(host=host, organisations=[RelationshipFactory(host=host).entity for _ in range(count)])

    with django_assert_max_num_queries(10):
        answer = client.get(fact.get_absolute_url())

    assert answer.status_code == 200


def test_fact_is_recorded_by_hand_with_its_proof(client: Client, officer: User, host: Host) -> None:
    entity = RelationshipFactory(host=host).entity

    sent = send(
        client,
        reverse("facts:new"),
        kind="facts.event",
        occurred_on="2024-11-14",
        organisations=[str(entity.uuid)],
        quantity="1",
        persons="80",
        value="1 234,56",
        goals=["4", "8"],
        file=SimpleUploadedFile("emargement.pdf", PDF),
    )

    fact = Fact.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, fact.get_absolute_url())
    assert (fact.quantity, fact.persons, fact.value_cents, fact.goals, fact.host) == (Decimal(1), 80, 123_456, [4, 8], host)
    assert [proof.title for proof in fact.documents.all()] == ["emargement.pdf"]


def test_organisations_already_chosen_come_first_and_ticked(client: Client, officer: User, host: Host) -> None:
    first, last = (RelationshipFactory(host=host, entity__name=name).entity for name in ("Aciers", "Zinc"))

    shown = text(client, reverse("facts:new"), organisation=str(last.uuid))
    boxes = re.findall(r'<input type="checkbox" name="organisations" value="([^"]+)"[^>]*?( checked)?>', shown)

    assert boxes == [(str(last.uuid), " checked"), (str(first.uuid), "")]


def test_fact_to_come_is_refused_and_what_was_typed_is_kept(client: Client, officer: User) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    sent = send(client, reverse("facts:new"), kind="facts.event", occurred_on=tomorrow.isoformat(), quantity="7")

    shown = sent.content.decode()
    assert sent.status_code == 422
    assert "has not come yet" in shown
    assert 'value="7"' in shown
    assert Fact.objects.count() == 0


def test_fact_new_is_forbidden_to_an_auditor(client: Client, host: Host) -> None:
    client.force_login(member(Role.AUDITOR, host=host))

    assert client.get(reverse("facts:new")).status_code == 403


def test_fact_is_reversed_with_a_reason(client: Client, officer: User, host: Host) -> None:
    fact = FactFactory(host=host)
    address = reverse("facts:reverse", args=[fact.uuid])

    refused = send(client, address, reason="")
    sent = send(client, address, reason="counted twice")
    again = send(client, address, reason="counted twice")

    assert (refused.status_code, sent.status_code, again.status_code) == (422, 303, 422)
    assert "already reversed" in again.content.decode()
    assert "This fact is reversed" in text(client, fact.get_absolute_url())


def test_words_about_persons_are_erased(client: Client, officer: User, host: Host) -> None:
    fact = fact_record(
        by=officer, fact=FactInput(kind="facts.event", occurred_on=dt.date(2024, 1, 1), host_id=host.pk, personal={"words": "Élise"})
    )

    sent = send(client, reverse("facts:erase", args=[fact.uuid]))

    assert (sent.status_code, FactPersonal.objects.count()) == (303, 0)
    assert "the record is whole" in text(client, fact.get_absolute_url())


def test_goals_lead_to_their_facts(client: Client, officer: User, host: Host) -> None:
    FactFactory(host=host, goals=[13])

    shown = text(client, reverse("facts:goals"))

    assert shown.count("?goal=") == 1
    assert f'{reverse("facts:list")}?goal=13">Climate action' in shown
