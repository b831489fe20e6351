"""Two schools that do not know each other, each with an agreement that lives, and everybody who may ask.

Every name, title and note of a school carries its mark: what bears the mark of one must never be read by the other.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filon.agenda.models import CalendarFeed
from filon.agenda.services.feeds import feed_open
from filon.agreements.inputs import ClauseInput, CommitmentInput, DeliveryInput, MoneyLineInput, PartyInput, SignatureInput
from filon.agreements.models import Agreement, AgreementKind, AgreementVersion
from filon.agreements.services import (
    comments,
    deliveries,
    drafting,
    effect,
    negotiation,
    parties,
    proposals,
    review,
    sending,
    templates,
    terms,
)
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every
from filon.engines.company_register import RegisterSheet
from filon.facts.inputs import FactInput
from filon.facts.services import fact_note
from filon.kernel.files import file_open
from filon.kernel.imports import running, services
from filon.kernel.imports.queries import kind_called
from filon.kernel.models import SavedView, uuid7
from filon.ledger.inputs import BankAccountInput, ProgrammeInput, ReceivableInput, SpendingInput
from filon.ledger.services import funds, matches, movements, reading, receivables, statements
from filon.partners.kinds import AccessLevel, EntityKind
from filon.partners.models import Access, Affiliation, LegalEntity, PartnerChange
from filon.partners.services.accesses import access_grant
from filon.partners.services.contacts import AffiliationInput, ContactInput, contact_add
from filon.partners.services.entities import EntityInput, FundInput, SiteInput, fund_add, site_add
from filon.partners.services.own import own_data_change
from filon.partners.services.registering import register_note
from filon.partners.services.relationships import RelationshipInput, relationship_change, relationship_open
from filon.people.models import Host, Membership, User
from filon.people.roles import Role
from filon.people.services import host_create, user_invite
from filon.privacy.services.demands import demand_note
from tests.factories.people import UserFactory
from tests.matrix.activities import exchange
from tests.matrix.giving import give
from tests.matrix.persons import Person

MARKS = ("Zalpha", "Zbravo")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class School:
    """A school and what is asked for: `ids` are the arguments of addresses, by their names."""

    mark: str
    host: Host
    people: dict[Person, User] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    def called(self, thing: str) -> str:
        return f"{thing} {self.mark}"

    @property
    def officer(self) -> User:
        """Fresh each time: roles are read once an instance."""
        return User.objects.get(pk=self.people[Person.PARTNERSHIP_OFFICER].pk)

    @property
    def director(self) -> User:
        return User.objects.get(pk=self.people[Person.DIRECTOR].pk)


@dataclass(frozen=True)
class World:
    """School A, school B, and one account for each column of the matrix."""

    a: School
    b: School
    accounts: dict[Person, User]


def build() -> World:
    """Everything through the services, as people do it."""
    a, b = (build_school(mark) for mark in MARKS)
    accounts = {**a.people, Person.OTHER_SCHOOL: b.people[Person.DIRECTOR], Person.OTHER_CONTACT: b.people[Person.COMPANY_CONTACT]}
    accounts[Person.FORMER_MEMBER] = _former_member(a)
    return World(a, b, accounts)


def build_school(mark: str) -> School:
    director = {"director_email": f"director@{mark}.example", "director_name": f"Direction {mark}"}
    host = host_create(name=f"École {mark}", short_name=mark, city=f"Ville {mark}", **director)
    school = School(mark, host)
    school.people[Person.DIRECTOR] = host.memberships.get().user
    _seat_members(school)
    _know_partners(school)
    _agree(school)
    exchange(school)
    give(school)
    _record(school)
    _receive(school)
    _import(school)
    _register(school)
    return school


def _seat_members(school: School) -> None:
    day = timezone.localdate() - dt.timedelta(days=400)
    for role in Role:
        if role != Role.DIRECTOR:
            user = UserFactory(name=school.called(f"Membre {role.value}"), email=f"{role.value}@{school.mark}.example")
            Membership.objects.create(user=user, host=school.host, role=role, start=day)
            school.people[Person(role.value)] = user
    asked = user_invite(
        by=school.director, email=f"guest@{school.mark}.example", name=school.called("Invitée"), role=Role.MENTOR, host_id=school.host.uuid
    )
    observer = school.people[Person.OBSERVER]
    school.ids |= {
        "key": "a-key-that-opens-nothing",
        "invitation_id": asked.uuid,
        "membership_id": observer.memberships.get().uuid,
        "user_id": observer.uuid,
    }


def _former_member(school: School) -> User:
    user: User = UserFactory(name=school.called("Ancienne"))
    day = timezone.localdate()
    Membership.objects.create(user=user, host=school.host, role=Role.DIRECTOR, start=day - dt.timedelta(days=900), end=day)
    return user


def _know_partners(school: School) -> None:
    company = _partner(school, "Entreprise", EntityKind.COMPANY)
    umbrella = _partner(school, "Fondation", EntityKind.UMBRELLA)
    fund = fund_add(by=school.officer, umbrella_id=umbrella.uuid, fund=FundInput(name=school.called("Fonds")))
    site = site_add(by=school.officer, entity_id=company.uuid, site=SiteInput(name=school.called("Usine")))
    school.ids |= {"entity_id": company.uuid, "umbrella_id": umbrella.uuid, "fund_id": fund.uuid, "site_id": site.uuid}
    school.ids["at"] = {name: {"entity_id": umbrella.uuid} for name in ("partners:fund_new", "partners:fund_change")}
    relationship_change(
        by=school.officer,
        relationship_id=company.relationships.get().uuid,
        relationship=RelationshipInput(notes=school.called("Note"), tags=school.called("étiquette")),
    )
    _contact(school, company, Person.COMPANY_CONTACT)
    _contact(school, umbrella, Person.FOUNDATION_OFFICER)
    _contact(school, LegalEntity.objects.get(host=school.host), None)


def _partner(school: School, name: str, kind: EntityKind) -> LegalEntity:
    return relationship_open(by=school.officer, entity=EntityInput(name=school.called(name), kind=kind)).entity


def _contact(school: School, entity: LegalEntity, person: Person | None) -> None:
    """Somebody who may sign for the entity and, for a partner, who signs in."""
    contact = contact_add(
        by=school.officer,
        contact=ContactInput(name=school.called("Contact"), email=f"contact.{entity.pk}@{school.mark}.example"),
        entity_id=entity.uuid,
        affiliation=AffiliationInput(
            function=school.called("Fonction"), start=timezone.localdate() - dt.timedelta(days=900), may_sign=True
        ),
    )
    affiliation = contact.affiliations.get()
    school.ids[f"signs:{entity.uuid}"] = affiliation.uuid
    if person is None:
        return
    level = AccessLevel.MANAGES if person == Person.COMPANY_CONTACT else AccessLevel.CONFIRMS
    access: Access = access_grant(by=school.officer, affiliation_id=affiliation.uuid, email=contact.email, level=level)
    school.people[person] = access.user
    if person == Person.COMPANY_CONTACT:
        school.ids |= {"contact_id": contact.uuid, "affiliation_id": affiliation.uuid, "access_id": access.uuid}
        _look_after(school, entity, access.user)


def _look_after(school: School, entity: LegalEntity, manager: User) -> None:
    """The company writes down where its invoices go."""
    own_data_change(
        by=manager,
        entity_id=entity.uuid,
        host_id=school.host.uuid,
        address=school.called("Rue"),
        invoicing_email=f"factures@{school.mark}.example",
    )
    school.ids |= {"host_id": school.host.uuid, "change_id": PartnerChange.objects.get(host=school.host).uuid}


def _agree(school: School) -> None:
    """One agreement in force with a delivery declared, and another in draft."""
    start = timezone.localdate() - dt.timedelta(days=200)
    living = _draft(school, "Convention", start)
    version = living.versions.get()
    signatures = [
        SignatureInput(party_id=term.party.uuid, affiliation_id=school.ids[f"signs:{term.party.entity.uuid}"], signed_on=start)
        for term in version.party_terms.select_related("party__entity")
    ]
    effect.version_put_in_force(
        by=school.officer,
        version_id=version.uuid,
        signed_pdf=SimpleUploadedFile(f"signed {school.mark}.pdf", PDF),
        place=f"Ville {school.mark}",
        signatures=signatures,
    )
    commitment = living.commitments.first()
    assert commitment is not None
    delivered = deliveries.delivery_declare(
        by=school.officer,
        commitment_id=commitment.uuid,
        delivery=DeliveryInput(occurred_on=timezone.localdate() - dt.timedelta(days=9), quantity=Decimal(1), words=school.called("Fait")),
    )
    school.ids |= {
        "agreement_id": living.uuid,
        "commitment_id": commitment.uuid,
        "delivery_id": delivered.uuid,
        "item_id": commitment.due_items.order_by("-due_on").first().uuid,
        "number": 1,
        "file_id": AgreementVersion.objects.get(pk=version.pk).signed_file.uuid,
    }
    _quarrel(school, commitment.uuid)
    effect.agreement_amend(by=school.officer, agreement_id=living.uuid, effective_from=timezone.localdate() + dt.timedelta(days=30))
    drafted = _draft(school, "Projet", timezone.localdate())
    school.ids["draft"] = {
        "agreement_id": drafted.uuid,
        "number": 1,
        "commitment_id": drafted.commitments.get().uuid,
        "line_id": drafted.versions.get().money_lines.get().uuid,
        "party_id": drafted.parties.order_by("-position")[0].uuid,
        "position": drafted.versions.get().clauses.get().position,
        "usual_id": drafted.kind.usual_commitments.order_by("id")[0].pk,
    }
    _template(school)
    _negotiate(school, drafted.versions.get())
    _review(school, drafted.versions.get())
    _send(school)


def _quarrel(school: School, commitment_id: UUID) -> None:
    """Another delivery, which the school contests."""
    company = User.objects.get(pk=school.people[Person.COMPANY_CONTACT].pk)
    given = DeliveryInput(occurred_on=timezone.localdate() - dt.timedelta(days=8), quantity=Decimal(1), words=school.called("Visite faite"))
    declared = deliveries.delivery_declare(by=company, commitment_id=commitment_id, delivery=given)
    deliveries.delivery_contest(by=school.officer, delivery_id=declared.uuid, reason=school.called("Motif"))
    school.ids["dispute_id"] = declared.disputes.get().uuid
    agreement = declared.commitment.agreement
    made = proposals.proposal_make(
        by=company, agreement_id=agreement.uuid, number=1, what=school.called("Une visite de plus"), why=school.called("Demande")
    )
    school.ids["proposal_id"] = made.uuid


def _negotiate(school: School, draft: AgreementVersion) -> None:
    """Its text was sent, and came back as it was."""
    sent = negotiation.text_send(by=school.officer, version_id=draft.uuid, language="fr")
    with file_open(sent.file) as content:
        returned = negotiation.text_receive(by=school.officer, sent_id=sent.uuid, upload=content, name=f"{school.mark}.docx")
    school.ids["draft"] |= {"sent_id": sent.uuid, "returned_id": returned.uuid, "place": 0}


def _template(school: School) -> None:
    """A template of the school's own for a kind, with a clause that bears its mark."""
    kind = AgreementKind.objects.get(code="mecenat")
    own = templates.template_begin(by=school.officer, host_id=school.host.uuid, kind_id=kind.uuid)
    clause = ClauseInput(heading_fr=school.called("Modèle"), text_fr=school.called("Clause type"))
    written = templates.template_clause_add(by=school.officer, template_id=own.uuid, clause=clause)
    school.ids |= {"template_id": own.uuid, "clause_id": written.uuid}


def _send(school: School) -> None:
    """A third agreement, approved and sent to its signatories."""
    start = timezone.localdate()
    version = _draft(school, "Envoi", start).versions.get()
    ours = version.party_terms.get(party__entity__host=school.host)
    ours.signatory = Affiliation.objects.get(uuid=school.ids[f"signs:{ours.party.entity.uuid}"])
    ours.save()
    asked = review.review_submit(by=school.officer, version_id=version.uuid)
    review.approval_give(by=school.director, approval_id=asked.approvals.get().uuid)
    sent = sending.sending_open(by=school.officer, version_id=version.uuid, message=school.called("Message"))
    found = {"agreement_id": version.agreement.uuid, "number": 1, "seat_id": sent.seats.order_by("id")[0].uuid}
    for name in ("sending", "sending_withdraw", "ceremony", "ask_again", "dictate"):
        school.ids["at"][f"agreements:{name}"] = found


def _review(school: School, draft: AgreementVersion) -> None:
    """A rule of the school, the draft put before those it names, and words on it."""
    rule = review.review_rule_add(by=school.officer, host_id=school.host.uuid, role=Role.DIRECTOR, kind_id=None, from_cents=0, position=1)
    asked = review.review_submit(by=school.officer, version_id=draft.uuid, words=school.called("À relire"))
    said = comments.comment_write(by=school.officer, version_id=draft.uuid, words=school.called("Remarque"))
    school.ids |= {"rule_id": rule.uuid}
    school.ids["draft"] |= {"approval_id": asked.approvals.get().uuid, "comment_id": said.uuid}


def _draft(school: School, title: str, start: dt.date) -> Agreement:
    """Version 1 of a giving agreement of three parties, ready to be put in force."""
    officer = school.officer
    kind = AgreementKind.objects.get(code="mecenat")
    agreement = drafting.agreement_create(by=officer, kind_id=kind.uuid, title_fr=school.called(title), title_en=school.called(title))
    version = agreement.versions.get()
    for entity, capacity, fund in (("entity_id", Capacity.DONOR, None), ("umbrella_id", Capacity.FUND, "fund_id")):
        party = PartyInput(
            entity_id=school.ids[entity],
            capacity=capacity,
            fund_id=school.ids[fund] if fund else None,
            signatory_id=school.ids[f"signs:{school.ids[entity]}"],
        )
        parties.party_add(by=officer, version_id=version.uuid, party=party)
    ours, company = (
        agreement.parties.get(entity=entity) for entity in (school.host.entity, LegalEntity.objects.get(uuid=school.ids["entity_id"]))
    )
    drafting.version_term_set(by=officer, version_id=version.uuid, term=_term(start))
    terms.commitment_add(by=officer, version_id=version.uuid, commitment=_promise(school, company.uuid, ours.uuid, start))
    money = MoneyLineInput(nature=Nature.GIVING, payer_id=company.uuid, payee_id=ours.uuid, amount_cents=1_200_000)
    terms.money_line_add(by=officer, version_id=version.uuid, line=money)
    clause = ClauseInput(heading_fr=school.called("Article"), text_fr=school.called("Texte"))
    drafting.clause_add(by=officer, version_id=version.uuid, clause=clause)
    return agreement


def _term(start: dt.date) -> drafting.TermInput:
    return drafting.TermInput(effective_from=start, term_end=start + dt.timedelta(days=1000), notice_months=3)


def _promise(school: School, debtor_id: UUID, creditor_id: UUID, start: dt.date) -> CommitmentInput:
    return CommitmentInput(
        debtor_id=debtor_id,
        creditor_id=creditor_id,
        what_fr=school.called("Visite"),
        what_en=school.called("Visit"),
        unit=Unit.EVENT,
        quantity=Decimal(6),
        due_rule=Every(first=start + dt.timedelta(days=30), months=2, count=6),
    )


def _register(school: School) -> None:
    """The register says that the company is closed."""
    company = LegalEntity.objects.get(uuid=school.ids["entity_id"])
    sheet = RegisterSheet(siren="732829320", name=school.called("Registre"), state="C", closed_on="2026-01-31")
    (change,) = register_note(entity=company, sheet=sheet)
    school.ids |= {"register_change_id": change.uuid}


def _import(school: School) -> None:
    """A file of partners, looked at and not confirmed yet."""
    content = f"Nom;SIREN\n{school.called('Ligne')};\n{school.called('Refus')};12\n".encode()
    upload = SimpleUploadedFile(f"liste {school.mark}.csv", content)
    begun = services.import_begin(by=school.officer, kind=kind_called("organisations"), upload=upload)
    services.import_map(by=school.officer, import_id=begun.uuid, mapping=begun.mapping)
    begun.refresh_from_db()
    running.examine_run(begun, by=school.officer)
    school.ids |= {"import_id": begun.uuid, "kind_code": "organisations", "language": "fr"}


def _record(school: School) -> None:
    """A fact by hand with its proof, and a saved view."""
    fact = fact_note(
        by=school.officer,
        fact=FactInput(
            kind="facts.event",
            occurred_on=timezone.localdate(),
            host_id=school.host.pk,
            quantity=Decimal(1),
            entity_ids=[school.ids["entity_id"]],
        ),
    )
    own_words = FactInput(
        kind="facts.support", occurred_on=timezone.localdate(), host_id=school.host.pk, personal={"words": school.called("Parole")}
    )
    fact_note(by=school.officer, fact=own_words)
    view = SavedView.objects.create(
        owner_id=school.people[Person.PARTNERSHIP_OFFICER].pk, page="partners:list", name=school.called("Vue"), query="q=x"
    )
    feed_open(by=school.officer, about=None)
    own = CalendarFeed.objects.get(user=school.officer)
    school.ids["demand_id"] = demand_note(by=school.officer, host_id=school.host.uuid, account_id=school.officer.uuid).uuid
    school.ids |= {"fact_id": fact.uuid, "view_id": view.uuid, "feed_id": own.uuid, "about_id": school.ids["agreement_id"]}


def _receive(school: School) -> None:
    """An account of the school, a line matched in part, money allocated, a file that waits; and a fund that serves it."""
    officer, entity = school.officer, school.host.entity
    funds.fund_serve(by=officer, fund_id=school.ids["fund_id"], host_id=school.host.pk, start=timezone.localdate())
    number = f"20041010050000000000{MARKS.index(school.mark)}00"
    key = 98 - int(number + "152700") % 97
    account = funds.bank_account_open(
        by=officer, account=BankAccountInput(entity_id=entity.uuid, iban=f"FR{key:02d}{number}", label=school.called("Compte"))
    )
    upload = SimpleUploadedFile(
        f"{school.mark}.csv", f"Date;Montant;Libellé;Tiers\n02/03/2026;100,00;Don {school.mark};Payeur {school.mark}\n".encode()
    )
    stored = reading.statement_upload(by=officer, account_id=account.uuid, upload=upload)
    read = reading.statement_read(account, stored)
    line = statements.statement_import(by=officer, account_id=account.uuid, read=read, sha256="0" * 64).lines.get()
    expected = ReceivableInput(
        creditor_id=entity.uuid,
        host_id=school.host.pk,
        amount_cents=80_00,
        due_on=timezone.localdate(),
        debtor_name=school.called("Donateur"),
        label=school.called("Versement"),
        reference=f"REF-{school.mark}",
    )
    receivable = receivables.receivable_open(by=officer, receivable=expected)
    (match,) = matches.match_confirm(by=officer, line_id=line.uuid, parts=[(receivable.uuid, 50_00)])
    programme = funds.programme_add(by=officer, programme=ProgrammeInput(host_id=school.host.pk, name_fr=school.called("Programme")))
    allocated = movements.money_allocate(by=officer, programme_id=programme.uuid, amount_cents=20_00, words=school.called("Conseil"))
    bought = SpendingInput(programme_id=programme.uuid, amount_cents=5_00, on=timezone.localdate(), words=school.called("Achat"))
    school.ids["at"] |= {"giving:attribute_spending": {"movement_id": movements.money_spend(by=officer, spending=bought).uuid}}
    school.ids |= {
        "books_id": entity.uuid,
        "account_id": account.uuid,
        "line_id": line.uuid,
        "receivable_id": receivable.uuid,
        "match_id": match.uuid,
        "programme_id": programme.uuid,
        "movement_id": allocated.uuid,
        "task_id": uuid7(),
    }
    school.ids["at"] |= {f"ledger:{name}": {"books_id": school.ids["fund_id"]} for name in ("fee_rule", "fee_year")}
    school.ids["at"] |= {f"ledger:{name}": {"file_id": stored.uuid} for name in ("preview", "columns")}
