"""What the chapters of the demo are written with. Everything goes through the services, as people would do it, told on past days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, asdict, dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from filon.agreements.inputs import CommitmentInput, DeliveryInput, MoneyLineInput, PartyInput, SignatureInput, TermInput
from filon.agreements.models import Agreement, AgreementKind, AgreementVersion, Commitment, Delivery, DueItem, Theme
from filon.agreements.services import deliveries, drafting, effect
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import DueRule, OnDates, Unstated
from filon.kernel.clock import told_on
from filon.kernel.periods import add_months
from filon.partners.kinds import AccessLevel
from filon.partners.models import Affiliation, Fund, LegalEntity, Relationship
from filon.partners.services import (
    AffiliationInput,
    ContactInput,
    EntityInput,
    FundInput,
    access_grant,
    contact_add,
    fund_add,
    relationship_open,
)
from filon.people.models import Host, User
from filon.people.roles import Role
from filon.people.services import account_open
from filon.people.services.memberships import membership_begin
from filon.site.demo.paper import demonstration_pdf

#: Since when invented people have been there.
LONG_AGO = dt.date(2019, 9, 1)


def months_ago(count: int, *, day: int = 1) -> dt.date:
    """The day of the month ``count`` months before this one; negative counts look ahead."""
    return add_months(timezone.localdate().replace(day=1), -count).replace(day=day)


def days_from_today(count: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=count)


def member(host: Host, *, name: str, email: str, role: Role) -> User:
    """An invented person of a school."""
    user = account_open(by=None, email=email, name=name)
    membership_begin(by=None, user=user, host=host, role=role, start=LONG_AGO)
    return user


@dataclass
class Partner:
    """An organisation of the story, its fund if it shelters one, who signs for it, and who signs in."""

    entity: LegalEntity
    signatory: Affiliation | None = None
    fund: Fund | None = None
    person: User | None = None


def partner(
    by: User, entity: EntityInput, *, signatory: str = "", email: str = "", function: str = "", limit_cents: int | None = None
) -> Partner:
    """An organisation that the school follows; with a signatory, who has power since long ago."""
    relationship = relationship_open(by=by, entity=entity)
    Relationship.objects.filter(pk=relationship.pk).update(since=LONG_AGO if entity.is_invented else None)
    found = relationship.entity
    if not signatory:
        return Partner(found)
    power = AffiliationInput(function=function, start=LONG_AGO, may_sign=True, sign_limit_cents=limit_cents)
    return Partner(found, affiliated(by, found, name=signatory, power=power, email=email))


def affiliated(by: User, entity: LegalEntity, *, name: str, power: AffiliationInput, email: str = "") -> Affiliation:
    contact = contact_add(by=by, contact=ContactInput(name=name, email=email), entity_id=entity.uuid, affiliation=power)
    return contact.affiliations.get()


def opened_access(by: User, holder: Partner, *, name: str, email: str, function: str, level: AccessLevel = AccessLevel.CONFIRMS) -> User:
    """The partner's person who signs in on the demo."""
    power = AffiliationInput(function=function, start=LONG_AGO)
    affiliation = affiliated(by, holder.entity, name=name, power=power, email=email)
    holder.person = access_grant(by=by, affiliation_id=affiliation.uuid, email=email, level=level).user
    return holder.person


def sheltered(by: User, umbrella: Partner, *, name: str, purpose_fr: str, purpose_en: str) -> Partner:
    """The umbrella acting for a fund."""
    fund = fund_add(by=by, umbrella_id=umbrella.entity.uuid, fund=FundInput(name=name, purpose_fr=purpose_fr, purpose_en=purpose_en))
    return Partner(umbrella.entity, umbrella.signatory, fund, umbrella.person)


def parts(each: int, days: Iterable[dt.date]) -> OnDates:
    """As much on each of these days."""
    return OnDates(tuple((day, Decimal(each)) for day in days))


@dataclass(frozen=True)
class Promise:
    """A commitment by its short name: who owes whom (parties by theirs), what is counted, how much and when, and the value of one.
    What is left out is not stated."""

    key: str
    debtor: str
    creditor: str
    unit: str = Unit.UNSTATED
    quantity: int | None = None
    due_rule: DueRule = field(default_factory=Unstated)
    _: KW_ONLY
    value_cents: int | None = None
    is_counterpart: bool = False
    money_line_id: UUID | None = None
    owner_id: UUID | None = None


@dataclass(frozen=True)
class Wording:
    """How the text says a commitment, in both languages."""

    what_fr: str
    what_en: str
    detail_fr: str = ""
    detail_en: str = ""


@dataclass
class Draft:
    """An agreement being written on stage: its open version and the parties by a short name."""

    by: User
    agreement: Agreement
    version: AgreementVersion
    parties: dict[str, UUID] = field(default_factory=dict)
    signatories: dict[str, Affiliation | None] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)

    def seat(self, name: str, who: Partner, capacity: str) -> None:
        """A party joins."""
        signatory_id = who.signatory.uuid if who.signatory else None
        fund_id = who.fund.uuid if who.fund else None
        given = PartyInput(entity_id=who.entity.uuid, capacity=capacity, fund_id=fund_id, signatory_id=signatory_id)
        term = drafting.party_add(by=self.by, version_id=self.version.uuid, party=given)
        self.parties[name], self.signatories[name] = term.party.uuid, who.signatory

    def lasts(self, start: dt.date | None, end: dt.date | None, *, themes: Sequence[str] = (), **term: Any) -> None:
        """``themes``: French labels; ``term``: other fields of TermInput."""
        theme_ids = list(Theme.objects.filter(label_fr__in=themes).values_list("uuid", flat=True))
        given = TermInput(start, end, theme_ids=theme_ids, **term)
        self.version = drafting.version_term_set(by=self.by, version_id=self.version.uuid, term=given)

    def pays(self, payer: str, payee: str, nature: str, cents: int | None, *, earmark_fr: str = "", earmark_en: str = "") -> UUID:
        line = MoneyLineInput(nature, self.parties[payer], self.parties[payee], cents, earmark_fr, earmark_en)
        return drafting.money_line_add(by=self.by, version_id=self.version.uuid, line=line).uuid

    def promises(self, promise: Promise, wording: Wording) -> None:
        """A commitment joins."""
        given = self.commitment(promise, wording)
        term = drafting.commitment_add(by=self.by, version_id=self.version.uuid, commitment=given)
        self.commitments[promise.key] = term.commitment

    def promises_anew(self, promise: Promise, wording: Wording) -> None:
        """A commitment of the former version says something else in this one."""
        identity, given = self.commitments[promise.key], self.commitment(promise, wording)
        drafting.commitment_change(by=self.by, version_id=self.version.uuid, commitment_id=identity.uuid, commitment=given)

    def commitment(self, promise: Promise, wording: Wording) -> CommitmentInput:
        """What the services are told."""
        return CommitmentInput(
            self.parties[promise.debtor],
            self.parties[promise.creditor],
            unit=promise.unit,
            due_rule=promise.due_rule,
            quantity=None if promise.quantity is None else Decimal(promise.quantity),
            unit_value_cents=promise.value_cents,
            is_counterpart=promise.is_counterpart,
            money_line_id=promise.money_line_id,
            owner_id=promise.owner_id,
            **asdict(wording),
        )

    def signed(self, on: dt.date, *, place: str) -> AgreementVersion:
        """Signed by all on that day, and in force from its date on; recorded the day after."""
        signatures = [SignatureInput(self.parties[name], who.uuid, on) for name, who in self.signatories.items() if who]
        title = f"{self.agreement.reference} v{self.version.number}"
        upload = ContentFile(demonstration_pdf(self.agreement.title_fr, title), name=f"{title}.pdf")
        with told_on(on + dt.timedelta(days=1)):
            self.version = effect.version_put_in_force(
                by=self.by, version_id=self.version.uuid, signed_pdf=upload, place=place, signatures=signatures
            )
        return self.version

    def amended(self, effective: dt.date) -> None:
        """The next version is begun; keys of parties and commitments stay."""
        self.version = effect.agreement_amend(by=self.by, agreement_id=self.agreement.uuid, effective_from=effective)

    def dues(self, key: str) -> list[dt.date]:
        """The due dates of a commitment that count now, oldest first."""
        items = DueItem.objects.filter(commitment=self.commitments[key], retired_by=None, due_on__isnull=False)
        return [item.due_on for item in items.order_by("due_on") if item.due_on]


def drafted(by: User, *, kind: str, title_fr: str, title_en: str, school: Affiliation | None, year: int) -> Draft:
    """A new agreement; the school is its first party, called "school"."""
    kind_id = AgreementKind.objects.get(code=kind).uuid
    agreement = drafting.agreement_create(by=by, kind_id=kind_id, title_fr=title_fr, title_en=title_en, year=year)
    draft = Draft(by, agreement, agreement.versions.get())
    party = agreement.parties.get()
    draft.parties["school"], draft.signatories["school"] = party.uuid, school
    return draft


def delivered(
    by: User,
    commitment: Commitment,
    on: dt.date,
    *,
    quantity: int | Decimal = 1,
    accepted_by: User | None = None,
    item_id: UUID | None = None,
    words: str = "",
    persons: int | None = None,
    goals: Sequence[int] = (),
) -> Delivery:
    """Declared the day after it happened, accepted four days later when somebody accepts."""
    given = DeliveryInput(on, Decimal(quantity), item_id=item_id, words=words, persons=persons, goals=goals)
    with told_on(min(on + dt.timedelta(days=1), timezone.localdate())):
        made = deliveries.delivery_declare(by=by, commitment_id=commitment.uuid, delivery=given)
    if accepted_by is not None:
        with told_on(min(on + dt.timedelta(days=5), timezone.localdate())):
            deliveries.delivery_accept(by=accepted_by, delivery_id=made.uuid)
    return made
