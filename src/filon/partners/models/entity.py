"""Who can sign, pay, receive and issue: legal entities. Funds cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record
from filon.kernel.search import folded
from filon.partners.kinds import EntityKind
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class LegalEntityQuerySet(models.QuerySet["LegalEntity"]):
    def visible_to(self, viewer: User) -> Self:
        """Entities a school of the viewer has a relationship with, the school itself, and the entities a partner's person acts for."""
        from filon.partners.models.access import Access  # noqa: PLC0415  (an access names an affiliation, which names an entity)
        from filon.partners.models.relationship import Relationship  # noqa: PLC0415

        hosts = viewer.standing.hosts_where(READING)
        known = Relationship.objects.filter(host_id__in=hosts, entity=OuterRef("pk"))
        own = Access.objects.open_to(viewer).filter(affiliation__entity=OuterRef("pk"))
        return self.filter(Exists(known) | Exists(own) | Q(host_id__in=hosts))


class LegalEntity(Record):
    """A public register identity, one per SIREN on an installation, without any private field.

    What a school knows of it stands on its Relationship. A merged entity keeps its references; ``merged_into`` names the one that lasts.
    """

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=EntityKind)
    siren = models.CharField(_("SIREN"), max_length=9, null=True, blank=True)  # noqa: DJ001 (unique where known)
    sector = models.CharField(_("sector"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    department = models.CharField(_("department"), max_length=3, blank=True)
    host = models.OneToOneField(Host, models.PROTECT, null=True, blank=True, related_name="entity", verbose_name=_("school on Filon"))
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name=_("merged into"))
    objects = LegalEntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")
        constraints = [
            models.UniqueConstraint(fields=["siren"], name="entity_siren_once"),
            models.CheckConstraint(condition=Q(siren__isnull=True) | Q(siren__regex=r"^[0-9]{9}$"), name="entity_siren_nine_digits"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="entity_not_merged_into_itself"),
        ]
        indexes = [GinIndex(OpClass(folded("name"), name="gin_trgm_ops"), name="entity_name_folded")]

    def __str__(self) -> str:
        return self.name


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, viewer: User) -> Self:
        """The funds of the umbrellas the viewer sees."""
        return self.filter(umbrella__in=LegalEntity.objects.visible_to(viewer))


class Fund(Record):
    """A sheltered foundation: an account of its umbrella, without legal personality. It never signs, pays or issues."""

    umbrella = models.ForeignKey(LegalEntity, models.PROTECT, related_name="funds", verbose_name=_("umbrella foundation"))
    name = models.CharField(_("name"), max_length=200)
    purpose_fr = models.CharField(_("purpose (French)"), max_length=300, blank=True)
    purpose_en = models.CharField(_("purpose (English)"), max_length=300, blank=True)
    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        constraints = [models.UniqueConstraint(fields=["umbrella", "name"], name="fund_name_once_per_umbrella")]

    def __str__(self) -> str:
        return self.name
