"""What is always true of partners, proved again by `filon verify`."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.kernel.registry import InvariantResult
from filon.partners.kinds import EntityKind
from filon.partners.models import Access, Affiliation, Fund, LegalEntity, Relationship, Site
from filon.partners.rules import checked_siren, checked_siret


def merge_without_chain() -> InvariantResult:
    merged = LegalEntity.objects.filter(merged_into__isnull=False)
    chained = merged.filter(merged_into__merged_into__isnull=False).select_related("merged_into")
    sentence = _("%(name)s is merged into %(into)s, which is merged itself")
    return InvariantResult(merged.count(), [sentence % {"name": one.name, "into": one.merged_into} for one in chained])


def fund_under_umbrella() -> InvariantResult:
    strays = Fund.objects.exclude(umbrella__kind=EntityKind.UMBRELLA).select_related("umbrella")
    sentence = _("the fund %(name)s is sheltered by %(umbrella)s, which is no umbrella")
    return InvariantResult(Fund.objects.count(), [sentence % {"name": one.name, "umbrella": one.umbrella.name} for one in strays])


def numbers_exist() -> InvariantResult:
    sirens = LegalEntity.objects.filter(siren__isnull=False).values_list("siren", flat=True)
    sites = Site.objects.filter(siret__isnull=False).values_list("siret", "entity__siren")
    wrong = [*(_wrong_siren(siren or "") for siren in sirens.iterator()), *(_wrong_siret(*numbers) for numbers in sites.iterator())]
    return InvariantResult(len(wrong), [sentence for sentence in wrong if sentence])


def _wrong_siren(siren: str) -> str:
    try:
        checked_siren(siren)
    except Refused as refused:
        return refused.sentence
    return ""


def _wrong_siret(siret: str | None, siren: str | None) -> str:
    try:
        checked_siret(siret or "", siren=siren)
    except Refused as refused:
        return refused.sentence
    return ""


def contact_of_known_partner() -> InvariantResult:
    known = Relationship.objects.filter(host=OuterRef("contact__host"), entity=OuterRef("entity"))
    strangers = Affiliation.objects.exclude(Q(Exists(known)) | Q(entity__host=F("contact__host"))).select_related("contact", "entity")
    sentence = _("%(name)s acts for %(entity)s, which her school does not follow")
    violations = [sentence % {"name": one.contact.name, "entity": one.entity.name} for one in strangers]
    return InvariantResult(Affiliation.objects.count(), violations)


def access_within_affiliation() -> InvariantResult:
    early = Access.objects.filter(start__lt=F("affiliation__start"))
    sentence = _("the access %(access)s began before its function")
    return InvariantResult(Access.objects.count(), [sentence % {"access": one.uuid} for one in early])
