"""What money made possible: shares that never make more than the whole, whatever is attributed, spread and ended; campaigns in public."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.facts.inputs import FactInput
from filon.facts.models import Fact, Visibility
from filon.facts.services import fact_note, fact_reverse
from filon.giving.inputs import CampaignInput, DonationInput
from filon.giving.kinds import Means
from filon.giving.models import Attribution, Campaign, Donor
from filon.giving.queries.campaign_sheet import campaign_sheet, public_campaign
from filon.giving.queries.donor_report import donor_report, report_pdf
from filon.giving.queries.euro import followed
from filon.giving.queries.foundation import foundation_sheet
from filon.giving.queries.spendings import spending_sheet, spendings
from filon.giving.queries.ways_picture import picture_of
from filon.giving.queries.where import where_it_went
from filon.giving.services import donors, gifts
from filon.giving.services.outcomes import campaign_publish, outcome_spread
from filon.kernel.errors import Refused
from filon.ledger.inputs import ProgrammeInput, SpendingInput
from filon.ledger.models import Movement
from filon.ledger.models.movement import MOVEMENT
from filon.ledger.services.funds import programme_add
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.movements import money_allocate, money_spend, movement_take_back
from filon.ledger.services.postings import posting_of
from filon.people.models import User
from filon.people.roles import Role
from tests.factories.agreements import member
from tests.factories.facts import FactFactory
from tests.factories.giving import Giving, ready
from tests.factories.ledger import Books, line_of, umbrella_books
from tests.factories.partners import LegalEntityFactory
from tests.factories.people import MembershipFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 2, 3)


def outcome(giving: Giving, **changed: object) -> Fact:
    named = {"kind": "giving.students_supported", "occurred_on": DAY, "host_id": giving.world.host.pk} | changed
    return fact_note(by=giving.officer, fact=FactInput(**named))


def two_gifts() -> Giving:
    """40,000 € twice, paid to the school."""
    giving = ready()
    for place in (0, 1):
        giving.pay(giving.instalments()[place])
    return giving


def test_outcome_is_taken_from_the_oldest_gift_first() -> None:
    giving = two_gifts()

    made = outcome_spread(by=giving.officer, fact_id=outcome(giving).uuid, amount_cents=5_000_000)

    assert [one.share for one in made] == [10_000, 2_500]
    where = where_it_went(giving.officer)
    assert (where.whole.received, where.whole.attributed) == (8_000_000, 5_000_000)


def test_outcome_beyond_what_is_free_takes_what_is_there_and_then_nothing() -> None:
    giving = two_gifts()
    outcome_spread(by=giving.officer, fact_id=outcome(giving).uuid, amount_cents=8_000_000)

    with pytest.raises(Refused):
        outcome_spread(by=giving.officer, fact_id=outcome(giving).uuid, amount_cents=100)

    assert where_it_went(giving.officer).whole.share == 1


def spending_of(giving: Giving) -> Movement:
    """10,000 € of a programme of the school, spent."""
    giving.pay(giving.instalments()[0])
    programme = programme_add(by=giving.officer, programme=ProgrammeInput(host_id=giving.world.host.pk, fund_id=None, name_fr="Matériaux"))
    money_allocate(by=giving.officer, programme_id=programme.uuid, amount_cents=2_000_000, words="Voté")
    bought = SpendingInput(programme_id=programme.uuid, amount_cents=1_000_000, on=DAY, words="Microscope")
    return money_spend(by=giving.officer, spending=bought)


def test_spending_is_attributed_on_the_side_of_its_programme_alone() -> None:
    giving = ready()
    spent = spending_of(giving)
    ours, other = posting_of(MOVEMENT, spent.uuid).entries.order_by("amount_cents")
    fact = outcome(giving)

    made = gifts.outcome_attribute(by=giving.officer, fact_id=fact.uuid, share=6_000, entry_id=ours.pk)

    assert (made.entry, made.share) == (ours, 6_000)
    with pytest.raises(Refused):
        gifts.outcome_attribute(by=giving.officer, fact_id=outcome(giving).uuid, share=5_000, entry_id=ours.pk)
    with pytest.raises(Refused):
        gifts.outcome_attribute(by=giving.officer, fact_id=outcome(giving).uuid, share=1_000, entry_id=other.pk)


def test_spending_taken_back_made_nothing_possible() -> None:
    giving = ready()
    spent = spending_of(giving)
    movement_take_back(by=giving.officer, movement_id=spent.uuid, reason="Rendu")
    ours = posting_of(MOVEMENT, spent.uuid).entries.order_by("amount_cents")[0]

    with pytest.raises(Refused):
        gifts.outcome_attribute(by=giving.officer, fact_id=outcome(giving).uuid, share=1_000, entry_id=ours.pk)
    assert (spending_sheet(giving.officer, spent.uuid).is_standing, list(spendings(giving.officer).paged)) == (False, [])


@pytest.mark.usefixtures("english")
def test_outcome_of_another_school_or_taken_back_is_refused() -> None:
    giving = ready()
    ours = posting_of(MOVEMENT, spending_of(giving).uuid).entries.order_by("amount_cents")[0]
    taken, elsewhere = outcome(giving), FactFactory()
    MembershipFactory(user=giving.officer, host=elsewhere.host, role=Role.PARTNERSHIP_OFFICER)
    of_both = User.objects.get_queryset().get(pk=giving.officer.pk)
    fact_reverse(by=giving.officer, fact_id=taken.uuid, reason="Erreur")

    for money in ({"entry_id": ours.pk}, {"gift_id": giving.pledge.gifts.get().uuid}):
        with pytest.raises(Refused, match="another school"):
            gifts.outcome_attribute(by=of_both, fact_id=elsewhere.uuid, share=1_000, **money)
        with pytest.raises(Refused, match="taken back"):
            gifts.outcome_attribute(by=of_both, fact_id=taken.uuid, share=1_000, **money)


def test_shares_of_spendings_are_told_beside_and_add_nothing_to_gifts() -> None:
    giving = ready()
    spent = spending_of(giving)
    sheet = spending_sheet(giving.officer, spent.uuid)
    gifts.outcome_attribute(by=giving.officer, fact_id=outcome(giving).uuid, share=2_500, entry_id=sheet.entry_id)

    told = spendings(giving.officer)

    assert [(one.uuid, one.attributed) for one in told.paged] == [(spent.uuid, 2_500)]
    assert told.may_attribute == {spent.uuid}
    assert where_it_went(giving.officer).whole.attributed == 0
    assert spendings(member(giving.world.host, Role.AUDITOR)).may_attribute == frozenset()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(["spread", "one", "end"]), st.integers(1, 9_000_000)), max_size=6))
def test_shares_make_at_most_the_whole_whatever_is_done(acts: list[tuple[str, int]]) -> None:
    from django.db import transaction  # noqa: PLC0415  each example is undone

    with transaction.atomic():
        giving = two_gifts()
        gift = giving.pledge.gifts.first()
        for act, number in acts:
            try:
                _act(giving, gift, act, number)
            except Refused:
                continue
        sums = [sum(one.share for one in own.attributions.filter(ended_at=None)) for own in giving.pledge.gifts.all()]
        where = where_it_went(giving.officer)
        transaction.set_rollback(True)

    assert max(sums) <= 10_000
    assert where.whole.attributed <= where.whole.received


def _act(giving: Giving, gift: object, act: str, number: int) -> None:
    if act == "spread":
        outcome_spread(by=giving.officer, fact_id=outcome(giving).uuid, amount_cents=number)
    elif act == "one":
        gifts.outcome_attribute(by=giving.officer, fact_id=outcome(giving).uuid, share=number % 10_000 + 1, gift_id=gift.uuid)
    elif (last := Attribution.objects.filter(ended_at=None).last()) is not None:
        gifts.attribution_end(by=giving.officer, attribution_id=last.uuid)


def test_picture_holds_what_was_received_in_each_column() -> None:
    giving = two_gifts()
    outcome_spread(by=giving.officer, fact_id=outcome(giving).uuid, amount_cents=3_000_000)

    picture = picture_of(where_it_went(giving.officer))

    columns = {bar.x: sum(one.cents for one in picture.blocks if one.x == bar.x) for bar in picture.blocks}
    assert set(columns.values()) == {8_000_000}


@pytest.mark.usefixtures("english")
def test_gift_is_followed_from_the_bank_to_the_fact() -> None:
    giving = two_gifts()
    gift = giving.pledge.gifts.order_by("gift_date").first()
    outcome_spread(by=giving.officer, fact_id=outcome(giving).uuid, amount_cents=1_000_000)

    way = followed(giving.officer, gift.uuid)

    assert [step.what for step in way.steps] == ["at the bank", "promised in", "gift of", "received by", "made possible"]
    assert all(step.url for step in way.steps)


def test_report_tells_only_what_is_shared_with_the_donor() -> None:
    giving = two_gifts()
    company = giving.world.company.uuid
    shared = outcome(giving, entity_ids=[company], visibility=Visibility.PARTIES)
    kept = outcome(giving, entity_ids=[company], visibility=Visibility.HOST)
    for fact in (shared, kept):
        outcome_spread(by=giving.officer, fact_id=fact.uuid, amount_cents=500_000)

    report = donor_report(giving.officer, giving.pledge.donor.uuid, DAY.year)

    assert [one.fact for one in report.seen] == [shared]
    assert report.seen_cents == 500_000
    assert report_pdf(giving.officer, giving.pledge.donor.uuid, DAY.year, "fr")[:5] == b"%PDF-"


def campaign_of(giving: Giving) -> Campaign:
    given_input = CampaignInput(
        beneficiary_id=giving.world.school.uuid, title_fr="Un microscope", goal_cents=100_000, start=dt.date(2026, 1, 1)
    )
    return gifts.campaign_open(by=giving.officer, host_id=giving.world.host.pk, campaign=given_input)


def announced(giving: Giving, donor: Donor, campaign: Campaign, cents: int, *, named: bool) -> None:
    """Announced and paid."""
    given_input = DonationInput(
        donor_id=donor.uuid,
        beneficiary_id=giving.world.school.uuid,
        amount_cents=cents,
        means=Means.TRANSFER,
        campaign_id=campaign.uuid,
        may_be_named=named,
    )
    donation = gifts.donation_expect(by=giving.officer, host_id=giving.world.host.pk, donation=given_input)
    line = line_of(giving.books, cents)
    match_confirm(by=giving.books.keeper, line_id=line.uuid, parts=[(donation.receivable.uuid, cents)])


def test_public_campaign_names_only_who_agreed() -> None:
    giving = ready()
    campaign = campaign_of(giving)
    announced(giving, giving.individual(1), campaign, 20_000, named=False)
    announced(giving, giving.individual(2), campaign, 30_000, named=True)
    with pytest.raises(Http404):
        public_campaign(campaign.uuid)

    campaign_publish(by=giving.officer, campaign_id=campaign.uuid, is_public=True)

    sheet = public_campaign(campaign.uuid)
    assert (sheet.received, sheet.pledged, sheet.givers, list(sheet.names)) == (50_000, 50_000, 2, ["Camille 2 Exemple"])
    assert campaign_sheet(giving.officer, campaign.uuid).may_write


def give_to_fund(books: Books, name: str) -> None:
    """A company gives 1,000 € to the fund."""
    entity = LegalEntityFactory.create(name=name)
    donor = donors.entity_donor(books.school_officer, books.host.pk, entity)
    donation = DonationInput(
        donor_id=donor.uuid, beneficiary_id=books.entity.uuid, amount_cents=100_000, means=Means.TRANSFER, fund_id=books.fund.uuid
    )
    expected = gifts.donation_expect(by=books.school_officer, host_id=books.host.pk, donation=donation)
    line = line_of(books, 100_000)
    match_confirm(by=books.keeper, line_id=line.uuid, parts=[(expected.receivable.uuid, 100_000)])


def test_officer_sees_the_fund_of_the_school_that_let_her_in_and_of_no_other() -> None:
    ours = umbrella_books()
    theirs = umbrella_books(umbrella=ours.entity)
    give_to_fund(ours, "Atelier d’ici")
    give_to_fund(theirs, "Atelier d’ailleurs")

    rows = foundation_sheet(ours.keeper)

    assert [(row.service.fund, row.received, [donor.name for donor in row.donors]) for row in rows] == [
        (ours.fund, 100_000, ["Atelier d’ici"])
    ]
    assert [one.name for one in where_it_went(ours.keeper).by_donor] == ["Atelier d’ici"]
    assert [row.service.fund for row in foundation_sheet(theirs.school_officer)] == [theirs.fund]
    with pytest.raises(Http404):
        where_it_went(ours.keeper, fund_id=theirs.fund.uuid)
