"""A host is a school that runs Filon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record

if TYPE_CHECKING:
    from filon.people.models.user import User


class HostQuerySet(models.QuerySet["Host"]):
    def visible_to(self, viewer: User) -> Self:
        """The schools the viewer belongs to now."""
        return self.filter(id__in=viewer.standing.host_ids)


class Host(Record):
    """A school (or a house of a network) that runs Filon; what it stewards is seen by its members and nobody else."""

    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=40)
    city = models.CharField(_("city"), max_length=80, blank=True)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False)
    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [models.UniqueConstraint(fields=["name"], name="host_name_once")]

    def __str__(self) -> str:
        return self.name
