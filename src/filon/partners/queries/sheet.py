"""Everything on one organisation that its page shows before the sections of other apps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import JSONObject
from django.utils import timezone

from filon.kernel import registry
from filon.kernel.prepared import Given, Prepared
from filon.kernel.rights import get_visible_or_404
from filon.partners.kinds import ChangeKind, EntityKind
from filon.partners.models import Access, Affiliation, Fund, LegalEntity, Relationship, Site
from filon.partners.queries.own import changes_unseen
from filon.partners.queries.registered import register_annotations, register_shown
from filon.partners.rules import in_groups
from filon.people.models import User
from filon.people.roles import READING, WORKING


@dataclass(frozen=True)
class ShownSection:
    """A section another app brings: its template and what it shows."""

    code: str
    title: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class PartnerSheet:
    """One organisation as the viewer sees it. ``relationship`` is None for the school itself and for a partner's person;
    ``sites`` map columns of Site; ``people`` are affiliations, each with ``access_uuid``, ``access_email`` and ``access_level`` of its
    open access."""

    entity: LegalEntity
    relationship: Relationship | None
    sites: list[Mapping[str, Any]]
    funds: list[Fund]
    people: list[Affiliation]
    former_people: list[Affiliation]
    absorbed_names: list[str]
    sections: list[ShownSection]
    changes: list[Mapping[str, Any]]
    register: Mapping[str, Any] | None
    may_change: bool
    reads: bool

    @property
    def siren(self) -> str:
        return in_groups(self.entity.siren or "")

    @property
    def is_umbrella(self) -> bool:
        return self.entity.kind == EntityKind.UMBRELLA


def partner_sheet(viewer: User, entity_id: UUID) -> PartnerSheet:
    """Raises Http404 when the viewer does not see the organisation. At most four queries, and those of the sections."""
    relationship = _relationship(viewer, entity_id)
    entity: LegalEntity = get_visible_or_404(_ENTITY, viewer=viewer, id=entity_id) if relationship is None else relationship.entity
    listed: Any = relationship or entity
    people: list[Affiliation] = _PEOPLE(viewer, entity=entity.pk) if viewer.standing.has(READING) else []
    today = timezone.localdate()
    return PartnerSheet(
        entity=entity,
        relationship=relationship,
        sites=listed.listed_sites,
        funds=list(entity.funds.order_by("name")) if entity.kind == EntityKind.UMBRELLA else [],
        people=[one for one in people if one.end is None or one.end > today],
        former_people=[one for one in people if one.end is not None and one.end <= today],
        absorbed_names=listed.absorbed_names,
        sections=_sections(viewer, entity),
        changes=[] if relationship is None else [_told(one) for one in listed.changes],
        register=register_shown(listed) if viewer.standing.has(READING) else None,
        may_change=_may_change(viewer, entity, relationship),
        reads=viewer.standing.has(READING),
    )


def _told(change: Mapping[str, Any]) -> Mapping[str, Any]:
    at = timezone.localdate(dt.datetime.fromisoformat(change["at"]))
    return {**change, "kind": ChangeKind(change["kind"]).label, "at": at}


def _entity(reader: Any) -> QuerySet[LegalEntity]:
    found = LegalEntity.objects.visible_to(reader).filter(uuid=Given(UUIDField(), "id")).select_related("merged_into")
    return found.annotate(**_listed("pk"), **register_annotations(reader, "pk"))


def _listed(entity: str) -> dict[str, ArraySubquery]:
    """The names of the sheets merged into it, and its sites; `entity` leads to it from the row."""
    absorbed = LegalEntity.objects.filter(merged_into=OuterRef(entity)).values("name")
    site = JSONObject(**{name: name for name in ("uuid", "name", "siret", "address", "city", "department")})
    sites = Site.objects.filter(entity=OuterRef(entity)).order_by("name").values_list(site)
    return {"absorbed_names": ArraySubquery(absorbed), "listed_sites": ArraySubquery(sites)}


_ENTITY = Prepared(_entity)


def _relationship(viewer: User, entity_id: UUID) -> Relationship | None:
    """With the organisation itself; none for the viewer's own school, nor for a partner's person."""
    found = next(iter(_RELATIONSHIP(viewer, id=entity_id)), None) if viewer.standing.has(READING) else None
    return None if found is None or found.entity.host_id in viewer.standing.host_ids else found


def _relationships(reader: Any) -> QuerySet[Relationship]:
    of_entity = Relationship.objects.visible_to(reader).filter(entity__uuid=Given(UUIDField(), "id"))
    told = JSONObject(uuid="uuid", kind="kind", detail="detail", by="made_by__name", at="made_at")
    changes = ArraySubquery(changes_unseen().values(json=told)[:20])
    shown = of_entity.select_related("owner", "host", "entity__merged_into").annotate(**_listed("entity"), changes=changes)
    return shown.annotate(**register_annotations(reader, "entity")).order_by("pk")[:1]


_RELATIONSHIP = Prepared(_relationships)


def _may_change(viewer: User, entity: LegalEntity, relationship: Relationship | None) -> bool:
    """The same answer as the right `partners.entity.change`, without asking the database again."""
    host_id = entity.host_id if relationship is None else relationship.host_id
    return host_id is not None and viewer.standing.has(WORKING, host_id=host_id)


def _people(reader: Any) -> QuerySet[Affiliation]:
    """Of this sheet and of those merged into it, by name."""
    entity = Given(BigIntegerField(), "entity")
    lasting = Access.objects.filter(affiliation=OuterRef("pk"), end__isnull=True)
    return (
        Affiliation.objects.visible_to(reader)
        .filter(Q(entity=entity) | Q(entity__merged_into=entity))
        .select_related("contact")
        .annotate(access_uuid=Subquery(lasting.values("uuid")[:1]), access_email=Subquery(lasting.values("user__email")[:1]))
        .annotate(access_level=Subquery(lasting.values("level")[:1]))
        .order_by("contact__name", "-start")
    )


_PEOPLE = Prepared(_people)


def _sections(viewer: User, entity: LegalEntity) -> list[ShownSection]:
    rendered = ((section, section.render(viewer, entity)) for section in registry.all_of(registry.PartnerSection))
    return [ShownSection(section.code, shown.title, section.template, shown.context) for section, shown in rendered if shown]
