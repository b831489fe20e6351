"""What each of the two schools was given: money matched and receipted, a call, a bulk issue, a declaration; all of it bears its mark."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filon.agreements.models import Agreement
from filon.facts.inputs import FactInput
from filon.facts.models import Visibility
from filon.facts.services import fact_note
from filon.giving.inputs import Address, CampaignInput, IndividualInput, InKindInput, IssuerInput
from filon.giving.kinds import Channel, InKind, IssuerKind
from filon.giving.models import Donor, Gift, Instalment, Pledge
from filon.giving.services import calls, declarations, donors, gifts, issuing, receipts
from filon.ledger.inputs import BankAccountInput
from filon.ledger.services.funds import bank_account_open
from filon.ledger.services.matches import match_confirm
from filon.partners.models import LegalEntity
from tests.factories.ledger import Books, iban_number, line_of
from tests.factories.partners import siren_number

COUNTER = iter(range(600_000, 700_000))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def give(school: Any) -> None:
    """The company pays a part of what it promised, gives something in kind; the school receipts the first."""
    entity = LegalEntity.objects.get(host=school.host)
    for one in (entity, LegalEntity.objects.get(uuid=school.ids["entity_id"])):
        one.siren = siren_number(next(COUNTER))
        one.save()
    pledge = Pledge.objects.get(agreement=Agreement.objects.get(uuid=school.ids["agreement_id"]))
    instalment = pledge.instalments.get()
    gift = _paid(school, entity, instalment)
    donors.issuer_declare(by=school.officer, entity_id=entity.uuid, issuer=_issuer(school))
    donors.donor_entity_change(by=school.officer, donor_id=pledge.donor.uuid, legal_form="SAS", address=_address(school))
    receipt = receipts.receipt_issue(by=school.officer, gift_ids=[gift.uuid])
    call = calls.instalment_call(by=school.officer, instalment_id=instalment.uuid, channel=Channel.LETTER, language="fr")
    _kind(school, entity, pledge.donor)
    year = timezone.localdate().year
    run = issuing.issue_run_start(
        by=school.officer, host_id=school.host.pk, issuer_id=entity.uuid, start=dt.date(year - 1, 1, 1), end=dt.date(year + 1, 1, 1)
    )
    frozen = declarations.declaration_freeze(by=school.officer, issuer_id=entity.uuid, start=dt.date(year, 1, 1), end=timezone.localdate())
    school.ids |= {
        "pledge_id": pledge.uuid,
        "instalment_id": instalment.uuid,
        "call_id": call.uuid,
        "gift_id": gift.uuid,
        "donor_id": _individual(school).uuid,
        "year": year,
        "run_id": run.uuid,
        "receipt_id": receipt.uuid,
        "declaration_id": frozen.uuid,
        **_outcome(school, entity, gift),
    }
    school.ids["at"] |= {"giving:issuer": {"entity_id": entity.uuid}}


def _outcome(school: Any, entity: LegalEntity, gift: Gift) -> dict[str, Any]:
    """A campaign, and something that the gift made possible."""
    title = school.called("Campagne")
    given = CampaignInput(beneficiary_id=entity.uuid, title_fr=title, goal_cents=900_000, start=dt.date(2026, 1, 1))
    campaign = gifts.campaign_open(by=school.officer, host_id=school.host.pk, campaign=given)
    day = timezone.localdate() - dt.timedelta(days=9)
    fact = FactInput(kind="giving.students_supported", occurred_on=day, host_id=school.host.pk, visibility=Visibility.HOST)
    noted = fact_note(by=school.officer, fact=fact)
    attribution = gifts.outcome_attribute(by=school.officer, fact_id=noted.uuid, share=4_000, gift_id=gift.uuid)
    return {"campaign_id": campaign.uuid, "attribution_id": attribution.uuid}


def _paid(school: Any, entity: LegalEntity, instalment: Instalment) -> Gift:
    account = BankAccountInput(entity_id=entity.uuid, iban=iban_number(next(COUNTER)), label=school.called("Compte"))
    books = Books(entity, school.host, school.officer, bank_account_open(by=school.officer, account=account))
    line = line_of(books, 500_000, day=timezone.localdate() - dt.timedelta(days=40), payer_name=school.called("Payeur"))
    match = match_confirm(by=school.officer, line_id=line.uuid, parts=[(instalment.receivable.uuid, 500_000)])[0]
    return Gift.objects.get(match=match)


def _address(school: Any) -> Address:
    return Address(school.called("12 rue"), "30100", school.called("Ville"))


def _issuer(school: Any) -> IssuerInput:
    return IssuerInput(
        kind=IssuerKind.HIGHER_EDUCATION,
        object_fr=school.called("Former"),
        address=_address(school),
        signatory_name=school.called("Signataire"),
        signatory_function="directrice",
        start=dt.date(2023, 7, 1),
    )


def _individual(school: Any) -> Donor:
    given = IndividualInput(school.called("Prénom"), school.called("Nom"), _address(school))
    return donors.donor_individual_add(by=school.officer, host_id=school.host.pk, individual=given)


def _kind(school: Any, entity: LegalEntity, donor: Donor) -> Gift:
    day = timezone.localdate() - dt.timedelta(days=20)
    given = InKindInput(
        donor_id=donor.uuid,
        beneficiary_id=entity.uuid,
        kind=InKind.GOODS,
        description=school.called("Un microscope"),
        statement={"purchase_cents": 80_000, "rebate_cents": 5_000, "borne_cents": 2_000},
        received_on=day,
        stated_on=day,
        proof=SimpleUploadedFile(f"statement {school.mark}.pdf", PDF),
    )
    return gifts.in_kind_record(by=school.officer, host_id=school.host.pk, gift=given)
