"""What a partner's people changed about their organisation, for the school to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.models import Record
from filon.partners.kinds import ChangeKind
from filon.partners.models.entity import LegalEntity
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class PartnerChangeQuerySet(models.QuerySet["PartnerChange"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(host_id__in=viewer.standing.hosts_where(READING))


class PartnerChange(Record):
    """One change, in words (`detail`), until somebody of the school has seen it and after."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="changes", verbose_name=_("legal entity"))
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    detail = models.CharField(_("detail"), max_length=400)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(default=clock.now)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seen by")
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    objects = PartnerChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change by a partner")
        verbose_name_plural = _("changes by partners")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True, seen_at__isnull=True) | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="partner_change_seen_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["host", "entity"], condition=Q(seen_at=None), name="partner_change_unseen")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.kind}"
