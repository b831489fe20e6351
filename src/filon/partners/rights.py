"""Who may do what with partners: whoever works on partnerships at the school concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules
from django.core.exceptions import PermissionDenied

from filon.people.models import Host
from filon.people.rights import holds_role
from filon.people.roles import READING, WORKING

if TYPE_CHECKING:
    from filon.partners.models import Access, Affiliation, Fund, LegalEntity, PartnerChange, Site
    from filon.people.models import User

reads = holds_role(READING)
works = holds_role(WORKING)


def works_at_school_of_contact(user: User, affiliation: Affiliation) -> bool:
    return user.standing.has(WORKING, host_id=affiliation.contact.host_id)


def works_at_school_of_access(user: User, access: Access) -> bool:
    return user.standing.has(WORKING, host_id=access.affiliation.contact.host_id)


def works_at_school_of_change(user: User, change: PartnerChange) -> bool:
    return user.standing.has(WORKING, host_id=change.host_id)


def works_with_entity(user: User, entity: LegalEntity) -> bool:
    """At a school that knows the entity, or that is the entity."""
    hosts = user.standing.hosts_where(WORKING)
    return entity.host_id in hosts or entity.relationships.filter(host_id__in=hosts).exists()


def works_with_entity_of_site(user: User, site: Site) -> bool:
    return works_with_entity(user, site.entity)


def works_with_umbrella(user: User, fund: Fund) -> bool:
    return works_with_entity(user, fund.umbrella)


rules.add_perm("partners.partner.read", reads)
rules.add_perm("partners.relationship.open", works)
rules.add_perm("partners.relationship.change", works)
rules.add_perm("partners.entity.change", rules.predicate(works_with_entity))
rules.add_perm("partners.site.change", rules.predicate(works_with_entity_of_site))
rules.add_perm("partners.fund.change", rules.predicate(works_with_umbrella))
rules.add_perm("partners.contact.change", works)
rules.add_perm("partners.affiliation.change", rules.predicate(works_at_school_of_contact))
rules.add_perm("partners.change.see", rules.predicate(works_at_school_of_change))
rules.add_perm("partners.register.settle", works)
rules.add_perm("partners.access.end", rules.predicate(works_at_school_of_access))


def check_may(user: User, permission: str) -> None:
    """For a page without an object. Raises PermissionDenied."""
    if not user.has_perm(permission):
        raise PermissionDenied


def school_of_work(user: User, *, host_id: int | None = None) -> Host:
    """The school a new sheet belongs to: the one named, else the one she works for now, else her only one. Raises PermissionDenied."""
    hosts = user.standing.hosts_where(WORKING)
    wanted = host_id or user.acting_host_id or (hosts[0] if len(hosts) == 1 else None)
    if wanted not in hosts:
        raise PermissionDenied
    return Host.objects.get(id=wanted)
