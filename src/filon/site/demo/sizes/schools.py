"""The schools of a size: the living one of the story first, then as many invented ones beside it, each with its people and its foundation.

Few rows: they go through the services, as people would do it. What follows is written by SQL from the table `seed.school`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from filon.kernel.periods import add_months
from filon.partners.models import Affiliation, EntityKind, Fund, LegalEntity
from filon.partners.services import AffiliationInput, EntityInput
from filon.partners.services.entities import school_entity
from filon.people.models import Host, User
from filon.people.roles import Role
from filon.people.services import account_open, host_create
from filon.people.services.memberships import membership_begin
from filon.site.demo.sizes.size import Size
from filon.site.demo.sizes.words import FAMILY_NAMES, GIVEN_NAMES, PLACES
from filon.site.demo.stage import LONG_AGO, affiliated, member, partner, sheltered

STAFF = (Role.PARTNERSHIP_OFFICER, Role.ECONOMIC_DEVELOPMENT, Role.STUDIES_DIRECTOR, Role.ENGAGEMENT_REFERENT, Role.SUSTAINABILITY_OFFICER)
"""Who works there and records, in the order of `seed.school.staff`."""


@dataclass(frozen=True)
class School:
    """A school with whom the rows written by SQL need: who works there, who did before, who signs, and the fund that receives for it."""

    host: Host
    staff: list[User]
    former: User
    signs: Affiliation
    umbrella_signs: Affiliation
    fund: Fund


def assemble(size: Size, *, began: dt.date, first: int) -> None:
    """Makes the schools numbered from `first` on (0 is the one of the story), one row of `seed.school` each, numbered from 1."""
    with connection.cursor() as cursor:
        for place in range(size.schools):
            school = _prepared(_host(first + place, began), began)
            cursor.execute("INSERT INTO seed.school VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", _row(size, place, school))


def _row(size: Size, place: int, school: School) -> list[Any]:
    entity = LegalEntity.objects.get(host=school.host)
    shares = [size.share(name, place) for name in ("live", "ended", "drafts", "commitments")]
    return [
        place + 1,
        school.host.pk,
        entity.pk,
        [user.pk for user in school.staff],
        school.former.pk,
        school.signs.pk,
        school.fund.umbrella_id,
        school.umbrella_signs.pk,
        school.fund.pk,
        *shares,
    ]


def _host(number: int, began: dt.date) -> Host:
    """The school of the story, or an invented one with everybody who works there."""
    if number == 0:
        return Host.objects.filter(is_invented=True).earliest("pk")
    place = PLACES[number % len(PLACES)] + (f" {number // len(PLACES) + 1}" if number >= len(PLACES) else "")
    host = host_create(
        name=f"École d’ingénieurs {place} (dém.)",
        short_name=f"École {place}"[:40],
        city="Alès",
        director_email=_address("direction", number),
        director_name=_name(number * 7),
        since=began,
        is_invented=True,
    )
    for turn, role in enumerate((*STAFF, Role.AUDITOR), start=1):
        member(host, name=_name(number * 7 + turn), email=_address(role.value, number), role=role)
    return host


def _prepared(host: Host, began: dt.date) -> School:
    """Who was there before those of today, a deputy who signs since the first day, a foundation with the school's fund."""
    staff = [User.objects.get(memberships__host=host, memberships__role=role) for role in STAFF]
    former = account_open(by=None, email=_address("avant", host.pk), name=_name(host.pk * 11))
    membership_begin(by=None, user=former, host=host, role=Role.PARTNERSHIP_OFFICER, start=began, end=LONG_AGO)
    officer = staff[0]
    officer.act_for(host.pk)
    power = AffiliationInput(function="secrétaire générale", start=add_months(began, -12), may_sign=True)
    signs = affiliated(officer, school_entity(host.pk), name=_name(host.pk * 13), power=power)
    entity = EntityInput(name=f"Fondation {host.short_name} (dém.)", kind=EntityKind.UMBRELLA, city="Montpellier", is_invented=True)
    umbrella = partner(officer, entity)
    umbrella.signatory = affiliated(officer, umbrella.entity, name=_name(host.pk * 17), power=power)
    purpose = {"purpose_fr": "Soutenir les élèves de l’école.", "purpose_en": "To support the students of the school."}
    fund = sheltered(officer, umbrella, name=f"Fonds {host.short_name} et anciens (dém.)", **purpose).fund
    if fund is None:
        raise ValueError("an umbrella that shelters has a fund")
    return School(host, staff, former, signs, umbrella.signatory, fund)


def _name(number: int) -> str:
    return f"{GIVEN_NAMES[number * 5 % len(GIVEN_NAMES)]} {FAMILY_NAMES[number * 11 % len(FAMILY_NAMES)]}"


def _address(who: str, number: int) -> str:
    return f"{who.replace('_', '.')}@ecole-{number}.example"
