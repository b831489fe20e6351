"""A school of the benchmark beside the demo: twenty-five agreements of ordinary size and one of 200 commitments and 5,000 deliveries.

Everything goes through the services but the deliveries, written by the thousand with the rights of the application.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from filon.agreements.fact_kinds import KIND_OF_UNIT
from filon.agreements.models import Agreement, Commitment, Delivery, DeliveryStep
from filon.agreements.states import DeliveryState
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every
from filon.facts.models import Fact, FactOrganisation
from filon.facts.visibility import Visibility
from filon.kernel import audit
from filon.kernel.periods import add_months
from filon.partners.kinds import EntityKind
from filon.partners.models import Affiliation
from filon.partners.services import AffiliationInput, EntityInput
from filon.partners.services.entities import school_entity
from filon.people.models import Host, User
from filon.people.roles import Role
from filon.people.services import host_create
from filon.site.demo.stage import LONG_AGO, Draft, Partner, Promise, Wording, affiliated, drafted, member, partner

ORDINARY = 25
"""Agreements of ordinary size: a page of a list."""
ORDINARY_COMMITMENTS, ORDINARY_DELIVERIES = 8, 40
BIG_COMMITMENTS, BIG_DELIVERIES = 200, 5000
BEGAN_MONTHS_AGO, QUARTERS = 24, 12
"""Each commitment is three events a quarter for three years, of which two are over."""


@dataclass
class School:
    """The school, its officer, who signs for it, its partner, and its agreements."""

    host: Host
    officer: User
    signs: Affiliation
    company: Partner
    ordinary: list[Agreement] = field(default_factory=list)
    big: Agreement | None = None
    amended: Agreement | None = None


@transaction.atomic
def school_of_the_benchmark() -> School:
    """Everything that the measurements read beside the demo."""
    school = empty_school("Benchmark")
    school.ordinary = [
        agreement_of(school, f"Convention {number}", ORDINARY_COMMITMENTS, ORDINARY_DELIVERIES) for number in range(1, ORDINARY + 1)
    ]
    school.big = agreement_of(school, "Grande convention", BIG_COMMITMENTS, BIG_DELIVERIES)
    return school


def empty_school(name: str) -> School:
    """A school with an officer, a director who signs, and one company."""
    domain = f"{name.lower()}.example"
    host = host_create(name=name, short_name=name, city="Alès", director_email=f"director@{domain}", director_name="Directrice")
    officer = member(host, name=f"Officier {name}", email=f"officer@{domain}", role=Role.PARTNERSHIP_OFFICER)
    officer.act_for(host.pk)
    power = AffiliationInput(function="directrice", start=LONG_AGO, may_sign=True)
    signs = affiliated(officer, school_entity(host.pk), name="Directrice", power=power)
    entity = EntityInput(name=f"Entreprise {name}", kind=EntityKind.COMPANY, city="Alès", department="30")
    return School(host, officer, signs, partner(officer, entity, signatory="Dirigeante", function="direction"))


def agreement_of(school: School, title: str, commitments: int, deliveries: int) -> Agreement:
    """In force since two years, each side owing every second commitment, the deliveries spread evenly over commitments and days."""
    draft = draft_of(school, title, commitments)
    draft.signed(_start(), place="Alès")
    deliver(school, draft.agreement, deliveries)
    return draft.agreement


def draft_of(school: School, title: str, commitments: int) -> Draft:
    """The same, complete and not signed yet."""
    start = _start()
    draft = drafted(school.officer, kind="mecenat", title_fr=title, title_en=title, school=school.signs, year=start.year)
    draft.seat("company", school.company, Capacity.DONOR)
    draft.pays("company", "school", Nature.GIVING, 60_000_00)
    draft.lasts(start, add_months(start, 3 * QUARTERS), notice_months=3)
    for number in range(commitments):
        _promise(draft, number, start)
    return draft


def _start() -> dt.date:
    return add_months(timezone.localdate().replace(day=1), -BEGAN_MONTHS_AGO)


def _promise(draft: Draft, number: int, start: dt.date) -> None:
    debtor, creditor = ("school", "company") if number % 2 else ("company", "school")
    rhythm = Every(first=add_months(start, 3) - dt.timedelta(days=1), months=3, count=QUARTERS)
    promise = Promise(
        f"promise {number}", debtor, creditor, Unit.EVENT, 3 * QUARTERS, rhythm, value_cents=400_00, is_counterpart=number % 2 == 1
    )
    words = Wording(f"Rencontre de la filière {number + 1} avec les élèves", f"Meeting of section {number + 1} with students")
    draft.promises(promise, words)


def deliver(school: School, agreement: Agreement, count: int) -> None:
    """`count` deliveries of one event, accepted a week later; of the last day of each commitment one in ten is contested instead."""
    rows = list(_spread(agreement, count))
    facts = [_fact(school, agreement, day) for _commitment, day, _is_contested in rows]
    Fact.objects.bulk_create(facts)
    entities = [party.entity_id for party in agreement.parties.all()]
    FactOrganisation.objects.bulk_create(FactOrganisation(fact=fact, entity_id=entity) for fact in facts for entity in entities)
    made = [
        _delivery(school, commitment, fact, is_contested=is_contested)
        for fact, (commitment, _day, is_contested) in zip(facts, rows, strict=True)
    ]
    Delivery.objects.bulk_create(made)
    DeliveryStep.objects.bulk_create(step for delivery in made for step in _steps(school, delivery))
    audit.record_bulk(school.officer, "delivery.declared", (delivery.uuid for delivery in made))


def _spread(agreement: Agreement, count: int) -> Iterator[tuple[Commitment, dt.date, bool]]:
    commitments = list(agreement.commitments.order_by("number"))
    each = count // len(commitments)
    today = timezone.localdate()
    for commitment in commitments:
        for place in range(each):
            day = today - dt.timedelta(days=7 + (each - 1 - place) * 700 // each)
            yield commitment, day, place == each - 1 and commitment.number % 10 == 0


def _fact(school: School, agreement: Agreement, day: dt.date) -> Fact:
    return Fact(
        kind=KIND_OF_UNIT[Unit.EVENT],
        unit=Unit.EVENT,
        occurred_on=day,
        host_id=agreement.host_id,
        recorded_by=school.officer,
        quantity=Decimal(1),
        value_cents=400_00,
        visibility=Visibility.PARTIES,
    )


def _delivery(school: School, commitment: Commitment, fact: Fact, *, is_contested: bool) -> Delivery:
    state = DeliveryState.CONTESTED if is_contested else DeliveryState.ACCEPTED
    return Delivery(commitment=commitment, fact=fact, state=state, declared_by=school.officer, declared_for_id=commitment.debtor_id)


def _steps(school: School, delivery: Delivery) -> Iterable[DeliveryStep]:
    """Declared, then what its state says."""
    for state in (DeliveryState.DECLARED, delivery.state):
        words = "Cette rencontre n’a pas eu lieu." if state == DeliveryState.CONTESTED else ""
        yield DeliveryStep(delivery=delivery, state=state, words=words, party_id=delivery.declared_for_id, taken_by=school.officer)
