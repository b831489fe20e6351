"""What one school knows of a legal entity; seen by that school alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record
from filon.partners.models.entity import LegalEntity
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(host_id__in=viewer.standing.hosts_where(READING))


class Relationship(Record):
    """A school and a legal entity: who looks after it, notes, tags; and where the entity says that letters and invoices go."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="relationships", verbose_name=_("host"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="relationships", verbose_name=_("legal entity"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked after by")
    )
    notes = models.TextField(_("notes"), blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("tags"))
    since = models.DateField(_("since"), null=True, blank=True)
    address = models.TextField(_("postal address"), blank=True, default="", db_default="")
    invoicing_email = models.EmailField(_("e-mail for invoices"), blank=True, default="", db_default="")
    objects = RelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("relationship")
        verbose_name_plural = _("relationships")
        constraints = [models.UniqueConstraint(fields=["host", "entity"], name="relationship_once_per_host")]

    def __str__(self) -> str:
        return f"{self.host_id} {self.entity_id}"


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(entity__in=LegalEntity.objects.visible_to(viewer))


class Site(Record):
    """A place of a legal entity: a campus, a plant, an office."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="sites", verbose_name=_("legal entity"))
    name = models.CharField(_("name"), max_length=160)
    siret = models.CharField(_("SIRET"), max_length=14, null=True, blank=True)  # noqa: DJ001 (unique where known)
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    department = models.CharField(_("department"), max_length=3, blank=True)
    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.UniqueConstraint(fields=["siret"], name="site_siret_once"),
            models.CheckConstraint(condition=Q(siret__isnull=True) | Q(siret__regex=r"^[0-9]{14}$"), name="site_siret_fourteen_digits"),
        ]

    def __str__(self) -> str:
        return self.name
