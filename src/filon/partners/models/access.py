"""A partner's person signs in: an access is a grant on her affiliation, by one school."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record
from filon.kernel.periods import holding
from filon.partners.kinds import ACTING, AccessLevel
from filon.partners.models.contact import Affiliation
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class AccessQuerySet(models.QuerySet["Access"]):
    def on(self, day: dt.date) -> Self:
        """Those that are open that day, while both the grant and the affiliation last."""
        return self.filter(holding(day), holding(day, "affiliation__"))

    def open_to(self, viewer: User) -> Self:
        """The accesses this user holds today. Nothing is asked of the database for a member of a school who holds none."""
        return self.on(timezone.localdate()).filter(user_id=viewer.pk) if viewer.standing.acts else self.none()

    def for_row(self, *, entity: str, host: str) -> Self:
        """Those for the organisation and the school that the outer row names by these paths."""
        return self.filter(affiliation__entity=OuterRef(entity), affiliation__contact__host=OuterRef(host))

    def acting(self) -> Self:
        """Those that let somebody speak for her organisation."""
        return self.filter(level__in=ACTING)

    def managing(self) -> Self:
        return self.filter(level=AccessLevel.MANAGES)

    def visible_to(self, viewer: User) -> Self:
        hosts = viewer.standing.hosts_where(READING)
        return self.filter(Q(user_id=viewer.pk) | Q(affiliation__contact__host_id__in=hosts))


def open_today(user: str) -> Exists:
    """Has the user whose key is in that column of the outer row an access that is open today?"""
    return Exists(Access.objects.on(timezone.localdate()).filter(user=OuterRef(user)))


def accesses_today(viewer: User) -> list[Access]:
    """Those open today, the latest first, each with its affiliation and organisation: one query, then kept on this instance."""
    if "accesses" not in viewer.kept:
        held = Access.objects.open_to(viewer).select_related("affiliation__entity", "affiliation__contact")
        viewer.kept["accesses"] = list(held.order_by("-start", "id"))
    return cast("list[Access]", viewer.kept["accesses"])


class Access(Record):
    """What a partner's person sees: the agreements between her entity and the school that opened the access.

    Ended on the day it was granted, it holds no day at all: an access is closed at once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses", verbose_name=_("user"))
    affiliation = models.ForeignKey(Affiliation, models.PROTECT, related_name="accesses", verbose_name=_("affiliation"))
    level = models.CharField(_("may"), max_length=8, choices=AccessLevel, default=AccessLevel.CONFIRMS, db_default=AccessLevel.CONFIRMS)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("granted by"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        constraints = [
            models.UniqueConstraint(fields=["user", "affiliation"], name="access_once"),
            models.CheckConstraint(condition=~Q(user=F("granted_by")), name="access_not_given_to_oneself"),
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="access_does_not_end_before_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.affiliation_id}"

    @property
    def acts(self) -> bool:
        """Does she speak for her organisation?"""
        return self.level in ACTING
