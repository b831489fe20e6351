"""Somebody asks that what is held of her be erased; what a school answered, and what stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.models import Record
from filon.kernel.periods import add_months
from filon.partners.models import Contact
from filon.people.models import Host
from filon.people.roles import Role

if TYPE_CHECKING:
    import datetime as dt

    from filon.people.models import User

TREATING = frozenset({Role.DIRECTOR, Role.PARTNERSHIP_OFFICER})
"""Who answers people about their data: the director, and whoever keeps the sheets of partners' people."""


class DemandQuerySet(models.QuerySet["Demand"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(host_id__in=viewer.standing.hosts_where(TREATING))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class Demand(Record):
    """What one school is asked about one person: the holder of an ``account``, or whoever it wrote down on a ``sheet``. It holds no name:
    it shows the one that is left. ``reason``: why it was refused."""

    class Outcome(models.TextChoices):
        ERASED = "erased", _("erased")
        REFUSED = "refused", _("refused")

    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("school"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    sheet = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sheet"))
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written down by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand about personal data")
        verbose_name_plural = _("demands about personal data")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(account__isnull=True) ^ Q(sheet__isnull=True), name="demand_of_an_account_or_a_sheet"),
            models.CheckConstraint(condition=Q(outcome="") ^ Q(answered_at__isnull=False), name="demand_answered_with_an_outcome"),
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(reason=""), name="demand_refused_with_a_reason"),
            models.UniqueConstraint(fields=["host", "account"], condition=Q(answered_at=None), name="demand_one_open_of_an_account"),
            models.UniqueConstraint(fields=["host", "sheet"], condition=Q(answered_at=None), name="demand_one_open_of_a_sheet"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id} {self.asked_at:%Y-%m-%d}"

    @property
    def name(self) -> str:
        """Of whom; what stands for it once it is erased."""
        held = self.account or self.sheet
        return held.name if held else ""

    @property
    def answer_by(self) -> dt.date:
        """The day by which the law wants an answer."""
        return answer_by_law(self.asked_at)


def answer_by_law(asked_at: dt.datetime) -> dt.date:
    """One month after it was asked (GDPR, article 12.3)."""
    return add_months(timezone.localdate(asked_at), 1)


class DemandLine(models.Model):
    """What became of one holding: how much went, how much stayed, why (in the words of the school’s answer) and until when; None: nobody
    knows that day yet."""

    id = models.BigAutoField(primary_key=True)
    demand = models.ForeignKey(Demand, models.CASCADE, related_name="lines")
    code = models.CharField(_("what"), max_length=60)
    erased = models.PositiveIntegerField(_("erased"))
    kept = models.PositiveIntegerField(_("kept"))
    why = models.CharField(_("why"), max_length=200, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer to a demand, line by line")
        verbose_name_plural = _("answers to demands, line by line")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["demand", "code"], name="demand_line_once"),
            models.CheckConstraint(condition=Q(kept=0) | ~Q(why=""), name="demand_line_kept_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.code}"
