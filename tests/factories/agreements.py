"""A three-party mécénat agreement, written and put in force through the services, as a partnership officer does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from filon.agreements.inputs import CommitmentInput, DeliveryInput, MoneyLineInput, PartyInput, SignatureInput, TermInput
from filon.agreements.models import Agreement, AgreementKind, AgreementParty, AgreementVersion, Commitment, CommitmentTerm, Delivery
from filon.agreements.services import deliveries, drafting, effect
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import DueRule, Every, Once
from filon.partners.kinds import EntityKind
from filon.partners.models import Affiliation, Fund, LegalEntity
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.partners import (
    AccessFactory,
    AffiliationFactory,
    ContactFactory,
    FundFactory,
    LegalEntityFactory,
    RelationshipFactory,
)
from tests.factories.people import HostFactory, MembershipFactory, UserFactory

START, END = dt.date(2024, 1, 1), dt.date(2027, 1, 1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf(name: str = "convention.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@dataclass
class World:
    """A school, its officer, a company with somebody signed in, an umbrella with a fund; one draft between the three."""

    host: Host = field(default_factory=HostFactory)

    def __post_init__(self) -> None:
        self.officer = member(self.host, Role.PARTNERSHIP_OFFICER)
        self.auditor = member(self.host, Role.AUDITOR)
        self.school = LegalEntityFactory(kind=EntityKind.SCHOOL, host=self.host, name=self.host.name)
        self.company, self.umbrella = LegalEntityFactory(), LegalEntityFactory(umbrella=True)
        self.fund: Fund = FundFactory(umbrella=self.umbrella)
        for entity in (self.school, self.company, self.umbrella):
            RelationshipFactory(host=self.host, entity=entity)
        self.signatories = {entity.pk: signatory(self.host, entity) for entity in (self.school, self.company, self.umbrella)}
        self.contact: User = UserFactory()
        AccessFactory(user=self.contact, affiliation=self.signatories[self.company.pk], granted_by=self.officer, start=START)
        self.agreement = self._agreement()
        self.draft = self.agreement.versions.get()

    def _agreement(self) -> Agreement:
        kind = AgreementKind.objects.get(code="mecenat")
        agreement = drafting.agreement_create(by=self.officer, kind_id=kind.uuid, title_fr="Mécénat", host_id=self.host.pk)
        version = agreement.versions.get()
        self.add_party(version, self.company, Capacity.DONOR)
        self.add_party(version, self.umbrella, Capacity.FUND, self.fund)
        return agreement

    def add_party(self, version: AgreementVersion, entity: LegalEntity, capacity: Capacity, fund: Fund | None = None) -> None:
        given = PartyInput(entity_id=entity.uuid, capacity=capacity, fund_id=fund.uuid if fund else None)
        drafting.party_add(by=self.officer, version_id=version.uuid, party=given)

    def party(self, entity: LegalEntity) -> AgreementParty:
        return self.agreement.parties.get(entity=entity)

    def set_term(self, version: AgreementVersion | None = None, **changed: object) -> AgreementVersion:
        values: dict[str, object] = {"effective_from": START, "term_end": END} | changed
        chosen = version or self.draft
        return drafting.version_term_set(by=self.officer, version_id=chosen.uuid, term=TermInput(**values))  # type: ignore[arg-type]

    def pay(self, cents: int, **changed: object) -> UUID:
        line = MoneyLineInput(Nature.GIVING, self.party(self.company).uuid, self.party(self.school).uuid, cents, **changed)  # type: ignore[arg-type]
        return drafting.money_line_add(by=self.officer, version_id=self.draft.uuid, line=line).uuid

    def promise(
        self,
        rule: DueRule,
        quantity: object = 4,
        *,
        unit: str = Unit.EVENT,
        value: int | None = 80_000,
        by_school: bool = True,
        version: AgreementVersion | None = None,
        money_line_id: UUID | None = None,
    ) -> Commitment:
        given = self.promised(rule, quantity, unit=unit, value=value, by_school=by_school, money_line_id=money_line_id)
        chosen = version or self.draft
        return drafting.commitment_add(by=self.officer, version_id=chosen.uuid, commitment=given).commitment

    def promised(
        self,
        rule: DueRule,
        quantity: object,
        *,
        unit: str = Unit.EVENT,
        value: int | None = 80_000,
        by_school: bool = True,
        money_line_id: UUID | None = None,
    ) -> CommitmentInput:
        school, company = self.party(self.school).uuid, self.party(self.company).uuid
        return CommitmentInput(
            debtor_id=school if by_school else company,
            creditor_id=company if by_school else school,
            what_fr="Rencontres avec les élèves",
            what_en="Meetings with students",
            unit=unit,
            due_rule=rule,
            quantity=None if quantity is None else Decimal(str(quantity)),
            unit_value_cents=value,
            is_counterpart=by_school,
            money_line_id=money_line_id,
        )

    def change(
        self, version: AgreementVersion, commitment: Commitment, rule: DueRule, quantity: object, **changed: object
    ) -> CommitmentTerm:
        given = self.promised(rule, quantity, by_school=commitment.debtor == self.party(self.school), **changed)  # type: ignore[arg-type]
        return drafting.commitment_change(by=self.officer, version_id=version.uuid, commitment_id=commitment.uuid, commitment=given)

    def signatures(self, on: dt.date = START) -> list[SignatureInput]:
        return [SignatureInput(party.uuid, self.signatories[party.entity_id].uuid, on) for party in self.agreement.parties.all()]

    def sign(self, version: AgreementVersion | None = None, *, on: dt.date = START) -> AgreementVersion:
        chosen = version or self.draft
        return effect.version_put_in_force(
            by=self.officer, version_id=chosen.uuid, signed_pdf=pdf(), place="Alès", signatures=self.signatures(on)
        )

    def amend(self, effective: dt.date) -> AgreementVersion:
        return effect.agreement_amend(by=self.officer, agreement_id=self.agreement.uuid, effective_from=effective)

    def deliver(
        self, commitment: Commitment, quantity: object = 1, *, on: dt.date, by: User | None = None, item_id: UUID | None = None
    ) -> Delivery:
        given = DeliveryInput(occurred_on=on, quantity=Decimal(str(quantity)), item_id=item_id)
        return deliveries.delivery_declare(by=by or self.officer, commitment_id=commitment.uuid, delivery=given)


def member(host: Host, role: Role) -> User:
    user: User = MembershipFactory(host=host, role=role, start=START).user
    return user


def signatory(host: Host, entity: LegalEntity) -> Affiliation:
    contact = ContactFactory(host=host)
    affiliation: Affiliation = AffiliationFactory(contact=contact, entity=entity, may_sign=True, start=dt.date(2020, 1, 1), end=None)
    return affiliation


def in_force(**term: object) -> tuple[World, Commitment, Commitment]:
    """The agreement in force: the school owes four meetings, one a year end; the company pays 40,000 € each half-year, six times."""
    world = World()
    world.set_term(**term)
    line = world.pay(24_000_000)
    meetings = world.promise(Every(first=dt.date(2024, 6, 30), months=6, count=4), 4)
    payments = world.promise(
        Every(first=dt.date(2024, 1, 31), months=6, count=6), 240_000, unit=Unit.EURO, value=None, by_school=False, money_line_id=line
    )
    world.draft = world.sign()
    return world, meetings, payments


def huge(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("convention.pdf", BytesIO(PDF + b"0" * size).getvalue(), content_type="application/pdf")


ONCE = Once(dt.date(2024, 12, 31))
