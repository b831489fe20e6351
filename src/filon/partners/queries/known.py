"""What is known of the organisations that a spreadsheet names: found by number, by the school's own identifier, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from filon.engines.sheets import plain
from filon.kernel.models import ImportKey
from filon.partners.models import LegalEntity, Relationship, Site
from filon.partners.naming import skeleton
from filon.people.models import Membership
from filon.people.roles import WORKING

if TYPE_CHECKING:
    from filon.partners.services.taking_over import OrganisationLine

KIND = "organisations"
LIKENESS = 0.55
"""As on the page of possible duplicates."""
LOOKED_AT = 3_000
"""Names compared letter by letter with those of the school; of a longer file the others are compared word by word alone."""
ALIKE = """
SELECT place, entity_id
  FROM (SELECT wanted.place, seen.id AS entity_id, similarity(lower(filon_unaccent(seen.name)), wanted.name) AS likeness
          FROM (SELECT place, lower(filon_unaccent(name)) AS name
                  FROM unnest(%(names)s::text[]) WITH ORDINALITY AS told(name, place)) AS wanted
          JOIN partners_legalentity AS seen
            ON seen.id = ANY(%(seen)s) AND lower(filon_unaccent(seen.name)) %% wanted.name) AS pair
 WHERE likeness >= %(likeness)s ORDER BY place, likeness DESC"""


@dataclass
class KnownOrganisation:
    """A sheet that lasts. `relationship`: its key at this school, None while the school does not follow it."""

    id: int
    uuid: UUID
    name: str
    kind: str
    siren: str | None
    sector: str
    city: str
    department: str
    relationship: Relationship | None = None
    is_shared: bool = False
    """Other schools rely on its identity, which stays as it is."""


@dataclass
class KnownOrganisations:
    """Everything that examining a file needs, read in a handful of queries whatever its length."""

    by_id: dict[int, KnownOrganisation] = field(default_factory=dict)
    by_siren: dict[str, KnownOrganisation] = field(default_factory=dict)
    by_siret: dict[str, KnownOrganisation] = field(default_factory=dict)
    by_reference: dict[str, KnownOrganisation] = field(default_factory=dict)
    by_uuid: dict[UUID, KnownOrganisation] = field(default_factory=dict)
    by_name: dict[str, list[KnownOrganisation]] = field(default_factory=lambda: defaultdict(list))
    by_skeleton: dict[str, list[KnownOrganisation]] = field(default_factory=lambda: defaultdict(list))
    by_likeness: dict[str, list[KnownOrganisation]] = field(default_factory=dict)
    school_numbers: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, host_id: int, lines: Sequence[OrganisationLine], *, compare: bool = True) -> KnownOrganisations:
        """With `compare`, all that the school follows, and names alike; else only what these lines name."""
        known = cls()
        followed = Relationship.objects.filter(host_id=host_id).select_related("entity__merged_into", "owner")
        for relationship in followed if compare else followed.filter(_named_in(lines)):
            known._follow(relationship)
        known._read_numbers([line.siren for line in lines if line.siren], [line.siret for line in lines if line.siret])
        known._read_references(host_id, [line.reference for line in lines if line.reference])
        schools = LegalEntity.objects.exclude(host=None).exclude(siren=None)
        known.school_numbers = {str(siren) for siren in schools.values_list("siren", flat=True)}
        known._mark_shared(host_id)
        if compare:
            known._compare([line.name for line in lines if known.sure(line) is None])
        return known

    def _follow(self, relationship: Relationship) -> None:
        entity = relationship.entity.merged_into or relationship.entity
        found = self._add(entity)
        found.relationship = found.relationship or relationship
        self.by_name[plain(relationship.entity.name)].append(found)
        self.by_skeleton[skeleton(relationship.entity.name)].append(found)

    def _add(self, entity: LegalEntity) -> KnownOrganisation:
        if entity.pk not in self.by_id:
            columns = {name: getattr(entity, name) for name in ("id", "uuid", "name", "kind", "siren", "sector", "city", "department")}
            found = self.by_id[entity.pk] = self.by_uuid[entity.uuid] = KnownOrganisation(**columns)
            if entity.siren:
                self.by_siren[entity.siren] = found
        return self.by_id[entity.pk]

    def _read_numbers(self, sirens: Sequence[str], sirets: Sequence[str]) -> None:
        missing = [siren for siren in sirens if siren not in self.by_siren]
        for entity in LegalEntity.objects.filter(siren__in=missing).select_related("merged_into"):
            self._add(entity.merged_into or entity)
            self.by_siren[str(entity.siren)] = self.by_id[entity.merged_into_id or entity.pk]
        for site in Site.objects.filter(siret__in=sirets).select_related("entity__merged_into"):
            self.by_siret[str(site.siret)] = self._add(site.entity.merged_into or site.entity)

    def _read_references(self, host_id: int, references: Sequence[str]) -> None:
        told = ImportKey.objects.filter(host_id=host_id, kind=KIND, key__in=references).values_list("key", "target")
        self.by_reference = {key: self.by_uuid[target] for key, target in told if target in self.by_uuid}

    def _mark_shared(self, host_id: int) -> None:
        others = Relationship.objects.filter(entity__in=list(self.by_id)).exclude(host_id=host_id).values_list("entity_id", flat=True)
        for entity_id in others:
            self.by_id[entity_id].is_shared = True

    def _compare(self, names: Iterable[str]) -> None:
        """Names that resemble those of the organisations that the school follows."""
        wanted = list(dict.fromkeys(names))[:LOOKED_AT]
        seen = [found.id for found in self.by_id.values() if found.relationship is not None]
        if not wanted or not seen:
            return
        with connection.cursor() as cursor:
            cursor.execute(ALIKE, {"names": wanted, "seen": seen, "likeness": LIKENESS})
            for place, entity_id in cursor.fetchall():
                self.by_likeness.setdefault(wanted[place - 1], []).append(self.by_id[entity_id])

    def sure(self, line: OrganisationLine) -> KnownOrganisation | None:
        """By number, by the school's own identifier, or by the very name when nothing contradicts it."""
        if line.target is not None:
            return self.by_uuid.get(line.target)
        found = (
            (self.by_siren.get(line.siren) if line.siren else None)
            or (self.by_siret.get(line.siret) if line.siret else None)
            or (self.by_reference.get(line.reference) if line.reference else None)
        )
        if found is not None:
            return found
        named = [one for one in self.by_name.get(plain(line.name), []) if _may_be(one, line)]
        same_place = [one for one in named if not line.city or not one.city or plain(one.city) == plain(line.city)]
        return same_place[0] if len(same_place) == 1 else None

    def followed(self, line: OrganisationLine) -> KnownOrganisation | None:
        """The same, where the school follows it."""
        found = self.sure(line)
        return found if found is not None and found.relationship is not None else None

    def alike(self, line: OrganisationLine) -> list[KnownOrganisation]:
        """Those that may be this one: the same words in another order or with another legal form, or nearly the same letters."""
        found = {one.id: one for one in self._alike(line) if one.relationship is not None and _may_be(one, line)}
        return list(found.values())

    def _alike(self, line: OrganisationLine) -> Iterator[KnownOrganisation]:
        yield from self.by_name.get(plain(line.name), [])
        yield from self.by_skeleton.get(skeleton(line.name), [])
        yield from self.by_likeness.get(line.name, [])

    def changes(self, found: KnownOrganisation, line: OrganisationLine) -> list[str]:
        """What the line would change: names of columns of the identity and of the follow-up."""
        return [*identity_changes(found, line), *follow_up_changes(found.relationship, line)]


def _named_in(lines: Sequence[OrganisationLine]) -> Q:
    """Relationships with what these lines name: enough to write them, once the whole file was compared."""
    targets = [line.target for line in lines if line.target]
    sirens = [line.siren for line in lines if line.siren]
    sirets = [line.siret for line in lines if line.siret]
    names = [line.name for line in lines]
    own = Q(entity__uuid__in=targets) | Q(entity__siren__in=sirens) | Q(entity__name__in=names)
    merged = Q(entity__merged_into__uuid__in=targets) | Q(entity__merged_into__siren__in=sirens)
    at_a_site = Q(entity__in=Site.objects.filter(siret__in=sirets).values("entity"))
    return own | merged | at_a_site


def _may_be(found: KnownOrganisation, line: OrganisationLine) -> bool:
    """Two SIRENs are two legal persons."""
    return not (found.siren and line.siren and found.siren != line.siren)


def identity_changes(found: KnownOrganisation, line: OrganisationLine) -> list[str]:
    """An identity that other schools rely on does not change; an empty cell changes nothing."""
    if found.is_shared:
        return []
    names = ("name", "kind", "siren", "sector", "city", "department")
    return [name for name in names if getattr(line, name) and getattr(line, name) != getattr(found, name)]


def follow_up_changes(relationship: Relationship | None, line: OrganisationLine) -> list[str]:
    """Tags are added to those that are there."""
    if relationship is None:
        return ["relationship"]
    changed = []
    if set(line.tags) - set(relationship.tags):
        changed.append("tags")
    if line.notes and line.notes != relationship.notes:
        changed.append("notes")
    if line.owner_id and line.owner_id != (relationship.owner.uuid if relationship.owner else None):
        changed.append("owner")
    if line.since and line.since != relationship.since:
        changed.append("since")
    return changed


def colleague_addresses(host_id: int) -> dict[str, UUID]:
    """Address and name, in lower case, of those who work on partnerships at the school, to their UUID."""
    held = Membership.objects.on(timezone.localdate()).filter(host_id=host_id, role__in=WORKING)
    found: dict[str, UUID] = {}
    for uuid, name, email in held.values_list("user__uuid", "user__name", "user__email"):
        found |= {name.casefold(): uuid, email.casefold(): uuid}
    return found
