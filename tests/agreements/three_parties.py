"""A three-party mécénat agreement, written through the services: a company, a school, a fund of an umbrella."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filon.agreements.inputs import CommitmentInput, DeliveryInput, MoneyLineInput, PartyInput, SignatureInput, TermInput
from filon.agreements.models import Agreement, AgreementKind, AgreementParty, AgreementVersion, Commitment, Delivery, UsualCommitment
from filon.agreements.services import deliveries, drafting, effect
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every, Once
from filon.kernel.periods import add_months
from filon.partners.kinds import EntityKind
from filon.partners.models import Access, Affiliation, Contact, Fund, LegalEntity, Relationship
from filon.people.models import Host, Membership, User
from filon.people.roles import Role

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SINCE = dt.date(2020, 1, 1)


def signed_pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("convention.pdf", PDF, content_type="application/pdf")


@dataclass
class Story:
    """Everybody and everything of the agreement; `start` is two years before today."""

    host: Host
    officer: User
    contact: User
    company: LegalEntity
    umbrella: LegalEntity
    fund: Fund
    signatories: dict[int, Affiliation]
    agreement: Agreement
    start: dt.date

    @property
    def draft(self) -> AgreementVersion:
        version: AgreementVersion = self.agreement.versions.order_by("number").last()
        return version

    def party(self, entity: LegalEntity) -> AgreementParty:
        return self.agreement.parties.get(entity=entity)

    @property
    def school(self) -> LegalEntity:
        return LegalEntity.objects.get(host=self.host)

    def commitment(self, what: str) -> Commitment:
        return self.agreement.commitments.get(terms__what_fr=what, terms__version__number=1)

    def term(self, *, start: dt.date | None = None, end: dt.date | None = None) -> TermInput:
        return TermInput(effective_from=start or self.start, term_end=end or add_months(self.start, 36), notice_months=3, silence_days=30)

    def commit(self, debtor: LegalEntity, creditor: LegalEntity, what: str, **given: object) -> Commitment:
        values = {"unit": Unit.EVENT, "quantity": Decimal(6), "due_rule": Every(add_months(self.start, 3), 6, 6)} | given
        promise = CommitmentInput(
            debtor_id=self.party(debtor).uuid,
            creditor_id=self.party(creditor).uuid,
            what_fr=what,
            **values,  # type: ignore[arg-type]
        )
        return drafting.commitment_add(by=self.officer, version_id=self.draft.uuid, commitment=promise).commitment

    def sign(self) -> AgreementVersion:
        day = self.draft.effective_from or self.start
        terms = self.draft.party_terms.select_related("party__entity")
        signatures = [
            SignatureInput(party_id=term.party.uuid, affiliation_id=self.signatories[term.party.entity_id].uuid, signed_on=day)
            for term in terms
        ]
        return effect.version_put_in_force(
            by=self.officer, version_id=self.draft.uuid, signed_pdf=signed_pdf(), place="Hub Créativité", signatures=signatures
        )

    def deliver(self, what: str, on: dt.date, quantity: int = 1, by: User | None = None) -> Delivery:
        given = DeliveryInput(occurred_on=on, quantity=Decimal(quantity), words="Une rencontre avec vingt élèves.")
        return deliveries.delivery_declare(by=by or self.officer, commitment_id=self.commitment(what).uuid, delivery=given)


def signatory(host: Host, entity: LegalEntity, name: str) -> Affiliation:
    person = Contact.objects.create(host=host, name=name)
    return Affiliation.objects.create(contact=person, entity=entity, function="direction générale", may_sign=True, start=SINCE)


def mecenat() -> AgreementKind:
    kind, is_new = AgreementKind.objects.get_or_create(
        code="mecenat", defaults={"label_fr": "Mécénat", "label_en": "Giving", "prefix": "MEC", "required_fields": ["term_end"]}
    )
    if is_new:
        UsualCommitment.objects.create(
            kind=kind, debtor=Capacity.DONOR, creditor=Capacity.BENEFICIARY, what_fr="Versement du don", what_en="Gift", unit=Unit.EURO
        )
    return kind


def beginning(*, months_ago: int = 24) -> Story:
    """The school, its officer, its partners, and an empty draft."""
    host = Host.objects.create(name="École des mines de Vézénobres (dém.)", short_name="Mines Vézénobres", is_invented=True)
    officer = User.objects.create_user(email="claire@ecole.example", name="Claire Vidal")
    Membership.objects.create(user=officer, host=host, role=Role.PARTNERSHIP_OFFICER, start=SINCE)
    school = LegalEntity.objects.create(name=host.name, kind=EntityKind.SCHOOL, host=host, is_invented=True)
    company = LegalEntity.objects.create(name="Gardon Énergies (dém.)", kind=EntityKind.COMPANY, siren="552100554", is_invented=True)
    umbrella = LegalEntity.objects.create(name="Fondation des Cévennes (dém.)", kind=EntityKind.UMBRELLA, is_invented=True)
    fund = Fund.objects.create(umbrella=umbrella, name="Fonds Mines Vézénobres (dém.)")
    for entity in (company, umbrella):
        Relationship.objects.create(host=host, entity=entity)
    people = ((school, "Anne Roumégous"), (company, "Julien Castel"), (umbrella, "Odile Serre"))
    signatories = {entity.pk: signatory(host, entity, name) for entity, name in people}
    contact = User.objects.create_user(email="julien@gardon.example", name="Julien Castel")
    Access.objects.create(user=contact, affiliation=signatories[company.pk], granted_by=officer, start=SINCE)
    agreement = drafting.agreement_create(by=officer, kind_id=mecenat().uuid, title_fr="Mécénat Gardon Énergies")
    start = add_months(timezone.localdate(), -months_ago)
    return Story(host, officer, contact, company, umbrella, fund, signatories, agreement, start)


def draft() -> Story:
    """Everything written, ready to be signed."""
    story = beginning()
    join(story, story.company.uuid, Capacity.DONOR)
    join(story, story.umbrella.uuid, Capacity.FUND, fund_id=story.fund.uuid)
    drafting.version_term_set(by=story.officer, version_id=story.draft.uuid, term=story.term())
    line = MoneyLineInput(
        nature=Nature.GIVING, payer_id=story.party(story.company).uuid, payee_id=story.party(story.umbrella).uuid, amount_cents=24_000_000
    )
    money = drafting.money_line_add(by=story.officer, version_id=story.draft.uuid, line=line)
    rhythm = Every(add_months(story.start, 1), 6, 6)
    story.commit(
        story.company,
        story.umbrella,
        "Versements semestriels",
        unit=Unit.EURO,
        quantity=Decimal(240_000),
        due_rule=rhythm,
        money_line_id=money.uuid,
    )
    story.commit(story.school, story.company, "Rencontres avec les élèves", unit_value_cents=80_000, is_counterpart=True)
    story.commit(story.company, story.school, "Visites de l’usine", quantity=Decimal(1), due_rule=Once(add_months(story.start, 12)))
    story.commit(story.umbrella, story.company, "Reçus fiscaux", unit=Unit.DOCUMENT)
    return story


def join(story: Story, entity_id: UUID, capacity: Capacity, **given: UUID) -> None:
    party = PartyInput(entity_id=entity_id, capacity=capacity, **given)
    drafting.party_add(by=story.officer, version_id=story.draft.uuid, party=party)


def in_force() -> Story:
    """Signed two years ago; some of it kept, some late."""
    story = draft()
    story.sign()
    for number in range(3):
        story.deliver("Rencontres avec les élèves", add_months(story.start, 3 + 6 * number))
        story.deliver("Versements semestriels", add_months(story.start, 1 + 6 * number), quantity=40_000)
    return story


def contested() -> tuple[Story, Delivery]:
    """The last meeting, contested by the company."""
    story = in_force()
    delivery = story.deliver("Rencontres avec les élèves", timezone.localdate() - dt.timedelta(days=3))
    deliveries.delivery_contest(by=story.contact, delivery_id=delivery.uuid, reason="Deux élèves présents sur vingt inscrits.")
    return story, delivery
