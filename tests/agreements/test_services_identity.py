"""Title and people in charge change without an amendment; the order of parties only while it is not signed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from filon.agreements.inputs import PartyInput
from filon.agreements.queries.content import content_hash
from filon.agreements.services import drafting
from filon.agreements.units import Capacity
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent
from filon.people.roles import Role
from tests.factories.agreements import World, in_force, member
from tests.factories.partners import RelationshipFactory

pytestmark = pytest.mark.django_db


def change(world: World, **changed: object):
    given = {"by": world.officer, "agreement_id": world.agreement.uuid, "title_fr": "Chaire", "title_en": "", "owner_id": None}
    return drafting.agreement_change(**given | changed)


def test_agreement_change_leaves_what_is_signed_intact():
    world, *_ = in_force()
    colleague = member(world.host, Role.DIRECTOR)

    agreement = change(world, owner_id=colleague.uuid)

    assert (agreement.title_fr, agreement.owner) == ("Chaire", colleague)
    assert content_hash(world.draft) == world.draft.content_hash
    event = AuditEvent.objects.get(action="agreement.changed")
    assert (event.payload["former_title_fr"], event.payload["title_fr"]) == ("Mécénat", "Chaire")


def test_agreement_change_without_a_title_is_refused():
    with pytest.raises(Refused) as refused:
        change(World(), title_fr="  ")

    assert refused.value.field == "title_fr"


def test_agreement_change_to_an_owner_of_another_school_is_not_found():
    with pytest.raises(Http404):
        change(World(), owner_id=World().officer.uuid)


def test_agreement_change_by_the_auditor_is_denied():
    world = World()

    with pytest.raises(PermissionDenied):
        change(world, by=world.auditor)


def test_commitment_owner_set_on_both_sides():
    world, meetings, _ = in_force()
    contact = world.signatories[world.company.pk].contact

    changed = drafting.commitment_owner_set(
        by=world.officer, commitment_id=meetings.uuid, owner_id=world.officer.uuid, owner_contact_id=contact.uuid
    )

    assert (changed.owner, changed.owner_contact) == (world.officer, contact)
    assert content_hash(world.draft) == world.draft.content_hash
    assert AuditEvent.objects.filter(action="agreement.commitment_owner_set").count() == 1


def test_commitment_owner_set_by_the_partner_is_denied():
    world, meetings, _ = in_force()

    with pytest.raises(PermissionDenied):
        drafting.commitment_owner_set(by=world.contact, commitment_id=meetings.uuid, owner_id=None, owner_contact_id=None)


def test_party_move_of_a_signed_party_is_refused():
    world, *_ = in_force()
    draft = world.amend(dt.date(2025, 6, 1))

    with pytest.raises(Refused):
        drafting.party_move(by=world.officer, version_id=draft.uuid, party_id=world.party(world.company).uuid, places=-1)

    assert content_hash(world.draft) == world.draft.content_hash


def test_party_move_among_newcomers_of_an_amendment():
    world, *_ = in_force()
    draft = world.amend(dt.date(2025, 6, 1))
    first, second = (RelationshipFactory(host=world.host).entity for _ in range(2))
    for entity in (first, second):
        given = PartyInput(entity_id=entity.uuid, capacity=Capacity.PARTNER)
        drafting.party_add(by=world.officer, version_id=draft.uuid, party=given)

    drafting.party_move(by=world.officer, version_id=draft.uuid, party_id=world.party(second).uuid, places=-1)

    assert [party.entity for party in world.agreement.parties.all()][-2:] == [second, first]
    assert content_hash(world.draft) == world.draft.content_hash
