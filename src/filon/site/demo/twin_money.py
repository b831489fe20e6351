"""The euros of the main convention: called, paid on time, late, in parts, grouped, by somebody else; receipted, spent, declared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filon.facts.inputs import FactInput
from filon.facts.models import Fact, Visibility
from filon.facts.services import fact_note
from filon.giving.kinds import InKind
from filon.giving.models import Gift, Pledge
from filon.giving.services import receipts
from filon.giving.services.declarations import declaration_freeze
from filon.giving.services.gifts import outcome_attribute
from filon.giving.services.outcomes import outcome_spread
from filon.kernel.clock import told_on
from filon.kernel.periods import add_months
from filon.ledger.inputs import SpendingInput
from filon.ledger.kinds import Account
from filon.ledger.models import Receivable
from filon.ledger.models.movement import MOVEMENT
from filon.ledger.services import movements
from filon.ledger.services.matches import match_undo
from filon.ledger.services.postings import posting_of
from filon.site.demo.money import Credit, InKindTold, addressed, called, in_kind, instalment_due, receipted
from filon.site.demo.paper import demonstration_pdf
from filon.site.demo.stage import Draft, days_from_today, months_ago
from filon.site.demo.twin_books import ALL, MICROSCOPE, UNDERGROUND, Books, year_before

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast

PAYER, HOLDING = "GARDON ENERGIES (DEM.)", "GARDON HOLDING (DEM.)"
INSTALMENT, GRANT = 4_000_000, 1_500_000
LATE_BY = 40


def bank(books: Books, days: list[dt.date]) -> None:
    """What the bank saw of the convention: five payments in six lines, and one grant that came with the fifth."""
    lines = [
        Credit("GARDON-V1", PAYER, INSTALMENT, days[0] - dt.timedelta(days=3), "CONVENTION GARDON VERSEMENT 1", 11),
        Credit("GARDON-V2", HOLDING, INSTALMENT, days[1] - dt.timedelta(days=4), "CONVENTION GARDON VERSEMENT 2", 17),
        Credit("GARDON-V3", PAYER, INSTALMENT, days[2] + dt.timedelta(days=LATE_BY), "CONVENTION GARDON VERSEMENT 3", 11),
        Credit("GARDON-V4A", PAYER, 2_500_000, days[3] - dt.timedelta(days=2), "VERSEMENT 4 ACOMPTE", 11),
        Credit("GARDON-V4B", PAYER, 1_500_000, days[3] + dt.timedelta(days=35), "VERSEMENT 4 SOLDE", 11),
        Credit("GARDON-V5", PAYER, INSTALMENT + GRANT, days[4] - dt.timedelta(days=5), "VERSEMENT 5 ET DOTATION SOUS-SOL", 11),
    ]
    books.fund.states([line for line in lines if line.on < timezone.localdate()])


def paid_before(cast: Cast, books: Books, draft: Draft, days: list[dt.date]) -> None:
    """Under the original: on time, by the holding, and late after a reminder; one match was wrong and was undone."""
    pledge = Pledge.objects.get(agreement=draft.agreement)
    for key, on, reminders in (("GARDON-V1", days[0], ()), ("GARDON-V2", days[1], ()), ("GARDON-V3", days[2], (20,))):
        due = instalment_due(pledge, on)
        called(cast.officer, due, on - dt.timedelta(days=20))
        for after in reminders:
            called(cast.officer, due, on + dt.timedelta(days=after))
        if key == "GARDON-V2":
            _mistaken(books, key, instalment_due(pledge, days[2]).receivable)
        books.fund.answers(key, [(due.receivable, INSTALMENT)])


def _mistaken(books: Books, key: str, receivable: Receivable) -> None:
    """Matched to the wrong instalment, and undone the next day."""
    wrong = books.fund.answers(key, [(receivable, INSTALMENT)])[0]
    with told_on(books.fund.lines[key].credited_on + dt.timedelta(days=3)):
        match_undo(by=books.keeper, match_id=wrong.uuid, reason="Rapproché de la mauvaise échéance")


def paid_after(cast: Cast, books: Books, draft: Draft, days: list[dt.date], grant: dt.date) -> None:
    """Under the amendment: in two parts, then grouped with a grant that was late; the last payment is called and due tomorrow."""
    pledge = Pledge.objects.get(agreement=draft.agreement)
    fourth, fifth, granted = instalment_due(pledge, days[3]), instalment_due(pledge, days[4]), instalment_due(pledge, grant, GRANT)
    called(cast.officer, fourth, days[3] - dt.timedelta(days=20))
    books.fund.answers("GARDON-V4A", [(fourth.receivable, 2_500_000)])
    books.fund.answers("GARDON-V4B", [(fourth.receivable, 1_500_000)])
    called(cast.officer, granted, grant - dt.timedelta(days=15))
    called(cast.officer, granted, grant + dt.timedelta(days=30))
    called(cast.officer, fifth, days[4] - dt.timedelta(days=20))
    books.fund.answers("GARDON-V5", [(fifth.receivable, INSTALMENT), (granted.receivable, GRANT)])
    called(cast.officer, instalment_due(pledge, days[5]), days_from_today(-20))


def equipment(cast: Cast, books: Books, draft: Draft) -> Gift:
    """Given in kind, beside the euros of the convention."""
    pledge = Pledge.objects.get(agreement=draft.agreement)
    donor = addressed(cast.officer, pledge.donor, form="SAS", street="12 route de l’Usine", postal_code="30300", city="Beaucaire")
    told = InKindTold(
        InKind.GOODS,
        "Un banc de broyage d’échantillons de roche et deux étuves, déjà en service, état de marche vérifié",
        {"purchase_cents": 2_100_000, "rebate_cents": 300_000, "borne_cents": 0},
        months_ago(16, day=14),
    )
    return in_kind(cast.officer, donor, books.fund.entity, told, fund_id=books.sheltered.uuid, pledge_id=pledge.uuid)


def receipts_given(books: Books, draft: Draft, things: Gift, days: list[dt.date]) -> None:
    """Issued by the foundation, in the order of the days; the second one bore a wrong address, and was replaced."""
    pledge = Pledge.objects.get(agreement=draft.agreement)
    money = list(Gift.objects.standing().filter(pledge=pledge, match__isnull=False).order_by("gift_date", "id"))
    receipted(books.keeper, [money[0]], add_months(days[0], 2))
    wrong = receipted(books.keeper, [money[1]], add_months(days[1], 2))
    with told_on(add_months(days[1], 2) + dt.timedelta(days=12)):
        receipts.receipt_replace(by=books.keeper, receipt_id=wrong.uuid, reason="Adresse du siège erronée")
    receipted(books.keeper, [money[2]], money[2].gift_date + dt.timedelta(days=40))
    receipted(books.keeper, [things], things.gift_date + dt.timedelta(days=45))
    receipted(books.keeper, money[3:5], money[4].gift_date + dt.timedelta(days=40))


@dataclass(frozen=True)
class Outcome:
    """Something that money of a programme made possible: the fact, and the euros that were spent on it."""

    kind: str
    ago: int
    """months"""
    programme: str
    cents: int
    words: str
    spent_on: str
    goals: tuple[int, ...] = (4,)
    quantity: int = 1
    persons: int | None = None

    @property
    def on(self) -> dt.date:
        return months_ago(self.ago, day=11)


OUTCOMES = (
    Outcome(
        "giving.students_supported", 21, ALL, 1_800_000, "Bourses de mobilité", "Bourses de mobilité, six élèves", (4, 10), 6, persons=6
    ),
    Outcome("giving.exchanges_held", 15, ALL, 420_000, "Rencontres du sous-sol", "Deux journées d’échanges", (4, 9), 2, persons=48),
    Outcome("ledger.equipment", 13, ALL, 3_000_000, "Atelier des élèves", "Machines de l’atelier des élèves", (4, 9), persons=120),
    Outcome("giving.places_opened", 10, UNDERGROUND, 1_600_000, "Parcours sous-sol", "Huit places de plus au parcours", quantity=8),
    Outcome("ledger.equipment", 6, MICROSCOPE, 1_240_000, "Microscope polarisant", "Microscope des élèves, facture 97", (4, 9), persons=32),
    Outcome("giving.thesis", 4, UNDERGROUND, 3_600_000, "Thèse sur les roches réservoirs", "Thèse, première année", (9, 13), persons=1),
    Outcome("ledger.equipment", 3, UNDERGROUND, 2_800_000, "Carottier de terrain", "Carottier de terrain", (4, 9), persons=26),
)


def spent(cast: Cast, books: Books) -> None:
    """Allocated by the board, some of it moved to the underground a year ahead; then spent, each time with what it made possible."""
    _allocate(books, ALL, 7_000_000, months_ago(24, day=9), "Première répartition du comité du fonds")
    _allocate(books, UNDERGROUND, 3_000_000, months_ago(11, day=9), "Priorité au sous-sol, comme la convention le dit")
    _allocate(books, MICROSCOPE, 1_500_000, months_ago(9, day=9), "Microscope demandé par les élèves")
    _allocate(books, UNDERGROUND, 6_000_000, months_ago(6, day=20), "Thèse et matériel de terrain")
    with told_on(months_ago(10, day=6)):
        movements.money_reallocate(
            by=books.keeper,
            from_id=books.programmes[ALL].uuid,
            to_id=books.programmes[UNDERGROUND].uuid,
            amount_cents=800_000,
            words="Terrain d’application du sous-sol avancé d’un an",
        )
    for outcome in OUTCOMES:
        _spend(cast, books, outcome, _noted(cast, outcome))


def _allocate(books: Books, programme: str, cents: int, on: dt.date, words: str) -> None:
    with told_on(on):
        movements.money_allocate(by=books.keeper, programme_id=books.programmes[programme].uuid, amount_cents=cents, words=words)


def _noted(cast: Cast, outcome: Outcome) -> Fact:
    """With a paper that shows it; the donor and the foundation may read it."""
    paper = SimpleUploadedFile(f"{outcome.words}.pdf", demonstration_pdf(outcome.words, f"{outcome.on:%d/%m/%Y}"))
    fact = FactInput(
        kind=outcome.kind,
        occurred_on=outcome.on,
        host_id=cast.host.pk,
        entity_ids=[cast.partners[key].entity.uuid for key in ("energy", "foundation")],
        quantity=Decimal(outcome.quantity),
        persons=outcome.persons,
        value_cents=outcome.cents if outcome.kind == "ledger.equipment" else None,
        goals=list(outcome.goals),
        visibility=Visibility.PARTIES,
    )
    with told_on(outcome.on + dt.timedelta(days=2)):
        return fact_note(by=cast.officer, fact=fact, uploads=[paper])


def _spend(cast: Cast, books: Books, outcome: Outcome, fact: Fact) -> None:
    """Paid by the programme, and attributed to the oldest gifts that are free."""
    spending = SpendingInput(
        programme_id=books.programmes[outcome.programme].uuid,
        amount_cents=outcome.cents,
        on=outcome.on,
        words=outcome.spent_on,
        fact_id=fact.uuid,
        upload=ContentFile(demonstration_pdf("Facture", outcome.spent_on), name="facture.pdf"),
    )
    with told_on(outcome.on + dt.timedelta(days=3)):
        spent = movements.money_spend(by=cast.officer, spending=spending)
        side = posting_of(MOVEMENT, spent.uuid).entries.get(account=Account.PROGRAMME)
        outcome_attribute(by=cast.officer, fact_id=fact.uuid, share=10_000, entry_id=side.pk)
        outcome_spread(by=cast.officer, fact_id=fact.uuid, amount_cents=outcome.cents, fund_id=books.sheltered.uuid)


def declared(cast: Cast, books: Books) -> None:
    """Last year's declarations, frozen at the end of January; both issuers."""
    start, end = year_before(timezone.localdate())
    with told_on(min(end + dt.timedelta(days=26), timezone.localdate())):
        declaration_freeze(by=books.keeper, issuer_id=books.fund.entity.uuid, start=start, end=end)
        declaration_freeze(by=cast.officer, issuer_id=books.school.entity.uuid, start=start, end=end)
