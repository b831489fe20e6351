"""What pages read about partners."""

import pytest

from filon.partners.joining import describe_access_holders, give_legal_entity
from filon.partners.queries.duplicates import duplicate_pairs
from filon.partners.queries.listing import contact_hits, partner_hits
from filon.people.hooks import Presence
from filon.people.roles import Role
from tests.factories.partners import AccessFactory, AffiliationFactory, LegalEntityFactory, RelationshipFactory, SiteFactory
from tests.factories.people import HostFactory, member

pytestmark = pytest.mark.django_db


def test_duplicate_pairs_put_the_one_with_a_siren_last() -> None:
    host = HostFactory()
    registered = RelationshipFactory(host=host, entity=LegalEntityFactory(name="Salins et Résines", registered=True)).entity
    other = RelationshipFactory(host=host, entity__name="SALINS ET RESINES").entity

    pairs = duplicate_pairs(member(Role.AUDITOR, host=host))

    assert [(pair.source, pair.target, pair.likeness, pair.same_siren) for pair in pairs] == [(other, registered, 1.0, False)]


def test_duplicate_pairs_see_a_site_that_bears_the_other_s_siren() -> None:
    host = HostFactory()
    registered = RelationshipFactory(host=host, entity=LegalEntityFactory(name="Alpha", siren="732829320")).entity
    other = RelationshipFactory(host=host, entity__name="Oméga").entity
    SiteFactory(entity=other, siret="73282932000074")

    pairs = duplicate_pairs(member(Role.PARTNERSHIP_OFFICER, host=host))

    assert [(pair.source, pair.target, pair.same_siren) for pair in pairs] == [(other, registered, True)]


def test_hits_stay_within_what_is_seen() -> None:
    host = HostFactory()
    held = AffiliationFactory(
        contact__host=host, contact__name="Paul Serre", entity=RelationshipFactory(host=host, entity__name="Gardon").entity
    )
    AffiliationFactory(contact__name="Paul Serre", entity=RelationshipFactory(entity__name="Gardon").entity)
    viewer = member(Role.AUDITOR, host=host)

    partners, people = partner_hits(viewer, "gardon", 5), contact_hits(viewer, "serre", 5)

    assert [str(held.entity.uuid) in hit.url for hit in partners] == [True]
    assert [(hit.title, hit.context) for hit in people] == [("Paul Serre", "directeur général, Gardon")]


def test_access_holder_is_described_by_her_function() -> None:
    access = AccessFactory()
    described: dict[int, Presence] = {}

    describe_access_holders([access.user], described)

    assert described == {access.user.pk: Presence(role="directeur général", place=access.affiliation.entity.name)}


def test_school_gets_its_legal_entity() -> None:
    host = HostFactory(name="IMT Mines Alès", is_invented=True)

    entity = give_legal_entity(host)

    assert (entity.name, entity.kind, entity.host, entity.is_invented) == ("IMT Mines Alès", "school", host, True)
