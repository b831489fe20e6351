"""Organisations of a spreadsheet, many at once: one event for all, with the digest of what was touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.imports.keys import remember_keys
from filon.kernel.imports.kinds import Written
from filon.kernel.models import OutboxEvent
from filon.partners.kinds import EntityKind
from filon.partners.models import LegalEntity, Relationship, Site
from filon.partners.queries.known import KIND, KnownOrganisation, KnownOrganisations, identity_changes
from filon.people.models import User
from filon.people.roles import WORKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class OrganisationLine:
    """A line, checked. `target`: the organisation it is, when that is known; `reference`: the school's own identifier; `owner_id`: UUID of
    a colleague; `kind` None: not said."""

    line: int
    name: str
    target: UUID | None = None
    siren: str | None = None
    siret: str | None = None
    kind: str | None = None
    sector: str = ""
    address: str = ""
    city: str = ""
    department: str = ""
    tags: Sequence[str] = ()
    notes: str = ""
    owner_id: UUID | None = None
    since: dt.date | None = None
    reference: str = ""


@dataclass
class _Work:
    """What one call writes."""

    by: User
    host_id: int
    known: KnownOrganisations
    owners: Mapping[UUID, int]
    targets: dict[int, UUID] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    opened: list[Relationship] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)


@transaction.atomic
def organisations_take_over(*, by: User, host_id: int, lines: Sequence[OrganisationLine], import_id: UUID) -> Written:
    """Begins to follow what is new and corrects what is there; an identity that other schools rely on keeps what it says. Looks again at
    what is known, for somebody may have written it since the preview."""
    if not by.standing.has(WORKING, host_id=host_id):
        raise PermissionDenied
    known = KnownOrganisations.of(host_id, lines, compare=False)
    owners = dict(User.objects.filter(uuid__in={line.owner_id for line in lines if line.owner_id}).values_list("uuid", "pk"))
    work = _Work(by, host_id, known, owners)
    found = [(line, known.sure(line)) for line in lines]
    _change_identities(work, [(line, one) for line, one in found if one is not None])
    _add_entities(work, [line for line, one in found if one is None])
    _follow(work, lines)
    _keep_sites(work, lines)
    remember_keys(
        host_id, KIND, {line.reference: work.targets[line.line] for line in lines if line.reference and line.line in work.targets}
    )
    audit.record_bulk(by, "relationship.taken_over", sorted(set(work.targets.values())), host_id=host_id, file_import=str(import_id))
    return Written(work.targets, work.refused)


def _change_identities(work: _Work, pairs: Iterable[tuple[OrganisationLine, KnownOrganisation]]) -> None:
    changed = {}
    for line, one in pairs:
        work.targets[line.line] = one.uuid
        names = [name for name in identity_changes(one, line) if name != "siren" or one.siren is None]
        if names:
            changed[one.id] = (line, names)
    entities = list(LegalEntity.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=changed).order_by("pk"))
    for entity in entities:
        line, names = changed[entity.pk]
        for name in names:
            setattr(entity, name, getattr(line, name))
    LegalEntity.objects.bulk_update(entities, ["name", "kind", "siren", "sector", "city", "department"], batch_size=500)


def _add_entities(work: _Work, lines: Sequence[OrganisationLine]) -> None:
    columns = ("name", "siren", "sector", "city", "department")
    entities = [LegalEntity(kind=line.kind or EntityKind.COMPANY, **{name: getattr(line, name) for name in columns}) for line in lines]
    for line, entity in zip(lines, LegalEntity.objects.bulk_create(entities), strict=True):
        work.targets[line.line] = entity.uuid
        work.known._add(entity)


def _follow(work: _Work, lines: Sequence[OrganisationLine]) -> None:
    """Relationships that are missing, and what the school notes in those that are there."""
    changed = []
    for line in lines:
        one = work.known.by_uuid[work.targets[line.line]]
        if one.relationship is None:
            one.relationship = Relationship(host_id=work.host_id, entity_id=one.id, owner=work.by, since=timezone.localdate())
            work.opened.append(one.relationship)
        else:
            changed.append(one.relationship)
        _note(work, one.relationship, line)
    Relationship.objects.bulk_create(work.opened)
    Relationship.objects.bulk_update(changed, ["owner", "tags", "notes", "since"], batch_size=500)
    OutboxEvent.objects.bulk_create(OutboxEvent(name="relationship.opened", object_uuid=one.uuid, payload={}) for one in work.opened)


def _note(work: _Work, relationship: Relationship, line: OrganisationLine) -> None:
    relationship.tags = list(dict.fromkeys([*relationship.tags, *line.tags]))
    relationship.notes = line.notes or relationship.notes
    relationship.since = line.since or relationship.since
    if line.owner_id is not None and line.owner_id in work.owners:
        relationship.owner_id = work.owners[line.owner_id]


def _keep_sites(work: _Work, lines: Sequence[OrganisationLine]) -> None:
    """A SIRET that is not there yet is a site of the organisation; one is never taken from another."""
    for line in lines:
        if line.siret and line.siret not in work.known.by_siret:
            entity = work.known.by_uuid[work.targets[line.line]]
            work.known.by_siret[line.siret] = entity
            name = line.city or _("Headquarters")
            places = {"address": line.address, "city": line.city, "department": line.department}
            work.sites.append(Site(entity_id=entity.id, name=name, siret=line.siret, **places))
    Site.objects.bulk_create(work.sites)
