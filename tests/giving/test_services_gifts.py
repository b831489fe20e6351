"""Gifts without an agreement and in kind: valued by their donor, refused in a sentence, nothing half-saved."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from filon.giving.inputs import CampaignInput, DonationInput
from filon.giving.kinds import InKind, Means, SkillsForm
from filon.giving.models import Donation, DonorPersonal, Gift, InKindGift
from filon.giving.services import donors, gifts
from filon.kernel.errors import Refused
from filon.kernel.models import StoredFile
from filon.ledger.models import Receivable
from filon.ledger.services.matches import match_confirm
from filon.people.roles import Role
from tests.factories.agreements import member
from tests.factories.giving import Giving, ready
from tests.factories.ledger import line_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kind", "form", "statement", "cents"),
    [
        (InKind.GOODS, None, {"purchase_cents": 80_000, "rebate_cents": 5_000, "borne_cents": 2_000}, 77_000),
        (InKind.SERVICE, None, {"hours_hundredths": 1_200, "hour_cost_cents": 4_500}, 54_000),
        (InKind.SKILLS, SkillsForm.SECONDMENT, {"months": 1, "share_hundredths": 100, "cost_cents": 900_000}, 900_000),
        (InKind.SKILLS, SkillsForm.SERVICE, {"months": 1, "share_hundredths": 100, "cost_cents": 1_500_000}, 1_201_500),
    ],
)
def test_gift_in_kind_is_worth_what_the_rules_of_its_kind_say(kind, form, statement, cents):
    giving = ready()

    gift = giving.in_kind(giving.pledge.donor, kind=kind, form=form, statement=statement)

    assert (gift.amount_cents, gift.means, gift.in_kind.statement) == (cents, Means.IN_KIND, statement)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"statement": {"rebate_cents": 0, "borne_cents": 0}}, "has not stated this figure"),
        ({"statement": {"purchase_cents": 0, "rebate_cents": 0, "borne_cents": 0}}, "above zero"),
        ({"statement": {"purchase_cents": 10, "rebate_cents": 20, "borne_cents": 0}}, "do not fit"),
        ({"proof": None}, "signed statement"),
        ({"description": "  "}, "Describe all"),
        ({"form": SkillsForm.SERVICE}, "Only a gift of skills"),
        ({"day": dt.date(2099, 1, 1)}, "has not come yet"),
    ],
)
def test_gift_in_kind_that_is_not_proved_is_refused_whole(changed, sentence):
    giving = ready()
    files = StoredFile.objects.count()

    with pytest.raises(Refused, match=sentence):
        giving.in_kind(giving.pledge.donor, **changed)

    assert (InKindGift.objects.count(), Gift.objects.count(), StoredFile.objects.count()) == (0, 0, files)


def donation(giving: Giving, **changed: object) -> Donation:
    donor = giving.individual()
    given = {"donor_id": donor.uuid, "beneficiary_id": giving.world.school.uuid, "amount_cents": 5_000, "means": Means.TRANSFER} | changed
    return gifts.donation_expect(by=giving.officer, host_id=giving.world.host.pk, donation=DonationInput(**given))


def test_date_of_a_cheque_is_the_day_it_was_handed_over():
    giving = ready()
    expected = donation(giving, means=Means.CHEQUE, handed_on=dt.date(2025, 12, 30))
    line = line_of(giving.books, 5_000, day=dt.date(2026, 1, 20))

    match = match_confirm(by=giving.books.keeper, line_id=line.uuid, parts=[(expected.receivable.uuid, 5_000)])[0]

    assert match.gift.gift_date == dt.date(2025, 12, 30)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount_cents": 0}, "above zero"),
        ({"amount_cents": -5}, "above zero"),
        ({"means": Means.CHEQUE}, "handed over or arrived"),
        ({"means": Means.IN_KIND}, "no means of payment"),
    ],
)
def test_donation_that_makes_no_sense_is_refused_whole(changed, sentence):
    giving = ready()
    before = Receivable.objects.count()

    with pytest.raises(Refused, match=sentence):
        donation(giving, **changed)

    assert (Donation.objects.count(), Receivable.objects.count()) == (0, before)


def test_gift_to_a_company_is_refused():
    giving = ready()

    with pytest.raises(Refused, match="the school itself or by a foundation"):
        donation(giving, beneficiary_id=giving.world.company.uuid)


def test_person_is_a_number_in_the_ledger():
    giving = ready()

    expected = donation(giving)

    assert expected.receivable.debtor_name == f"individual donor no. {expected.donor.number}"


def test_erased_person_keeps_her_gifts_and_a_digest():
    giving = ready()
    donor = donation(giving).donor

    donors.donor_personal_erase(by=giving.officer, donor_id=donor.uuid)

    donor.refresh_from_db()
    assert not DonorPersonal.objects.filter(donor=donor).exists()
    assert (len(donor.digest), donor.donations.count()) == (64, 1)


def test_auditor_writes_no_donor_and_another_school_sees_none():
    giving, other = ready(), ready()
    auditor = member(giving.world.host, Role.AUDITOR)

    with pytest.raises(PermissionDenied):
        donors.donor_entity_change(by=auditor, donor_id=giving.pledge.donor.uuid, legal_form="SA", address=donors.Address("", "", ""))
    with pytest.raises(Http404):
        donors.donor_personal_erase(by=other.officer, donor_id=giving.pledge.donor.uuid)


def test_campaign_ends_after_it_starts():
    giving = ready()
    given = CampaignInput(giving.world.school.uuid, "Une bourse pour chacun", 1_000_000, DAY, DAY)

    with pytest.raises(Refused, match="end comes before the start"):
        gifts.campaign_open(by=giving.officer, host_id=giving.world.host.pk, campaign=given)
