"""Public identities: legal entities, their funds and their sites."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners import rules
from filon.partners.models import Fund, LegalEntity, Relationship, Site
from filon.people.models import User
from filon.people.roles import WORKING


@dataclass(frozen=True, kw_only=True)
class EntityInput:
    """The public identity of an organisation. ``siren``: as typed, spaces allowed, empty when it has none or it is not known."""

    name: str
    kind: str
    siren: str = ""
    sector: str = ""
    city: str = ""
    department: str = ""
    is_invented: bool = False

    def columns(self) -> dict[str, object]:
        """Checked values of the columns. Raises Refused."""
        return {
            "name": self.name.strip(),
            "kind": self.kind,
            "siren": rules.checked_siren(self.siren),
            "sector": self.sector.strip(),
            "city": self.city.strip(),
            "department": rules.checked_department(self.department),
        }


@dataclass(frozen=True, kw_only=True)
class FundInput:
    name: str
    purpose_fr: str = ""
    purpose_en: str = ""


@dataclass(frozen=True, kw_only=True)
class SiteInput:
    """``siret``: as typed, spaces allowed, empty when it is not known."""

    name: str
    siret: str = ""
    address: str = ""
    city: str = ""
    department: str = ""

    def columns(self, entity: LegalEntity) -> dict[str, object]:
        """Checked values of the columns. Raises Refused."""
        return {
            "name": self.name.strip(),
            "siret": rules.checked_siret(self.siret, siren=entity.siren),
            "address": self.address.strip(),
            "city": self.city.strip(),
            "department": rules.checked_department(self.department),
        }


@transaction.atomic
def entity_change(*, by: User, entity_id: UUID, entity: EntityInput) -> LegalEntity:
    """Corrects a public identity, while no other school relies on it."""
    found = get_visible_or_404(LegalEntity, viewer=by, id=entity_id, may="partners.entity.change", lock=True)
    columns = entity.columns()
    _check_not_shared(found, by)
    _check_siren_free(found, columns["siren"])
    rules.check_kind_change(found, kind=entity.kind, has_funds=found.funds.exists())
    changed = {name: value for name, value in columns.items() if getattr(found, name) != value}
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
    audit.record(by, "entity.changed", found, changed=sorted(changed))
    return found


def _check_not_shared(entity: LegalEntity, by: User) -> None:
    """A register identity that other schools rely on is not rewritten by one of them."""
    hosts = by.standing.hosts_where(WORKING)
    is_of_another_school = entity.host_id is not None and entity.host_id not in hosts
    if is_of_another_school or entity.relationships.exclude(host_id__in=hosts).exists():
        sentence = _("%(name)s is shared by several schools: whoever runs this installation corrects its identity. Your notes stay yours.")
        raise Refused(sentence % {"name": entity.name}, field="name")


def _check_siren_free(entity: LegalEntity, siren: object) -> None:
    if siren and LegalEntity.objects.filter(siren=siren).exclude(pk=entity.pk).exists():
        sentence = _("Another sheet already bears the SIREN %(number)s: open it with this number, then merge this one into it.")
        raise Refused(sentence % {"number": rules.in_groups(str(siren))}, field="siren")


@transaction.atomic
def entity_merge(*, by: User, from_id: UUID, into_id: UUID) -> LegalEntity:
    """Says that two sheets are one organisation: the first names the second, and no reference is rewritten."""
    locked = {id: get_visible_or_404(LegalEntity, viewer=by, id=id, lock=True) for id in sorted({from_id, into_id})}
    source = get_visible_or_404(LegalEntity, viewer=by, id=from_id, may="partners.entity.change")
    target = get_visible_or_404(LegalEntity, viewer=by, id=into_id, may="partners.entity.change")
    rules.check_merge(source, target, has_absorbed=locked[from_id].absorbed.exists())
    _check_not_shared(source, by)
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    audit.record(by, "entity.merged", source, into=target.uuid)
    return target


@transaction.atomic
def fund_add(*, by: User, umbrella_id: UUID, fund: FundInput) -> Fund:
    """A sheltered foundation, under the umbrella that signs and issues for it."""
    umbrella = get_visible_or_404(LegalEntity, viewer=by, id=umbrella_id, may="partners.entity.change", lock=True)
    rules.check_umbrella(umbrella)
    _check_fund_name(umbrella, fund.name, but=None)
    added = Fund.objects.create(umbrella=umbrella, name=fund.name.strip(), purpose_fr=fund.purpose_fr, purpose_en=fund.purpose_en)
    audit.record(by, "fund.added", added, umbrella=umbrella.uuid)
    return added


@transaction.atomic
def fund_change(*, by: User, fund_id: UUID, fund: FundInput) -> Fund:
    found = get_visible_or_404(Fund, viewer=by, id=fund_id, may="partners.fund.change", lock=True)
    _check_not_shared(found.umbrella, by)
    _check_fund_name(found.umbrella, fund.name, but=found)
    found.name, found.purpose_fr, found.purpose_en = fund.name.strip(), fund.purpose_fr, fund.purpose_en
    found.save(update_fields=["name", "purpose_fr", "purpose_en"])
    audit.record(by, "fund.changed", found)
    return found


def _check_fund_name(umbrella: LegalEntity, name: str, *, but: Fund | None) -> None:
    if umbrella.funds.filter(name=name.strip()).exclude(pk=but.pk if but else 0).exists():
        sentence = _("%(umbrella)s already shelters a fund called %(name)s.")
        raise Refused(sentence % {"umbrella": umbrella.name, "name": name.strip()}, field="name")


@transaction.atomic
def site_add(*, by: User, entity_id: UUID, site: SiteInput) -> Site:
    entity = get_visible_or_404(LegalEntity, viewer=by, id=entity_id, may="partners.entity.change", lock=True)
    columns = site.columns(entity)
    _check_siret_free(columns["siret"], but=None)
    added = Site.objects.create(entity=entity, **columns)
    audit.record(by, "site.added", added, entity=entity.uuid)
    return added


@transaction.atomic
def site_change(*, by: User, site_id: UUID, site: SiteInput) -> Site:
    found = get_visible_or_404(Site, viewer=by, id=site_id, may="partners.site.change", lock=True)
    _check_not_shared(found.entity, by)
    columns = site.columns(found.entity)
    _check_siret_free(columns["siret"], but=found)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    audit.record(by, "site.changed", found)
    return found


def _check_siret_free(siret: object, *, but: Site | None) -> None:
    if siret and Site.objects.filter(siret=siret).exclude(pk=but.pk if but else 0).exists():
        raise Refused(_("Another site already bears this SIRET."), field="siret")


def school_entity(host_id: int) -> LegalEntity:
    """The legal entity of a school that runs Filon. Raises LegalEntity.DoesNotExist when the school has none yet."""
    return LegalEntity.objects.get(host_id=host_id)


def schools_that_know(entity: LegalEntity) -> list[int]:
    """Keys of the schools with a relationship to it."""
    return list(Relationship.objects.filter(entity=entity).values_list("host_id", flat=True))
