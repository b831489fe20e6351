"""What one school knows of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit, events
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners import rules
from filon.partners.models import LegalEntity, Relationship
from filon.partners.rights import check_may, school_of_work
from filon.partners.services.entities import EntityInput
from filon.people.models import Membership, User
from filon.people.roles import WORKING


@dataclass(frozen=True, kw_only=True)
class RelationshipInput:
    """``tags``: separated by commas; ``owner_id``: a member of the school who works on partnerships."""

    owner_id: UUID | None = None
    notes: str = ""
    tags: str = ""


@transaction.atomic
def relationship_open(*, by: User, entity: EntityInput, host_id: int | None = None) -> Relationship:
    """Begins to follow an organisation. One that bears this SIREN on the installation is joined, never written twice; without a
    SIREN it is a new one."""
    check_may(by, "partners.relationship.open")
    host = school_of_work(by, host_id=host_id)
    found = _entity_joined_or_new(entity)
    lasting = found.merged_into or found
    if lasting.host_id == host.pk:
        raise Refused(_("This SIREN is your own school’s: it needs no sheet among its partners."), field="siren")
    opened, is_new = Relationship.objects.get_or_create(host=host, entity=lasting, defaults={"owner": by, "since": timezone.localdate()})
    if not is_new:
        raise Refused(_("%(name)s is already among your partners: open its sheet.") % {"name": lasting.name}, field="siren")
    audit.record(by, "relationship.opened", opened, entity=lasting.uuid)
    events.publish("relationship.opened", opened.uuid)
    return opened


def _entity_joined_or_new(entity: EntityInput) -> LegalEntity:
    """Two schools that add the same SIREN at once get the same entity."""
    columns = entity.columns()
    siren = columns["siren"]
    known = LegalEntity.objects.filter(siren=siren).select_related("merged_into").first() if siren else None
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return LegalEntity.objects.create(**columns, is_invented=entity.is_invented)
    except IntegrityError:
        return LegalEntity.objects.get(siren=siren)


@transaction.atomic
def relationship_change(*, by: User, relationship_id: UUID, relationship: RelationshipInput) -> Relationship:
    """Who looks after the partner, what the school notes, its tags."""
    found = get_visible_or_404(Relationship, viewer=by, id=relationship_id, may="partners.relationship.change", lock=True)
    found.owner = _owner(found.host_id, relationship.owner_id)
    found.notes = relationship.notes.strip()
    found.tags = rules.checked_tags(relationship.tags)
    found.save(update_fields=["owner", "notes", "tags"])
    audit.record(by, "relationship.changed", found)
    return found


def _owner(host_id: int, owner_id: UUID | None) -> User | None:
    if owner_id is None:
        return None
    held = Membership.objects.on(timezone.localdate()).filter(host_id=host_id, role__in=WORKING, user__uuid=owner_id)
    membership = held.select_related("user").first()
    if membership is None:
        raise Refused(_("A partner is looked after by a member of the school who works on partnerships."), field="owner_id")
    return membership.user
