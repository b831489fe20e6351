"""Who holds which role at which school, from when to when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record
from filon.kernel.periods import holding
from filon.people.models.host import Host
from filon.people.roles import Role

if TYPE_CHECKING:
    from filon.people.models.user import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: dt.date) -> Self:
        """Memberships that hold on that day, of people who may sign in."""
        return self.filter(holding(day), user__is_active=True)

    def visible_to(self, viewer: User) -> Self:
        return self.filter(host_id__in=viewer.standing.host_ids)


class Membership(Record):
    """A role at a school for a time; roles are never edited, they end and another begins."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="memberships", verbose_name=_("host"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            # A role given by mistake ends on the day it began: it was never held.
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="membership_ends_after_it_starts"),
            ExclusionConstraint(
                name="membership_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("host", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Func("start", "end", function="daterange", output_field=DateRangeField()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["host", "role"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.host_id}"
