"""Each invariant finds what breaks it, whoever did it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connections

from filon.giving import invariants
from filon.giving.models import Attribution, Instalment, ReceiptContent, TaxReceipt, TaxReceiptLine
from filon.giving.services.counterparts import counterpart_value
from filon.giving.services.declarations import declaration_freeze
from filon.giving.services.gifts import attribution_end, outcome_attribute
from filon.giving.services.receipts import receipt_cancel, receipt_issue
from filon.kernel.errors import Refused
from filon.kernel.registry import Invariant, all_of
from tests.factories.facts import FactFactory
from tests.factories.giving import Giving, ready, with_counterparts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
OWN = [one for one in all_of(Invariant) if one.name.startswith("giving.")]


@pytest.fixture
def receipted() -> Giving:
    """A gift with its receipt, another without, a declaration."""
    giving = ready()
    gift, _other = giving.pay(giving.instalments()[0]), giving.pay(giving.instalments()[1])
    receipt_issue(by=giving.officer, gift_ids=[gift.uuid])
    declaration_freeze(by=giving.officer, issuer_id=giving.world.school.uuid, start=dt.date(2024, 1, 1), end=dt.date(2025, 1, 1))
    return giving


def copied(receipt: TaxReceipt, **changed: object) -> TaxReceipt:
    """Another receipt, as nobody would issue it."""
    values = {field.attname: getattr(receipt, field.attname) for field in TaxReceipt._meta.fields if field.name not in ("id", "uuid")}
    return TaxReceipt.objects.create(**(values | changed))


def test_invariants_hold_of_a_gift_and_its_receipt(receipted):
    broken = {one.name: one.check().violations for one in OWN}

    assert {name: found for name, found in broken.items() if found} == {}


def test_instalment_of_another_amount_is_found(receipted):
    Instalment.objects.filter(pk=receipted.instalments()[-1].pk).update(amount_cents=1)

    assert invariants.instalments_make_the_total().violations == [
        f"{receipted.world.agreement.reference}: the instalments make €200,000.01, the pledge is €240,000"
    ]


def test_replaced_instalment_that_keeps_what_was_not_paid_is_found(receipted):
    last = receipted.instalments()[-1]
    Instalment.objects.filter(pk=last.pk).update(retired_by=last.version, kept_cents=100)

    assert len(invariants.settled_instalments_survive().violations) == 1


def test_receipt_of_another_amount_is_found(receipted):
    receipt = TaxReceipt.objects.get()
    other = copied(receipt, number=2)
    TaxReceiptLine.objects.create(receipt=other, gift=receipted.pledge.gifts.first(), amount_cents=5, gift_date=dt.date(2024, 1, 31))

    found = invariants.receipt_is_its_gifts().violations

    assert f"{receipt.issuer.name} {other.reference}: its lines make another amount" in found


def test_line_that_outlives_its_receipt_is_found(receipted):
    receipt = TaxReceipt.objects.get()
    receipt_cancel(by=receipted.officer, receipt_id=receipt.uuid, reason="Erreur")
    TaxReceiptLine.objects.update(is_live=True)

    assert invariants.gift_on_one_live_receipt().violations == [
        f"{receipt.issuer.name} {receipt.reference}: a line does not follow the state of its receipt"
    ]


def test_missing_number_is_found(receipted):
    copied(TaxReceipt.objects.get(), number=3)

    assert invariants.receipt_numbers_dense().violations == [f"{receipted.world.school.name} {dt.date.today().year}: a number is missing"]


def test_form_that_was_not_in_use_is_found(receipted):
    other = copied(TaxReceipt.objects.get(), number=2, form_version="01")

    assert invariants.receipt_form_valid().violations == [f"{other.issuer.name} {other.reference}: its form was not in use on that day"]


def test_content_that_was_changed_is_found(receipted):
    ReceiptContent.objects.update(text="{}")

    assert len(invariants.receipt_content_intact().violations) == 1


def test_receipt_left_out_of_a_declaration_is_found(receipted):
    receipt = TaxReceipt.objects.get()
    other = copied(receipt, number=2, recorded_at=receipt.recorded_at)
    TaxReceiptLine.objects.create(receipt=other, gift=receipted.pledge.gifts.first(), amount_cents=5, gift_date=dt.date(2024, 1, 31))

    found = invariants.declaration_adds_up().violations

    assert found == [
        f"{receipted.world.school.name}, declaration from 1\xa0January 2024: "
        "a receipt that held then is left out, or one that did not is in"
    ]


def test_receipt_above_the_usage_without_a_reason_is_found():
    giving, gift = with_counterparts(value=100_000)
    receipt_issue(by=giving.officer, gift_ids=[gift.uuid])
    meetings = giving.world.agreement.commitments.get(debtor=giving.world.party(giving.world.school))

    counterpart_value(by=giving.officer, commitment_id=meetings.uuid, unit_value_cents=700_000, basis="Prix d’une journée entière")

    assert invariants.counterparts_justified().violations == [
        f"{giving.world.agreement.reference}: counterparts above the usage, receipted and not justified"
    ]


def test_more_than_the_whole_attributed_is_found(receipted):
    gift, fact = receipted.pledge.gifts.first(), FactFactory(host=receipted.world.host)
    outcome_attribute(by=receipted.officer, fact_id=fact.uuid, share=10_000, gift_id=gift.uuid)
    Attribution.objects.create(gift=gift, fact=FactFactory(host=receipted.world.host), share=1, attributed_by=receipted.officer)

    assert invariants.attribution_at_most_whole().violations == [f"gift {gift.pk}: more than all of it is attributed to outcomes"]


def test_share_that_is_no_longer_free_is_refused(receipted):
    gift, facts = receipted.pledge.gifts.first(), [FactFactory(host=receipted.world.host) for _number in range(2)]
    first = outcome_attribute(by=receipted.officer, fact_id=facts[0].uuid, share=7_000, gift_id=gift.uuid)

    with pytest.raises(Refused, match="Only 30% of this money"):
        outcome_attribute(by=receipted.officer, fact_id=facts[1].uuid, share=3_001, gift_id=gift.uuid)

    attribution_end(by=receipted.officer, attribution_id=first.uuid)
    assert outcome_attribute(by=receipted.officer, fact_id=facts[1].uuid, share=10_000, gift_id=gift.uuid).share == 10_000


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_key_that_cascades_is_found():
    key = "ALTER TABLE giving_taxreceiptline DROP CONSTRAINT IF EXISTS loose"
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "ALTER TABLE giving_taxreceiptline ADD CONSTRAINT loose FOREIGN KEY (gift_id) REFERENCES giving_gift (id) ON DELETE CASCADE"
        )
    try:
        found = invariants.nothing_referenced_is_deleted().violations
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute(key)

    assert found == ["giving_taxreceiptline loose lets what it refers to be deleted"]
