"""An organisation that the register said gone tells against the renewal of its agreements, from the day on which it was gone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from filon.engines.company_register import RegisterSheet
from filon.kernel.registry import RenewalAsked, RenewalSign
from filon.partners.models import LegalEntity
from filon.partners.queries.closures import closures
from filon.partners.services.registering import register_note
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.partners import RelationshipFactory
from tests.factories.people import HostFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CLOSED_ON = dt.date(2026, 1, 31)


@pytest.fixture
def officer(host: Host) -> User:
    return MembershipFactory.create(host=host, role=Role.PARTNERSHIP_OFFICER).user


@pytest.fixture
def company(host: Host) -> LegalEntity:
    company = RelationshipFactory.create(host=host, entity__name="Énergies").entity
    register_note(entity=company, sheet=RegisterSheet(siren="732829320", name="Énergies", state="A"))
    register_note(entity=company, sheet=RegisterSheet(siren="732829320", name="Énergies", state="C", closed_on=CLOSED_ON.isoformat()))
    return company


def asked(company: LegalEntity, *days: dt.date) -> list[RenewalAsked]:
    return [RenewalAsked(place, (company.pk,), day) for place, day in enumerate(days)]


def test_closed_organisation_is_told_from_its_day_on(officer: User, company: LegalEntity) -> None:
    found = list(closures(officer, asked(company, CLOSED_ON - dt.timedelta(days=1), CLOSED_ON)))

    words = "Énergies: The public register says that it is closed since 31\u00a0January 2026."
    assert found == [RenewalSign(1, "closed", CLOSED_ON, words, reverse("partners:detail", args=[company.uuid]) + "#register")]


def test_organisation_opened_again_is_not_told(officer: User, company: LegalEntity) -> None:
    register_note(entity=company, sheet=RegisterSheet(siren="732829320", name="Énergies", state="A"))

    found = list(closures(officer, asked(company, dt.date(2099, 1, 1))))

    assert found == []


def test_organisation_taken_into_another_tells_against_that_one(officer: User, company: LegalEntity, host: Host) -> None:
    other = RelationshipFactory.create(host=host).entity
    LegalEntity.objects.filter(pk=company.pk).update(merged_into=other)

    found = list(closures(officer, asked(other, CLOSED_ON)))

    assert [(sign.place, sign.kind) for sign in found] == [(0, "closed")]


def test_school_that_does_not_follow_it_is_told_nothing(company: LegalEntity) -> None:
    stranger = MembershipFactory.create(host=HostFactory.create(), role=Role.PARTNERSHIP_OFFICER).user

    assert list(closures(stranger, asked(company, CLOSED_ON))) == []
