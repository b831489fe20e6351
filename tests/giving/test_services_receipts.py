"""Tax receipts: what is refused, what is frozen, how numbers are given."""

from __future__ import annotations

import datetime as dt
import json
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from filon.giving import invariants
from filon.giving.inputs import DonationInput
from filon.giving.kinds import Means
from filon.giving.models import Gift, TaxReceipt, TaxReceiptLine
from filon.giving.queries.receipt_content import digest_of
from filon.giving.services.counterparts import counterpart_value, counterparts_justify
from filon.giving.services.gifts import donation_expect, in_kind_withdraw
from filon.giving.services.issuing import issue_plan, issue_run_go_on, issue_run_start
from filon.giving.services.receipts import receipt_cancel, receipt_issue, receipt_replace
from filon.kernel.errors import Refused
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.movements import match_refund
from filon.people.roles import Role
from tests.factories.agreements import member
from tests.factories.giving import Giving, ready, with_counterparts
from tests.factories.ledger import line_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def issued(giving: Giving, gift: Gift) -> TaxReceipt:
    return receipt_issue(by=giving.officer, gift_ids=[gift.uuid])


def donation(giving: Giving, number: int, *, day: dt.date = dt.date(2026, 5, 4), cents: int = 5_000) -> Gift:
    """A person gives, without any agreement."""
    donor = giving.individual(number)
    given = DonationInput(donor.uuid, giving.world.school.uuid, cents, Means.TRANSFER, expected_on=day)
    expected = donation_expect(by=giving.officer, host_id=giving.world.host.pk, donation=given)
    line = line_of(giving.books, cents, day=day)
    match = match_confirm(by=giving.books.keeper, line_id=line.uuid, parts=[(expected.receivable.uuid, cents)])[0]
    return Gift.objects.get(match=match)


def test_receipt_of_a_company_bears_every_field_and_is_frozen():
    giving = ready()
    gift = giving.pay(giving.instalments()[0])

    receipt = issued(giving, gift)

    content = json.loads(receipt.content.text)
    fields = content["fields"]
    assert (receipt.number, receipt.form, receipt.amount_cents) == (1, "16216", 4_000_000)
    assert fields["form_version"] == f"16216*{receipt.form_version}"
    assert fields["payment_words"] == "quarante mille euros"
    assert fields["donor_siren"] == giving.world.company.siren
    assert fields["donor_address"] == "12 rue du Filon, 30100 Alès"
    assert fields["gift_dates"] == "31\xa0janvier 2024"
    assert content["gifts"] == [{"uuid": str(gift.uuid), "cents": 4_000_000, "date": "2024-01-31", "means": "transfer"}]
    assert receipt.digest == digest_of(receipt.content.text)


def test_receipt_of_a_person_is_the_other_form():
    giving = ready()

    receipt = issued(giving, donation(giving, 1))

    fields = json.loads(receipt.content.text)["fields"]
    assert (receipt.form, receipt.form_version, fields["donor_name"]) == ("11580", "05", "Exemple Camille 1")
    assert (fields["gift_words"], fields["gift_articles"], fields["gift_nature"]) == ("cinquante euros", "article 200", "numéraire")


def test_receipt_in_kind_bears_the_description():
    giving = ready()

    receipt = issued(giving, giving.in_kind(giving.pledge.donor))

    fields = json.loads(receipt.content.text)["fields"]
    assert (receipt.is_in_kind, fields["kind_words"], fields["kind_description"]) == (
        True,
        "cinq cents euros",
        "Un microscope binoculaire, neuf",
    )


def test_donor_without_address_is_refused_and_takes_no_number():
    giving = Giving().sign()
    giving.issuer()
    gift = giving.pay(giving.instalments()[0])

    with pytest.raises(Refused, match="Address of the company"):
        issued(giving, gift)

    giving.address()
    assert issued(giving, gift).number == 1


def test_issuer_without_the_right_is_refused():
    giving = Giving().sign()
    giving.address()
    gift = giving.pay(giving.instalments()[0])

    with pytest.raises(Refused, match="declare it as an issuer first"):
        issued(giving, gift)


def test_same_gift_is_receipted_once():
    giving = ready()
    gift = giving.pay(giving.instalments()[0])
    first = issued(giving, gift)

    with pytest.raises(Refused, match=f"on the live receipt {first.reference} already"):
        issued(giving, gift)


def test_database_refuses_a_gift_on_two_live_receipts():
    giving = ready()
    gift = giving.pay(giving.instalments()[0])
    first = issued(giving, gift)
    other = issued(giving, giving.pay(giving.instalments()[1]))

    with pytest.raises(IntegrityError, match="gift_on_one_live_receipt"), transaction.atomic():
        TaxReceiptLine.objects.create(receipt=other, gift=gift, amount_cents=1, gift_date=gift.gift_date)

    assert first.lines.get().is_live


def test_undone_money_is_not_receipted():
    giving = ready()
    gift = giving.pay(giving.instalments()[0])
    giving.undo(gift)

    with pytest.raises(Refused, match="no longer holds"):
        issued(giving, gift)


def test_refunded_money_is_not_receipted_and_what_is_left_is():
    giving = ready()
    whole, part = giving.pay(giving.instalments()[0]), giving.pay(giving.instalments()[1])
    match_refund(by=giving.books.keeper, match_id=whole.match.uuid, amount_cents=4_000_000, reason="Versé deux fois")
    match_refund(by=giving.books.keeper, match_id=part.match.uuid, amount_cents=1_000_000, reason="Trop versé")

    with pytest.raises(Refused, match="was paid back"):
        issued(giving, whole)

    assert issued(giving, part).amount_cents == 3_000_000


def test_money_under_a_live_receipt_is_neither_unmatched_nor_paid_back():
    giving = ready()
    gift = giving.pay(giving.instalments()[0])
    receipt = issued(giving, gift)

    with pytest.raises(Refused, match=receipt.reference):
        giving.undo(gift)
    with pytest.raises(Refused, match=receipt.reference):
        match_refund(by=giving.books.keeper, match_id=gift.match.uuid, amount_cents=1, reason="Trop versé")

    receipt_cancel(by=giving.officer, receipt_id=receipt.uuid, reason="Montant erroné")
    giving.undo(gift)
    assert not Gift.objects.standing().exists()


def test_gift_in_kind_under_a_live_receipt_is_not_taken_back():
    giving = ready()
    gift = giving.in_kind(giving.pledge.donor)
    receipt = issued(giving, gift)

    with pytest.raises(Refused, match=receipt.reference):
        in_kind_withdraw(by=giving.officer, gift_id=gift.uuid, reason="Erreur")


def test_cancelled_number_stays_and_the_replacement_names_it():
    giving = ready()
    first = issued(giving, giving.pay(giving.instalments()[0]))

    second = receipt_replace(by=giving.officer, receipt_id=first.uuid, reason="Adresse corrigée")

    assert [one.number for one in TaxReceipt.objects.order_by("number")] == [1, 2]
    assert (second.replaces, second.amount_cents) == (first, first.amount_cents)
    assert json.loads(second.content.text)["replaces"] == first.reference
    assert [one.pk for one in TaxReceipt.objects.live()] == [second.pk]


def test_receipt_is_cancelled_once():
    giving = ready()
    first = issued(giving, giving.pay(giving.instalments()[0]))
    receipt_cancel(by=giving.officer, receipt_id=first.uuid, reason="Erreur")

    with pytest.raises(Refused, match="cancelled already"):
        receipt_cancel(by=giving.officer, receipt_id=first.uuid, reason="Erreur")


def test_auditor_issues_nothing():
    giving = ready()
    gift = giving.pay(giving.instalments()[0])

    with pytest.raises(PermissionDenied):
        receipt_issue(by=member(giving.world.host, Role.AUDITOR), gift_ids=[gift.uuid])


def test_counterpart_without_value_blocks_the_receipt_until_it_is_valued():
    giving, gift = with_counterparts(value=None)

    with pytest.raises(Refused, match="has no value yet"):
        issued(giving, gift)

    meetings = giving.world.agreement.commitments.get(debtor=giving.world.party(giving.world.school))
    counterpart_value(by=giving.officer, commitment_id=meetings.uuid, unit_value_cents=0, basis="Une citation, sans coût")
    assert issued(giving, gift).number == 1


def test_counterparts_above_a_quarter_are_justified_first():
    giving, gift = with_counterparts(value=625_001)

    with pytest.raises(Refused, match="nobody has said why"):
        issued(giving, gift)

    counterparts_justify(by=giving.officer, agreement_id=giving.world.agreement.uuid, reason="Journée ouverte à tous les élèves")
    assert issued(giving, gift).number == 1


def test_counterparts_of_a_quarter_exactly_are_within_the_usage():
    giving, gift = with_counterparts(value=625_000)

    receipt = issued(giving, gift)

    assert receipt.number == 1
    with pytest.raises(Refused, match="nothing to justify"):
        counterparts_justify(by=giving.officer, agreement_id=giving.world.agreement.uuid, reason="Inutile")


def test_counterparts_worth_the_gift_are_no_gift():
    giving, gift = with_counterparts(value=2_500_000)

    with pytest.raises(Refused, match="this is no gift"):
        issued(giving, gift)


def test_dry_run_writes_nothing_and_says_what_stands_in_the_way():
    giving = Giving().sign()
    giving.issuer()
    giving.pay(giving.instalments()[0])
    donation(giving, 1, day=dt.date(2024, 6, 1))

    plan = issue_plan(by=giving.officer, issuer=giving.world.school, start=dt.date(2024, 1, 1), end=dt.date(2025, 1, 1))

    assert sorted(batch.cents for batch in plan) == [5_000, 4_000_000]
    assert not TaxReceipt.objects.exists()


def test_bulk_issue_says_which_it_could_not_issue(work):
    giving = Giving().sign()
    giving.issuer()
    giving.pay(giving.instalments()[0])
    donation(giving, 1, day=dt.date(2024, 6, 1))
    run = issue_run_start(
        by=giving.officer,
        host_id=giving.world.host.pk,
        issuer_id=giving.world.school.uuid,
        start=dt.date(2024, 1, 1),
        end=dt.date(2025, 1, 1),
    )

    work()

    run.refresh_from_db()
    assert (run.issued, [one["number"] for one in run.refusals]) == (1, [str(giving.pledge.donor.number)])
    assert run.done_at is not None


def numbers() -> list[int]:
    return sorted(TaxReceipt.objects.values_list("number", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_leave_no_gap_and_one_receipt_for_each_gift():
    giving = ready()
    gifts = [donation(giving, number) for number in range(6)]
    period = {"start": dt.date(2026, 1, 1), "end": dt.date(2027, 1, 1)}
    other = member(giving.world.host, Role.DIRECTOR)
    runs = [
        issue_run_start(by=by, host_id=giving.world.host.pk, issuer_id=giving.world.school.uuid, **period) for by in (giving.officer, other)
    ]
    together = Barrier(2)

    def issue(run_id: int) -> None:
        together.wait()
        issue_run_go_on(run_id)
        connection.close()

    threads = [Thread(target=issue, args=[run.pk]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert numbers() == [1, 2, 3, 4, 5, 6]
    assert sorted(TaxReceiptLine.objects.values_list("gift", flat=True)) == sorted(gift.pk for gift in gifts)
    assert invariants.receipt_numbers_dense().violations == []


@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_the_middle_leaves_no_gap():
    giving = ready()
    gifts = [donation(giving, number) for number in range(3)]
    run = issue_run_start(
        by=giving.officer,
        host_id=giving.world.host.pk,
        issuer_id=giving.world.school.uuid,
        start=dt.date(2026, 1, 1),
        end=dt.date(2027, 1, 1),
    )
    receipt_issue(by=giving.officer, gift_ids=[gifts[0].uuid])

    def die() -> None:
        """The second receipt has its number, and the connection is cut before the transaction ends."""
        transaction.set_autocommit(False)
        receipt_issue(by=giving.officer, gift_ids=[gifts[1].uuid])
        connection.connection.close()
        connection.connection = None

    thread = Thread(target=die)
    thread.start()
    thread.join()
    issue_run_go_on(run.pk)

    assert numbers() == [1, 2, 3]
    assert TaxReceiptLine.objects.filter(is_live=True).count() == 3
