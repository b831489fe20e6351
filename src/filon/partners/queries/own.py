"""An organisation as its own people look after it: school by school, its data there, its people and what each may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from filon.kernel.periods import not_over
from filon.partners.models import Access, AccessLevel, Affiliation, LegalEntity, PartnerChange, Relationship, accesses_today
from filon.people.models import Host, SentLetter

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class AtSchool:
    """`people`: affiliations, each with `access_uuid`, `access_level`, `access_user` and `is_undelivered` of its open access."""

    host: Host
    relationship: Relationship | None
    people: Sequence[Any]
    manages: bool


@dataclass(frozen=True)
class OwnSheet:
    entity: LegalEntity
    schools: Sequence[AtSchool]
    viewer_id: int

    @property
    def levels(self) -> list[tuple[str, Any]]:
        return list(AccessLevel.choices)


def own_sheet(viewer: User, entity_id: UUID) -> OwnSheet:
    """404 for an organisation that she does not act for. Four queries."""
    held = [access for access in accesses_today(viewer) if access.affiliation.entity.uuid == entity_id]
    if not held:
        raise Http404
    entity = held[0].affiliation.entity
    manages = {access.affiliation.contact.host_id: False for access in held}
    for access in held:
        manages[access.affiliation.contact.host_id] |= access.level == AccessLevel.MANAGES
    hosts = list(Host.objects.filter(pk__in=manages).order_by("name"))
    known = {one.host_id: one for one in Relationship.objects.filter(host__in=manages, entity=entity)}
    people = list(_people(entity, [host.pk for host in hosts]))
    return OwnSheet(entity, [_at(host, known, people, manages=manages[host.pk]) for host in hosts], viewer.pk)


def _at(host: Host, known: dict[int, Relationship], people: Sequence[Any], *, manages: bool) -> AtSchool:
    return AtSchool(host, known.get(host.pk), [one for one in people if one.contact.host_id == host.pk], manages)


def _people(entity: LegalEntity, host_ids: Sequence[int]) -> QuerySet[Affiliation]:
    today = timezone.localdate()
    opened = Access.objects.on(today).filter(affiliation=OuterRef("pk"), end=None)
    last = SentLetter.objects.filter(about_uuid=OuterRef("access_uuid")).order_by("-id")
    rows = Affiliation.objects.filter(not_over(today), entity=entity, contact__host__in=host_ids)
    return (
        rows.annotate(
            access_uuid=Subquery(opened.values("uuid")[:1]),
            access_level=Subquery(opened.values("level")[:1]),
            access_user=Subquery(opened.values("user_id")[:1]),
        )
        .annotate(returned_at=Subquery(last.values("returned_at")[:1]))
        .select_related("contact", "power_file")
        .order_by("contact__name", "start")
    )


def changes_unseen() -> QuerySet[PartnerChange]:
    """Of the outer relationship, the latest first, as JSON for its page."""
    return PartnerChange.objects.filter(host=OuterRef("host"), entity=OuterRef("entity"), seen_at=None).order_by("-id")


def colleague_of(viewer: User, entity_id: UUID, affiliation_id: UUID) -> Affiliation:
    """One of the people of an organisation that she acts for; 404 else. Whether she manages, the service checks."""
    held = [access.affiliation for access in accesses_today(viewer) if access.affiliation.entity.uuid == entity_id]
    hosts = {one.contact.host_id for one in held}
    found = (
        Affiliation.objects.filter(uuid=affiliation_id, entity__uuid=entity_id, contact__host__in=hosts).select_related("contact").first()
    )
    if found is None:
        raise Http404
    return found
