"""`filon verify` finds what breaks a rule of partners, and nothing on right rows."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filon.kernel.errors import Refused
from filon.partners import invariants
from filon.partners.models import LegalEntity
from filon.partners.services import entity_merge
from filon.people.roles import Role
from tests.factories.partners import (
    AccessFactory,
    AffiliationFactory,
    ContactFactory,
    FundFactory,
    LegalEntityFactory,
    RelationshipFactory,
    SiteFactory,
)
from tests.factories.people import HostFactory, member


class TestMergeWithoutChain(TestCase):
    """Whatever pairs people merge, in whatever order."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=10))
    def test_merge_without_chain(self, pairs: list[tuple[int, int]]) -> None:
        host = HostFactory()
        officer = member(Role.PARTNERSHIP_OFFICER, host=host)
        entities = [RelationshipFactory(host=host).entity for _ in range(5)]

        for source, target in pairs:
            try:
                entity_merge(by=officer, from_id=entities[source].uuid, into_id=entities[target].uuid)
            except Refused:
                continue

        assert invariants.merge_without_chain().violations == []
        assert not LegalEntity.objects.filter(merged_into__merged_into__isnull=False).exists()


@pytest.mark.django_db
def test_merge_chain_is_found() -> None:
    last = LegalEntityFactory()
    middle = LegalEntityFactory(merged_into=last)
    LegalEntityFactory(merged_into=middle)

    found = invariants.merge_without_chain()

    assert (found.count, len(found.violations)) == (2, 1)


@pytest.mark.django_db
def test_fund_under_umbrella() -> None:
    FundFactory()
    stray = FundFactory(umbrella=LegalEntityFactory())

    found = invariants.fund_under_umbrella()

    assert found.count == 2
    assert [stray.name in sentence for sentence in found.violations] == [True]


@pytest.mark.django_db
def test_numbers_exist() -> None:
    LegalEntityFactory(registered=True)
    LegalEntityFactory(siren="123456789")
    SiteFactory(siret="73282932000074", entity=LegalEntityFactory(siren="130025265"))

    found = invariants.numbers_exist()

    assert (found.count, len(found.violations)) == (4, 2)


@pytest.mark.django_db
def test_contact_of_known_partner() -> None:
    AffiliationFactory()
    school = LegalEntityFactory(school=True)
    AffiliationFactory(contact=ContactFactory(host=school.host), entity=school)
    stranger = AffiliationFactory(entity=LegalEntityFactory())

    found = invariants.contact_of_known_partner()

    assert found.count == 3
    assert [stranger.contact.name in sentence for sentence in found.violations] == [True]


@pytest.mark.django_db
def test_access_within_affiliation() -> None:
    AccessFactory()
    AccessFactory(start=dt.date(2019, 1, 1))

    found = invariants.access_within_affiliation()

    assert (found.count, len(found.violations)) == (2, 1)
