"""The demo at the size of a school or of a network: written by SQL beside the story, in one transaction of the owner's, told by one event.

Same seed, same day: the same rows. Every guard of the database stands while they are written; nothing goes round the application but
the services themselves, whose result these rows are."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import Model
from django.utils import timezone

from filon.agreements.fact_kinds import KIND_OF_UNIT
from filon.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    Clause,
    Commitment,
    CommitmentTerm,
    Delivery,
    DeliveryStep,
    DueItem,
    MoneyLine,
    Renewal,
    Signature,
    Waiver,
)
from filon.facts.kinds import BY_HAND
from filon.facts.models import Fact, FactOrganisation, FactPersonal
from filon.kernel import audit, bulk
from filon.kernel.models import AuditEvent
from filon.kernel.periods import add_months
from filon.partners.models import Access, Affiliation, Contact, LegalEntity, Relationship, Site
from filon.people.models import User
from filon.site.demo.sizes import schools, signing, words
from filon.site.demo.sizes.size import SIZES, Size
from filon.site.demo.sizes.steps import Say, carry_out
from filon.site.demo.stage import LONG_AGO

__all__ = ["SIZES", "Size", "grow", "tidy"]

YEARS = 10
NUMBERED: tuple[type[Model], ...] = (
    User,
    LegalEntity,
    Relationship,
    Contact,
    Affiliation,
    Access,
    Site,
    Agreement,
    AgreementParty,
    AgreementVersion,
    Commitment,
    MoneyLine,
    DueItem,
    Delivery,
    DeliveryStep,
    Renewal,
    Signature,
    Waiver,
    Fact,
)
"""What has an address, in the order of the manifest."""
LARGE: tuple[type[Model], ...] = (Commitment, CommitmentTerm, Clause, DueItem, Delivery, DeliveryStep, Fact, FactOrganisation, FactPersonal)
"""Tables written without their indexes, which are made afterwards."""


@transaction.atomic
def grow(size: Size, *, seed: int, say: Say, first: int = 0) -> AuditEvent:
    """Writes everything of that size, schools numbered from `first` on (0: that of the story grows). As the owner (`kernel.owner`)."""
    today = timezone.localdate()
    began = add_months(today.replace(day=1), -12 * YEARS)
    carry_out("start", {"seed": seed}, say)
    schools.assemble(size, began=began, first=first)
    last_keys = {model: bulk.last_key(model) for model in NUMBERED}
    given = _given(size, seed) | {"today": today, "began": began, "month": today.replace(day=1), "joined": LONG_AGO}
    given |= {str(model._meta.model_name): last for model, last in last_keys.items()}
    _prepare_for_many_rows()
    with bulk.set_aside(LARGE):
        _write(given, say)
    bulk.continue_keys((*NUMBERED, FactOrganisation, FactPersonal))
    manifest = bulk.manifest_since(last_keys)
    return audit.record(None, "house.seeded", None, count=manifest.count, manifest_sha256=manifest.sha256, seed=seed, schools=size.schools)


def _given(size: Size, seed: int) -> dict[str, Any]:
    """The values that the statements name."""
    by_hand = {kind.code: kind.unit for kind in BY_HAND}
    return {
        **vars(size),
        "seed": seed,
        "stars": max(1, size.organisations * 7 // 2000),
        "shared": 0.12 / size.schools if size.schools > 1 else 0,
        "kind_of_unit": json.dumps(KIND_OF_UNIT),
        "unit_of_kind": json.dumps(by_hand),
        "season": [words.SEASON[month] for month in sorted(words.SEASON)],
        **words.lists(),
    }


def _prepare_for_many_rows() -> None:
    """Memory for sorts and indexes; what is waiting to be checked is checked now, the rest after each statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")


def _write(given: dict[str, Any], say: Say) -> None:
    for file in ("partners", "agreements", "commitments"):
        carry_out(file, given, say)
    for number in (1, 2):
        carry_out("versions", given | {"number": number}, say)
        signing.bind(number, say)
    for file in ("signed", "due", "deliveries", "facts_of_agreements", "facts_by_hand"):
        carry_out(file, given, say)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA seed CASCADE")


def tidy() -> None:
    """What autovacuum would do within minutes: the planner knows what was written, and no page pays for the first look."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
