"""A secret address at which a calendar program reads the dates of a person, or of one object that she sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.models import Record

if TYPE_CHECKING:
    from filon.people.models import User


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, viewer: User) -> Self:
        """Her own: nobody reads the calendar of another."""
        return self.filter(user_id=viewer.pk)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class CalendarFeed(Record):
    """``about``: the object whose dates are told; None: everything the person sees. The key (256 bits) is kept hashed only.

    ``told``: of each date ever told, by its key, how often it changed, the digest of its words and when they became what they are: what
    makes SEQUENCE and LAST-MODIFIED. ``etag`` is the digest of the calendar as it was last told, ``changed_at`` since when, ``read_at``
    when it was last asked for.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds", verbose_name=_("person"))
    about = models.UUIDField(null=True, blank=True)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"), default=clock.now)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True)
    etag = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=dict)
    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "about"], condition=Q(closed_at=None), name="calendar_feed_one_open", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(etag="") ^ Q(changed_at__isnull=False), name="calendar_feed_told_with_its_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
