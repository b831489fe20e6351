"""A mécénat convention in force whose money comes in: bank lines, matches, gifts, and who may receipt them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile

from filon.agreements.models import Commitment
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import DueRule, Every
from filon.giving.inputs import Address, IndividualInput, InKindInput, IssuerInput
from filon.giving.kinds import InKind, IssuerKind
from filon.giving.models import Donor, Gift, Instalment, Issuer, Pledge
from filon.giving.services import donors, gifts
from filon.ledger.models import Match
from filon.ledger.services.matches import match_confirm, match_undo
from tests.factories.agreements import ONCE, PDF, World
from tests.factories.ledger import Books, line_of, school_books
from tests.factories.partners import siren_number

COUNTER = iter(range(5_000, 10**7))
ADDRESS = Address("12 rue du Filon", "30100", "Alès")
HALF_YEARS = Every(first=dt.date(2024, 1, 31), months=6, count=6)


@dataclass
class Giving:
    """The convention of `factories.agreements`: the company gives 240,000 € to the school in six half-years."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        for entity in (self.world.school, self.world.company):
            entity.siren = siren_number(next(COUNTER))
            entity.save()
        self.books: Books = school_books(self.world.host)
        self.payments: Commitment | None = None

    @property
    def officer(self):
        return self.world.officer

    @property
    def pledge(self) -> Pledge:
        return Pledge.objects.get(agreement=self.world.agreement)

    def sign(self, *, cents: int = 24_000_000, rule: DueRule = HALF_YEARS, earmark: str = "") -> Giving:
        """In force, paid by half-years."""
        self.world.set_term()
        line = self.world.pay(cents, earmark_fr=earmark)
        self.payments = self.world.promise(rule, cents / 100, unit=Unit.EURO, value=None, by_school=False, money_line_id=line)
        self.world.draft = self.world.sign()
        return self

    def instalments(self) -> list[Instalment]:
        return list(self.pledge.instalments.filter(retired_by=None).order_by("due_on", "number"))

    def pay(self, instalment: Instalment, cents: int | None = None, *, day: dt.date | None = None) -> Gift:
        """The bank credits it, and somebody says what it pays."""
        line = line_of(self.books, cents or instalment.amount_cents, day=day or instalment.due_on)
        parts = [(instalment.receivable.uuid, cents or instalment.amount_cents)]
        match: Match = match_confirm(by=self.books.keeper, line_id=line.uuid, parts=parts)[0]
        return Gift.objects.get(match=match)

    def issuer(self, **changed: object) -> Issuer:
        """The school says that it issues receipts."""
        given = {
            "kind": IssuerKind.HIGHER_EDUCATION,
            "object_fr": "Former des ingénieurs et mener des recherches",
            "address": Address("6 avenue de Clavières", "30100", "Alès"),
            "signatory_name": "Camille Exemple",
            "signatory_function": "directrice",
            "start": dt.date(2023, 7, 1),
        } | changed
        return donors.issuer_declare(by=self.officer, entity_id=self.world.school.uuid, issuer=IssuerInput(**given))

    def address(self) -> Donor:
        """Everything that a receipt asks of the company."""
        return donors.donor_entity_change(by=self.officer, donor_id=self.pledge.donor.uuid, legal_form="SAS", address=ADDRESS)

    def individual(self, number: int = 1) -> Donor:
        given = IndividualInput(f"Camille {number}", "Exemple", ADDRESS)
        return donors.donor_individual_add(by=self.officer, host_id=self.world.host.pk, individual=given)

    def in_kind(self, donor: Donor, *, cents: int = 50_000, day: dt.date = dt.date(2026, 3, 2), **changed: object) -> Gift:
        given = {
            "donor_id": donor.uuid,
            "beneficiary_id": self.world.school.uuid,
            "kind": InKind.GOODS,
            "description": "Un microscope binoculaire, neuf",
            "statement": {"purchase_cents": cents, "rebate_cents": 0, "borne_cents": 0},
            "received_on": day,
            "stated_on": day,
            "proof": SimpleUploadedFile("attestation.pdf", PDF, content_type="application/pdf"),
        } | changed
        return gifts.in_kind_record(by=self.officer, host_id=self.world.host.pk, gift=InKindInput(**given))

    def undo(self, gift: Gift) -> None:
        match_undo(by=self.books.keeper, match_id=gift.match.uuid, reason="Erreur de rapprochement")


def ready() -> Giving:
    """In force, first half-year paid, school and company with all that a receipt asks."""
    giving = Giving().sign()
    giving.issuer()
    giving.address()
    return giving


def with_counterparts(*, value: int | None, count: int = 4) -> tuple[Giving, Gift]:
    """100,000 € given at once, against meetings of that value each."""
    giving = Giving()
    giving.issuer()
    giving.world.set_term()
    line = giving.world.pay(10_000_000)
    giving.world.promise(ONCE, count, value=value)
    giving.payments = giving.world.promise(ONCE, 100_000, unit=Unit.EURO, value=None, by_school=False, money_line_id=line)
    giving.world.sign()
    giving.address()
    return giving, giving.pay(giving.instalments()[0], day=dt.date(2024, 12, 31))
