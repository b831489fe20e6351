"""What is written about partners, and what is refused."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent
from filon.partners.joining import give_legal_entity
from filon.partners.kinds import EntityKind
from filon.partners.models import Access, LegalEntity, Relationship
from filon.partners.services import (
    AffiliationInput,
    ContactInput,
    EntityInput,
    FundInput,
    RelationshipInput,
    SiteInput,
    access_end,
    access_grant,
    affiliation_close,
    affiliation_open,
    contact_add,
    contact_change,
    entity_change,
    entity_merge,
    fund_add,
    fund_change,
    relationship_change,
    relationship_open,
    site_add,
    site_change,
)
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.partners import AffiliationFactory, FundFactory, LegalEntityFactory, RelationshipFactory, SiteFactory
from tests.factories.people import MembershipFactory, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def officer(host: Host) -> User:
    return member(Role.PARTNERSHIP_OFFICER, host=host)


def known(host: Host, **entity: object) -> LegalEntity:
    """An organisation the school follows."""
    return RelationshipFactory(host=host, entity=LegalEntityFactory(**entity)).entity


def test_relationship_open_without_siren_writes_a_new_entity(officer: User, host: Host) -> None:
    opened = relationship_open(by=officer, entity=EntityInput(name=" Garde nationale ", kind=EntityKind.ARMED_FORCES))

    assert (opened.host, opened.entity.name, opened.entity.siren, opened.owner) == (host, "Garde nationale", None, officer)
    assert AuditEvent.objects.filter(action="relationship.opened", host_id=host.pk).count() == 1


def test_relationship_open_joins_the_siren_another_school_follows(officer: User) -> None:
    elsewhere = RelationshipFactory(entity=LegalEntityFactory(siren="732829320"), notes="secret", tags=["secret"])

    opened = relationship_open(by=officer, entity=EntityInput(name="Other name", kind=EntityKind.COMPANY, siren="732 829 320"))

    assert opened.entity == elsewhere.entity
    assert (opened.notes, opened.tags, opened.owner) == ("", [], officer)
    assert LegalEntity.objects.count() == 1


def test_relationship_open_twice_is_refused(officer: User, host: Host) -> None:
    entity = known(host, siren="732829320")

    with pytest.raises(Refused) as refused:
        relationship_open(by=officer, entity=EntityInput(name="x", kind=EntityKind.COMPANY, siren="732829320"))

    assert refused.value.field == "siren"
    assert entity.name in refused.value.sentence


def test_relationship_open_with_a_wrong_siren_writes_nothing(officer: User) -> None:
    with pytest.raises(Refused):
        relationship_open(by=officer, entity=EntityInput(name="x", kind=EntityKind.COMPANY, siren="123456789"))

    assert LegalEntity.objects.count() == 0


def test_relationship_open_by_an_auditor_is_forbidden(host: Host) -> None:
    with pytest.raises(PermissionDenied):
        relationship_open(by=member(Role.AUDITOR, host=host), entity=EntityInput(name="x", kind=EntityKind.COMPANY))


def test_relationship_open_of_one_s_own_school_is_refused(officer: User, host: Host) -> None:
    LegalEntityFactory(host=host, kind=EntityKind.SCHOOL, siren="180092025")

    with pytest.raises(Refused):
        relationship_open(by=officer, entity=EntityInput(name="x", kind=EntityKind.SCHOOL, siren="180092025"))


def test_relationship_change_keeps_owner_notes_and_tags(officer: User, host: Host) -> None:
    relationship = RelationshipFactory(host=host)
    colleague = MembershipFactory(host=host, role=Role.ECONOMIC_DEVELOPMENT).user

    changed = relationship_change(
        by=officer,
        relationship_id=relationship.uuid,
        relationship=RelationshipInput(owner_id=colleague.uuid, notes=" to call ", tags="forum, mécénat"),
    )

    assert (changed.owner, changed.notes, changed.tags) == (colleague, "to call", ["forum", "mécénat"])


def test_relationship_change_to_an_owner_of_another_school_is_refused(officer: User, host: Host) -> None:
    stranger = MembershipFactory().user

    with pytest.raises(Refused) as refused:
        relationship_change(
            by=officer, relationship_id=RelationshipFactory(host=host).uuid, relationship=RelationshipInput(owner_id=stranger.uuid)
        )

    assert refused.value.field == "owner_id"


def test_relationship_change_of_another_school_is_not_found(officer: User) -> None:
    with pytest.raises(Http404):
        relationship_change(by=officer, relationship_id=RelationshipFactory().uuid, relationship=RelationshipInput())


def test_entity_change_corrects_the_identity(officer: User, host: Host) -> None:
    entity = known(host)

    changed = entity_change(
        by=officer, entity_id=entity.uuid, entity=EntityInput(name="Salins", kind="company", siren="732829320", department="2a")
    )

    assert (changed.name, changed.siren, changed.department) == ("Salins", "732829320", "2A")


def test_entity_change_of_an_identity_other_schools_rely_on_is_refused(officer: User, host: Host) -> None:
    entity = known(host, siren="732829320")
    RelationshipFactory(entity=entity)

    with pytest.raises(Refused):
        entity_change(by=officer, entity_id=entity.uuid, entity=EntityInput(name="Mine", kind="company"))


def test_entity_change_to_a_siren_that_is_taken_is_refused(officer: User, host: Host) -> None:
    LegalEntityFactory(siren="732829320")

    with pytest.raises(Refused) as refused:
        entity_change(by=officer, entity_id=known(host).uuid, entity=EntityInput(name="x", kind="company", siren="732829320"))

    assert refused.value.field == "siren"


def test_entity_change_of_an_umbrella_with_funds_into_a_company_is_refused(officer: User, host: Host) -> None:
    umbrella = FundFactory(umbrella=known(host, umbrella=True)).umbrella

    with pytest.raises(Refused) as refused:
        entity_change(by=officer, entity_id=umbrella.uuid, entity=EntityInput(name="x", kind="company"))

    assert refused.value.field == "kind"


def test_fund_add_under_an_umbrella(officer: User, host: Host) -> None:
    umbrella = known(host, umbrella=True)

    added = fund_add(by=officer, umbrella_id=umbrella.uuid, fund=FundInput(name="Fondation Mines Alès"))

    assert (added.umbrella, added.name) == (umbrella, "Fondation Mines Alès")


def test_fund_add_without_an_umbrella_is_refused(officer: User, host: Host) -> None:
    company = known(host)

    with pytest.raises(Refused) as refused:
        fund_add(by=officer, umbrella_id=company.uuid, fund=FundInput(name="x"))

    assert company.name in refused.value.sentence


def test_fund_add_with_a_name_already_there_is_refused(officer: User, host: Host) -> None:
    fund = FundFactory(umbrella=known(host, umbrella=True))

    with pytest.raises(Refused):
        fund_add(by=officer, umbrella_id=fund.umbrella.uuid, fund=FundInput(name=fund.name))


def test_fund_change_renames(officer: User, host: Host) -> None:
    fund = FundFactory(umbrella=known(host, umbrella=True))

    assert fund_change(by=officer, fund_id=fund.uuid, fund=FundInput(name="New")).name == "New"


def test_site_add_and_change(officer: User, host: Host) -> None:
    entity = known(host, siren="732829320")

    site = site_add(by=officer, entity_id=entity.uuid, site=SiteInput(name="Usine", siret="732 829 320 00074", department="30"))
    changed = site_change(by=officer, site_id=site.uuid, site=SiteInput(name="Siège"))

    assert (site.siret, changed.name, changed.siret) == ("73282932000074", "Siège", None)


def test_site_add_with_a_siret_already_there_is_refused(officer: User, host: Host) -> None:
    SiteFactory(siret="73282932000074")

    with pytest.raises(Refused) as refused:
        site_add(by=officer, entity_id=known(host).uuid, site=SiteInput(name="x", siret="73282932000074"))

    assert refused.value.field == "siret"


def test_contact_add_with_its_function(officer: User, host: Host) -> None:
    entity = known(host)

    contact = contact_add(
        by=officer,
        entity_id=entity.uuid,
        contact=ContactInput(name="Paul Serre", email="paul@gardon.example"),
        affiliation=AffiliationInput(function="directeur", start=TODAY, may_sign=True, sign_limit_cents=10_000_000),
    )
    contact_change(by=officer, contact_id=contact.uuid, contact=ContactInput(name="Paul Serre", phone="04 66 00 00 00"))
    contact.refresh_from_db()

    held = contact.affiliations.get()
    assert (held.entity, held.may_sign, held.sign_limit_cents, contact.host, contact.phone) == (
        entity,
        True,
        10_000_000,
        host,
        "04 66 00 00 00",
    )


def test_contact_add_to_an_organisation_of_another_school_is_not_found(officer: User) -> None:
    elsewhere = RelationshipFactory().entity

    with pytest.raises(Http404):
        contact_add(
            by=officer, entity_id=elsewhere.uuid, contact=ContactInput(name="x"), affiliation=AffiliationInput(function="x", start=TODAY)
        )


def test_affiliation_held_twice_is_refused(officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)

    with pytest.raises(Refused) as refused:
        affiliation_open(
            by=officer,
            contact_id=held.contact.uuid,
            entity_id=held.entity.uuid,
            affiliation=AffiliationInput(function=held.function.upper(), start=TODAY),
        )

    assert refused.value.field == "function"


def test_affiliation_close_keeps_its_past(officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)

    closed = affiliation_close(by=officer, affiliation_id=held.uuid, end=TODAY + A_DAY)

    assert (closed.last_day, closed.holds_on(TODAY), closed.holds_on(TODAY + A_DAY)) == (TODAY, True, False)


def test_affiliation_close_twice_is_refused(officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host, over=True)

    with pytest.raises(Refused):
        affiliation_close(by=officer, affiliation_id=held.uuid, end=TODAY + A_DAY)


def test_access_grant_opens_an_account_and_end_closes_at_once(officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)

    access = access_grant(by=officer, affiliation_id=held.uuid, email="julien@gardon.example")
    seen = list(LegalEntity.objects.visible_to(access.user))
    access_end(by=officer, access_id=access.uuid)

    assert (access.user.email, access.user.name, seen) == ("julien@gardon.example", held.contact.name, [held.entity])
    assert not LegalEntity.objects.visible_to(access.user).exists()


def test_access_grant_again_opens_the_same_access(officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)
    first = access_grant(by=officer, affiliation_id=held.uuid, email="julien@gardon.example")
    access_end(by=officer, access_id=first.uuid)

    again = access_grant(by=officer, affiliation_id=held.uuid, email="JULIEN@gardon.example")

    assert (again.pk, again.end, Access.objects.count()) == (first.pk, None, 1)


def test_access_grant_on_a_function_that_is_over_is_refused(officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host, over=True)

    with pytest.raises(Refused):
        access_grant(by=officer, affiliation_id=held.uuid, email="julien@gardon.example")


def test_access_grant_to_a_colleague_is_refused(officer: User, host: Host) -> None:
    held = AffiliationFactory(contact__host=host)

    with pytest.raises(Refused) as refused:
        access_grant(by=officer, affiliation_id=held.uuid, email=officer.email)

    assert refused.value.field == "email"


def test_entity_merge_points_to_the_one_that_lasts(officer: User, host: Host) -> None:
    source, target = known(host), known(host, siren="732829320")

    entity_merge(by=officer, from_id=source.uuid, into_id=target.uuid)
    source.refresh_from_db()

    assert source.merged_into == target
    assert Relationship.objects.filter(entity=source).exists()
    assert AuditEvent.objects.get(action="entity.merged").payload == {"into": str(target.uuid)}


def test_entity_merge_of_two_sirens_is_refused(officer: User, host: Host) -> None:
    with pytest.raises(Refused):
        entity_merge(by=officer, from_id=known(host, registered=True).uuid, into_id=known(host, registered=True).uuid)


def test_entity_merge_of_the_registered_one_into_the_other_is_refused(officer: User, host: Host) -> None:
    with pytest.raises(Refused):
        entity_merge(by=officer, from_id=known(host, registered=True).uuid, into_id=known(host).uuid)


def test_entity_merge_into_itself_a_merged_one_or_a_chain_is_refused(officer: User, host: Host) -> None:
    first, second, third = known(host), known(host), known(host)
    entity_merge(by=officer, from_id=first.uuid, into_id=second.uuid)

    for source, target in ((third, third), (third, first), (first, third), (second, third)):
        with pytest.raises(Refused):
            entity_merge(by=officer, from_id=source.uuid, into_id=target.uuid)


def test_entity_merge_with_an_organisation_of_another_school_is_not_found(officer: User, host: Host) -> None:
    with pytest.raises(Http404):
        entity_merge(by=officer, from_id=known(host).uuid, into_id=RelationshipFactory().entity.uuid)
    with pytest.raises(Http404):
        entity_merge(by=officer, from_id=known(host).uuid, into_id=uuid4())


def test_entity_merge_of_a_school_is_refused(officer: User, host: Host) -> None:
    school = give_legal_entity(host)

    with pytest.raises(Refused):
        entity_merge(by=officer, from_id=school.uuid, into_id=known(host).uuid)
