"""Pages of giving: what they say, and to whom."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from filon.giving.kinds import CallKind
from filon.giving.models import Call, Gift, IssueRun, TaxReceipt
from filon.giving.services.receipts import receipt_issue
from filon.partners.models import Affiliation
from filon.people.models import User
from filon.people.roles import Role
from tests.agreements.pages import read, send
from tests.factories.agreements import member
from tests.factories.giving import ready, with_counterparts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def told(client: Client, user: User, name: str, *ids: object, **query: str) -> str:
    """The page as that person reads it."""
    return read(client, user, reverse(f"giving:{name}", args=ids), **query)


def test_pledge_says_how_it_stands(client):
    giving = ready()
    giving.pay(giving.instalments()[0])

    said = told(client, giving.officer, "pledge", giving.pledge.uuid)

    assert f"{giving.world.company.name} promises €240,000 and has paid €40,000." in said
    assert "€200,000 are late since 31\xa0July 2024." in said
    assert "1 gift has no receipt yet." in said


def test_list_shows_what_is_pledged_and_not_paid(client):
    giving = ready()
    giving.pay(giving.instalments()[0])

    said = told(client, giving.officer, "list", state="open")

    assert "5 instalments" in said


def test_call_by_email_leaves_and_the_second_is_a_reminder(client, work):
    giving = ready()
    first = giving.instalments()[0]
    person = Affiliation.objects.get(entity=giving.world.company, contact__host=giving.world.host)
    fields = {"channel": "email", "contact": str(person.uuid), "language": "fr"}

    answers = [send(client, giving.officer, reverse("giving:call", args=[first.uuid]), **fields) for _time in range(2)]
    work()

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [call.kind for call in Call.objects.order_by("id")] == [CallKind.CALL, CallKind.REMINDER]
    assert "Relance" in told(client, giving.officer, "letter", Call.objects.order_by("id").last().uuid)


def test_simulation_turns_the_meter_and_writes_nothing(client):
    giving, _gift = with_counterparts(value=500_000)

    said = told(client, giving.officer, "counterparts", giving.world.agreement.uuid, quantity="5", value="2000", year="2024")

    assert "The meter, with €10,000 more" in said
    assert "With €10,000 more, the counterparts would be worth 30% of the gift, more than the usage of a quarter." in said
    assert "30%" in said
    assert "20%" in told(client, giving.officer, "counterparts", giving.world.agreement.uuid)


def test_dry_run_then_issue(client):
    giving = ready()
    giving.pay(giving.instalments()[0])
    period = {"issuer": str(giving.world.school.uuid), "start": "2024-01-01", "last": "2024-12-31"}

    dry = told(client, giving.officer, "issue_many", **period)
    answer = send(client, giving.officer, reverse("giving:issue_many"), **period)

    assert "1 receipt can be issued" in dry
    assert answer.status_code == 303
    assert (IssueRun.objects.get().donors, TaxReceipt.objects.count()) == (1, 0)


def test_receipt_of_a_person_is_read_by_those_who_may_know_her(client):
    giving = ready()
    donor = giving.individual(7)
    gift = giving.in_kind(donor)
    receipt = receipt_issue(by=giving.officer, gift_ids=[gift.uuid])

    for_officer = told(client, giving.officer, "receipt", receipt.uuid)
    for_other = told(client, member(giving.world.host, Role.SUSTAINABILITY_OFFICER), "receipt", receipt.uuid)

    assert "Exemple Camille 7" in for_officer
    assert "Exemple" not in for_other
    assert f"individual donor no. {donor.number}" in for_other


def test_company_reads_its_own_gift_and_its_statement(client):
    giving = ready()
    gift = giving.pay(giving.instalments()[0])

    said = told(client, giving.world.contact, "gift", gift.uuid)
    stated = told(client, giving.world.contact, "statement", giving.pledge.donor.uuid, 2024)

    assert "It has no tax receipt yet." in said
    assert f"{giving.world.company.name} gave €40,000 in 2024." in stated


def test_gift_in_kind_without_its_figures_comes_back(client):
    giving = ready()
    given = giving.in_kind(giving.pledge.donor)

    fields = {"donor": str(giving.pledge.donor.uuid), "beneficiary": str(giving.world.school.uuid), "kind": "service", "hours": "3"}

    answer = send(client, giving.officer, reverse("giving:in_kind"), **fields)

    assert answer.status_code == 422
    assert Gift.objects.get() == given


def test_declaration_page_says_what_changed_since(client):
    giving = ready()
    gift = giving.pay(giving.instalments()[0])
    fields = {"issuer": str(giving.world.school.uuid), "start": "2024-01-01", "last": "2024-12-31"}
    address = send(client, giving.officer, reverse("giving:declarations"), **fields)["Location"]
    receipt_issue(by=giving.officer, gift_ids=[gift.uuid])

    said = read(client, giving.officer, address)

    assert "gift received without a receipt" in said.lower()
    assert "1 receipt of the period has come or gone since" in said
