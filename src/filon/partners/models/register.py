"""What the public register says of organisations, and what has changed there. Public: nothing of a school, nothing on a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record
from filon.partners.models.entity import LegalEntity
from filon.partners.models.relationship import Relationship
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class RegisterRecord(models.Model):
    """The last answer about an organisation. `sheet`: JSON of engines.company_register; `missing_since`: when the register last ceased to
    show it, which says nothing of its life."""

    id = models.BigAutoField(primary_key=True)
    entity = models.OneToOneField(LegalEntity, models.PROTECT, related_name="register_record", verbose_name=_("legal entity"))
    sheet = models.JSONField(default=dict)
    standing = models.CharField(_("standing"), max_length=24, blank=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(_("asked on"), default=clock.now)
    missing_since = models.DateTimeField(_("not shown since"), null=True, blank=True)

    class Meta:
        verbose_name = _("register record")
        verbose_name_plural = _("register records")
        indexes = [models.Index(fields=["seen_at"], name="register_record_seen")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.standing}"


class RegisterChangeQuerySet(models.QuerySet["RegisterChange"]):
    def visible_to(self, viewer: User) -> Self:
        """Of the organisations that a school of the viewer follows."""
        followed = Relationship.objects.filter(host_id__in=viewer.standing.hosts_where(READING), entity=OuterRef("entity"))
        return self.filter(Exists(followed))

    def open_for(self, viewer: User) -> Self:
        """Those that no school of the viewer has taken note of."""
        settled = RegisterSettlement.objects.filter(host_id__in=viewer.standing.hosts_where(READING), change=OuterRef("pk"))
        return self.visible_to(viewer).filter(~Exists(settled))


class RegisterChange(Noted, AppendOnly, Record):
    """Something the register says otherwise than before: it is told, and edits nothing."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="register_changes", verbose_name=_("legal entity"))
    kind = models.CharField(_("kind"), max_length=12)
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200, blank=True)
    occurred_on = models.DateField(_("on"), null=True, blank=True)
    found_at = models.DateTimeField(_("found on"), default=clock.now)
    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change in the register")
        verbose_name_plural = _("changes in the register")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.kind}"


class RegisterSettlement(Noted, AppendOnly, models.Model):
    """A school has taken note of a change."""

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(RegisterChange, models.PROTECT, related_name="settlements")
    host = models.ForeignKey(Host, models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("change taken note of")
        verbose_name_plural = _("changes taken note of")
        constraints = [models.UniqueConstraint(fields=["change", "host"], name="register_change_settled_once_per_host")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.host_id}"
