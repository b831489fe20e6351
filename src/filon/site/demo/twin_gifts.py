"""Gifts beside the main convention: a chair paid to the school, a small convention whose stand is worth much, skills, things, a refund."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Once
from filon.giving.inputs import DonationInput
from filon.giving.kinds import InKind, Means, SkillsForm
from filon.giving.models import Donation, Pledge
from filon.giving.services import counterparts, donors, gifts
from filon.kernel.clock import told_on
from filon.kernel.periods import add_months
from filon.ledger.services import movements
from filon.site.demo.money import Credit, InKindTold, addressed, called, gift_of, in_kind, instalment_due, receipted
from filon.site.demo.stage import Draft, Promise, Wording, days_from_today, drafted, months_ago, parts
from filon.site.demo.twin_books import Books

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast

CHAIR_PART = 5_000_000
SKILLS_BY = dt.date(2026, 9, 14)
"""The ceilings of social security are known until then: skills given later could not be valued."""


def load(cast: Cast, books: Books) -> None:
    """Two companies more, and gifts that no agreement announced."""
    pledge = small_convention(cast, books)
    skills(cast, books)
    thing(cast, books, pledge)
    announced(cast, books)


def chair_paid(cast: Cast, books: Books, draft: Draft, dates: tuple[dt.date, ...]) -> None:
    """Two payments to the school's own account, receipted by it; the third is late, and was asked for twice."""
    pledge = Pledge.objects.get(agreement=draft.agreement)
    addressed(cast.officer, pledge.donor, form="SARL", street="3 chemin des Potiers", postal_code="30140", city="Anduze")
    paid = dates[:2]
    books.school.states(
        [
            Credit(f"CHAIRE-{place}", "ATELIER CEVENOL (DEM.)", CHAIR_PART, on + dt.timedelta(days=2), f"CHAIRE MATERIAUX {place}", 18)
            for place, on in enumerate(paid, 1)
        ]
    )
    for place, on in enumerate(paid, 1):
        due = instalment_due(pledge, on)
        called(cast.officer, due, on - dt.timedelta(days=25))
        match = books.school.answers(f"CHAIRE-{place}", [(due.receivable, CHAIR_PART)])[0]
        receipted(cast.officer, [gift_of(match)], on + dt.timedelta(days=45))
    late = instalment_due(pledge, dates[2])
    called(cast.officer, late, dates[2] - dt.timedelta(days=25))
    called(cast.officer, late, dates[2] + dt.timedelta(days=20))


def small_convention(cast: Cast, books: Books) -> Pledge:
    """3,000 € against a stand worth 900 €: above a quarter, which somebody has justified."""
    start = months_ago(9, day=1)
    draft = drafted(
        cast.officer,
        kind="mecenat",
        title_fr="Mécénat Mécatronique du Vidourle",
        title_en="Mécatronique du Vidourle giving",
        school=cast.school_signs,
        year=start.year,
    )
    draft.seat("mechanics", cast.partners["mechanics"], Capacity.DONOR)
    draft.lasts(start, add_months(start, 24), notice_months=2, themes=("Numérique et intelligence artificielle",))
    line = draft.pays("mechanics", "school", Nature.GIVING, 300_000, earmark_fr="atelier des élèves", earmark_en="students’ workshop")
    paid_on = add_months(start, 1)
    draft.promises(
        Promise("payment", "mechanics", "school", Unit.EURO, 3_000, parts(3_000, (paid_on,)), money_line_id=line),
        Wording("Versement unique", "One payment"),
    )
    draft.promises(
        Promise("stand", "school", "mechanics", Unit.STAND, 1, Once(add_months(start, 7)), is_counterpart=True),
        Wording("Stand offert au Forum de l’entreprise", "Stand offered at the company forum"),
    )
    draft.signed(start, place="Sommières")
    _stand_justified(cast, draft, start)
    return _small_gift(cast, books, draft, paid_on)


def _stand_justified(cast: Cast, draft: Draft, start: dt.date) -> None:
    with told_on(start + dt.timedelta(days=6)):
        counterparts.counterpart_value(
            by=cast.officer,
            commitment_id=draft.commitments["stand"].uuid,
            unit_value_cents=90_000,
            basis="Prix public d’un stand de neuf mètres carrés, tarif du forum",
        )
        counterparts.counterparts_justify(
            by=cast.officer,
            agreement_id=draft.agreement.uuid,
            reason="Première année d’un partenaire local ; le stand ne sera pas offert de nouveau.",
        )


def _small_gift(cast: Cast, books: Books, draft: Draft, paid_on: dt.date) -> Pledge:
    """The payment, receipted."""
    pledge = Pledge.objects.get(agreement=draft.agreement)
    addressed(cast.officer, pledge.donor, form="SAS", street="8 zone artisanale", postal_code="30250", city="Sommières")
    books.school.states([Credit("VIDOURLE-1", "MECATRONIQUE DU VIDOURLE (DEM.)", 300_000, paid_on, "MECENAT ATELIER DES ELEVES", 19)])
    match = books.school.answers("VIDOURLE-1", [(instalment_due(pledge, paid_on).receivable, 300_000)])[0]
    receipted(cast.officer, [gift_of(match)], paid_on + dt.timedelta(days=30))
    return pledge


def thing(cast: Cast, books: Books, pledge: Pledge) -> None:
    """Something small in kind, beside the convention."""
    told = InKindTold(
        InKind.GOODS,
        "Trois moteurs pas à pas et leurs cartes de commande, neufs",
        {"purchase_cents": 42_000, "rebate_cents": 0, "borne_cents": 0},
        months_ago(5, day=9),
    )
    gift = in_kind(cast.officer, pledge.donor, books.school.entity, told)
    receipted(cast.officer, [gift], told.on + dt.timedelta(days=40))


def skills(cast: Cast, books: Books) -> None:
    """A laboratory lends a chemist for four months, a quarter of her time."""
    entity = cast.partners["laboratory"].entity
    donor = donors.donor_entity_add(by=cast.officer, host_id=cast.host.pk, entity_id=entity.uuid)
    addressed(cast.officer, donor, form="SA", street="2 allée des Tilleuls", postal_code="30140", city="Anduze")
    told = InKindTold(
        InKind.SKILLS,
        "Une chimiste prêtée un quart de temps pendant quatre mois, pour les travaux pratiques de minéralogie",
        {"months": 4, "share_hundredths": 25, "cost_cents": 680_000},
        min(months_ago(7, day=14), SKILLS_BY),
    )
    gift = in_kind(cast.officer, donor, books.school.entity, told, form=SkillsForm.SECONDMENT)
    receipted(cast.officer, [gift], told.on + dt.timedelta(days=60))


def announced(cast: Cast, books: Books) -> None:
    """To the fund, without an agreement: one was paid twice and half of it went back; the others are still expected, as the statement
    of `docs/samples` will show."""
    on = months_ago(8, day=18)
    twice = [_expected(cast, books, "salt", 300_000, on) for _time in range(2)]
    addressed(cast.officer, twice[0].donor, form="SAS", street="1 quai des Salins", postal_code="30220", city="Aigues-Mortes")
    lines = [
        Credit(key, "SALINS ET RESINES (DEM.)", 300_000, on + dt.timedelta(days=days), "DON SALINS ET RESINES", 13)
        for key, days in (("SALINS-2", 2), ("SALINS-2BIS", 3))
    ]
    books.fund.states(
        [*lines, Credit("AMICALE", "AMICALE DES ANCIENS (DEM.)", 35_000, on + dt.timedelta(days=9), "COLLECTE FETE DE FIN D ANNEE", 41)]
    )
    kept, back = (books.fund.answers(line.key, [(one.receivable, 300_000)])[0] for line, one in zip(lines, twice, strict=True))
    with told_on(on + dt.timedelta(days=16)):
        movements.match_refund(
            by=books.keeper, match_id=back.uuid, amount_cents=300_000, reason="Versé deux fois par erreur, rendu à sa demande"
        )
    receipted(books.keeper, [gift_of(kept)], on + dt.timedelta(days=50))
    for key, cents in (("materials", 500_000), ("salt", 1_000_000), ("salt", 500_000)):
        _expected(cast, books, key, cents, days_from_today(12))


def _expected(cast: Cast, books: Books, key: str, cents: int, on: dt.date) -> Donation:
    entity = cast.partners[key].entity
    donor = donors.donor_entity_add(by=cast.officer, host_id=cast.host.pk, entity_id=entity.uuid)
    given = DonationInput(
        donor_id=donor.uuid,
        beneficiary_id=books.fund.entity.uuid,
        amount_cents=cents,
        means=Means.TRANSFER,
        fund_id=books.sheltered.uuid,
        expected_on=on,
    )
    with told_on(min(on - dt.timedelta(days=10), months_ago(0))):
        return gifts.donation_expect(by=cast.officer, host_id=cast.host.pk, donation=given)
