"""The campaign for the students' microscope: three hundred people, told by a task once the demo is up, one transaction a gift.

The task may start again half-way: it goes on with the first person whose gift is not there."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from filon.giving.inputs import Address, CampaignInput, DonationInput, IndividualInput
from filon.giving.kinds import Means
from filon.giving.models import Campaign, Donation, Donor, Gift
from filon.giving.services import donors, gifts
from filon.giving.services.outcomes import campaign_publish
from filon.kernel.clock import told_on
from filon.ledger.models import BankAccount, BankLine, Programme
from filon.ledger.services import movements
from filon.people.models import Host, User
from filon.site.demo.money import FUND_IBAN, Credit, Till, receipted
from filon.site.demo.stage import days_from_today, months_ago

MANY, RECEIPTED = 300, 120
TITLE = "Un microscope pour les élèves du sous-sol"
FIRST = [
    "Jeanne",
    "Lucien",
    "Mireille",
    "Aimé",
    "Colette",
    "Fernand",
    "Odette",
    "Gaston",
    "Simone",
    "Marius",
    "Yvette",
    "Firmin",
    "Solange",
    "Achille",
    "Paulette",
    "Régis",
    "Ginette",
    "Émile",
    "Josiane",
    "Abel",
    "Denise",
    "Élie",
    "Huguette",
    "Félix",
    "Raymonde",
    "Gabin",
    "Maryse",
    "Honoré",
    "Suzette",
    "Isidore",
]
LAST = [
    "Roque",
    "Fabrègue",
    "Vidal-Mas",
    "Teissonnière",
    "Rouvière",
    "Chabrol",
    "Cazalis",
    "Combarnous",
    "Valmalle",
    "Castanet",
    "Servières",
    "Mazaudier",
    "Bonnafous",
    "Puechlong",
    "Sabatier-Gros",
    "Larguier",
    "Trescol",
    "Espérandieu",
    "Maurin-Bois",
    "Dumazer",
    "Brunel-Serre",
    "Ribard",
    "Vézinet",
    "Gauffrès",
    "Plantavin",
    "Soubeyrol",
    "Agrinier",
    "Delenne",
    "Campredon",
    "Fesquet-Roc",
]
STREETS = ("rue du Puits", "chemin des Mineurs", "place du Marché", "avenue des Cévennes", "impasse du Lavoir", "rue de la Fonderie")
TOWNS = (
    ("30100", "Alès"),
    ("30140", "Anduze"),
    ("30300", "Beaucaire"),
    ("30250", "Sommières"),
    ("34000", "Montpellier"),
    ("30000", "Nîmes"),
)
AMOUNTS = (3_000, 5_000, 5_000, 6_000, 8_000, 10_000, 10_000, 12_000, 15_000, 25_000)


@dataclass(frozen=True)
class Person:
    """An invented donor, what she gives, when the bank sees it, and whether she agreed to be named."""

    given: IndividualInput
    cents: int
    on: dt.date
    key: str
    is_named: bool


def load(story: random.Random) -> None:
    """The chapter of the demo."""
    host = Host.objects.get(is_invented=True)
    officer = User.objects.get(memberships__host=host, email="claire.vidal@gardon.example")
    officer.act_for(host.pk)
    account = BankAccount.objects.select_related("entity").get(iban=FUND_IBAN)
    keeper = account.opened_by
    people = persons(story)
    till = Till(keeper, account.entity, account)
    with transaction.atomic():
        campaign = opened(officer, host, account)
        till.states([Credit(one.key, bank_name(one), one.cents, one.on, "DON MICROSCOPE") for one in people])
    till.lines = {line.reference: line for line in BankLine.objects.filter(account=account, reference__startswith="MICRO-")}
    for person in people[Donation.objects.filter(campaign=campaign).count() :]:
        _gives(officer, campaign, till, person)
    _receipts(keeper, campaign)
    _used(keeper, campaign)
    _awaited(officer, campaign)


def persons(story: random.Random) -> list[Person]:
    """Drawn once, the same for the same seed; their days lie in this year when it has two weeks already."""
    today = timezone.localdate()
    first = max(months_ago(4, day=3), dt.date(today.year, 1, 2)) if today > dt.date(today.year, 1, 14) else months_ago(4, day=3)
    span = (today - first).days - 4
    return [_person(story, place, first, span) for place in range(MANY)]


def _person(story: random.Random, place: int, first: dt.date, span: int) -> Person:
    name, surname = FIRST[place % len(FIRST)], LAST[(place * 7 + place // len(FIRST)) % len(LAST)]
    postal_code, city = story.choice(TOWNS)
    address = Address(f"{story.randint(1, 48)} {story.choice(STREETS)}", postal_code, city)
    on = first + dt.timedelta(days=place * span // MANY)
    return Person(IndividualInput(name, f"{surname} (dém.)", address), story.choice(AMOUNTS), on, f"MICRO-{place + 1:03d}", place % 9 == 0)


def bank_name(person: Person) -> str:
    return f"{person.given.last_name.upper()} {person.given.first_name.upper()}"


def opened(officer: User, host: Host, account: BankAccount) -> Campaign:
    """The campaign, opened when it is not there yet."""
    known = Campaign.objects.filter(host=host, title_fr=TITLE).first()
    programme = Programme.objects.select_related("fund").get(host=host, name_fr="Plateau de microscopie")
    if known is not None or programme.fund is None:
        return known or Campaign()
    given = CampaignInput(
        beneficiary_id=account.entity.uuid,
        title_fr=TITLE,
        title_en="A microscope for the students of the underground",
        purpose_fr="Des objectifs et des lames pour que chaque élève voie la roche.",
        purpose_en="Lenses and slides so that each student sees the rock.",
        goal_cents=3_000_000,
        start=months_ago(4, day=1),
        end=days_from_today(60),
        fund_id=programme.fund.uuid,
        programme_id=programme.uuid,
    )
    with told_on(months_ago(5, day=20)):
        campaign = gifts.campaign_open(by=officer, host_id=host.pk, campaign=given)
        return campaign_publish(by=officer, campaign_id=campaign.uuid, is_public=True)


@transaction.atomic
def _gives(officer: User, campaign: Campaign, till: Till, person: Person) -> None:
    """Written down as a donor, expected, and matched to the bank's line."""
    with told_on(person.on):
        donor = donors.donor_individual_add(by=officer, host_id=campaign.host_id, individual=person.given)
        donation = _expected(officer, campaign, donor, person.cents, person.on, is_named=person.is_named)
    till.answers(person.key, [(donation.receivable, person.cents)])


def _expected(officer: User, campaign: Campaign, donor: Donor, cents: int, on: dt.date, *, is_named: bool = False) -> Donation:
    given = DonationInput(
        donor_id=donor.uuid,
        beneficiary_id=campaign.beneficiary.uuid,
        amount_cents=cents,
        means=Means.TRANSFER,
        fund_id=campaign.fund.uuid if campaign.fund else None,
        campaign_id=campaign.uuid,
        programme_id=campaign.programme.uuid if campaign.programme else None,
        expected_on=on,
        may_be_named=is_named,
    )
    return gifts.donation_expect(by=officer, host_id=campaign.host_id, donation=given)


def _receipts(keeper: User, campaign: Campaign) -> None:
    """The first ones have theirs, a month after; the others wait for the issue in bulk."""
    given = Gift.objects.standing().filter(match__receivable__donation__campaign=campaign).order_by("gift_date", "id")[:RECEIPTED]
    day = min(months_ago(1, day=15), timezone.localdate())
    for gift in given:
        if not gift.receipt_lines.exists():
            receipted(keeper, [gift], max(day, gift.gift_date))


@transaction.atomic
def _used(keeper: User, campaign: Campaign) -> None:
    """Some of it is in the programme already."""
    programme = campaign.programme
    if programme is None or programme.movements.filter(earmark=programme).exists():
        return
    received = Gift.objects.standing().filter(campaign=campaign).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    with told_on(days_from_today(-6)):
        movements.money_allocate(
            by=keeper,
            programme_id=programme.uuid,
            earmark_id=programme.uuid,
            amount_cents=received * 4 // 10,
            words="Premier versement de la campagne au microscope",
        )


@transaction.atomic
def _awaited(officer: User, campaign: Campaign) -> None:
    """One gift is announced and has not come: the statement of `docs/samples` brings it."""
    if Donation.objects.filter(campaign=campaign).count() > MANY:
        return
    jeanne = IndividualInput("Jeanne", "Roque (dém.)", Address("7 rue du Puits", "30100", "Alès"))
    donor = donors.donor_individual_add(by=officer, host_id=campaign.host_id, individual=jeanne)
    _expected(officer, campaign, donor, 25_000, days_from_today(-20))
