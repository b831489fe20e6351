"""What an umbrella keeps apart, for whom, at what price, and the programmes it pays for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.addresses import address
from filon.kernel.models import AppendOnly, Noted, Record
from filon.kernel.periods import holding
from filon.ledger.kinds import BorneBy
from filon.ledger.models.scope import kept, served
from filon.partners.models import Fund
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


class FundServiceQuerySet(models.QuerySet["FundService"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(holding(day))

    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept(viewer, entity="fund__umbrella") | served(viewer))


class FundService(Record):
    """A fund of an umbrella serves one school for a time."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="services", verbose_name=_("fund"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="fund_services", verbose_name=_("school"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    objects = FundServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service of a fund")
        verbose_name_plural = _("services of funds")
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gt=F("start")), name="fund_service_ends_after_it_starts"),
            ExclusionConstraint(
                name="fund_serves_one_school",
                expressions=[
                    ("fund", RangeOperators.EQUAL),
                    (Func("start", "end", function="daterange", output_field=DateRangeField()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.host_id}"


class FeeRuleQuerySet(models.QuerySet["FeeRule"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(fund__in=FundService.objects.visible_to(viewer).values("fund"))


class FeeRule(Noted, AppendOnly, Record):
    """What the umbrella takes from a date on, as the convention of the fund says: the last rule that holds on the day counts.

    ``percent_bp``: basis points of each gift. ``tiers``: `[[from_cents, basis points], …]`, rising: of what the fund received in the year,
    each slice at its own rate; empty: ``percent_bp`` throughout. ``floor_cents``: least fee of one gift, never above the gift.
    ``yearly_cents``: taken once a year from what is to allocate.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="fee_rules", verbose_name=_("fund"))
    valid_from = models.DateField(_("from"))
    percent_bp = models.PositiveIntegerField(_("share of each gift"))
    tiers = models.JSONField(_("shares by slice"), default=list, blank=True)
    floor_cents = models.BigIntegerField(_("at least"), default=0)
    yearly_cents = models.BigIntegerField(_("each year"), default=0)
    borne_by = models.CharField(_("borne by"), max_length=8, choices=BorneBy)
    source = models.CharField(_("where it is written"), max_length=200)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = FeeRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee rule")
        verbose_name_plural = _("fee rules")
        ordering = ["fund", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "valid_from"], name="fee_rule_once_a_day"),
            models.CheckConstraint(condition=Q(percent_bp__lte=10_000), name="fee_rule_at_most_all"),
            models.CheckConstraint(condition=Q(floor_cents__gte=0, yearly_cents__gte=0), name="fee_rule_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.valid_from}"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(served(viewer) | kept(viewer, entity="fund__umbrella"))


class Programme(Record):
    """What money is for: a department of the school, a project of one (``parent``), or a programme of the whole school. It is paid from
    a fund, or from the school's own books. Money given for a department may go to its projects, and to nothing else."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="programmes", verbose_name=_("school"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("fund"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("part of"))
    name_fr = models.CharField(_("name (French)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    is_department = models.BooleanField(_("department"), default=False)
    purpose_fr = models.CharField(_("what it is for (French)"), max_length=300, blank=True)
    purpose_en = models.CharField(_("what it is for (English)"), max_length=300, blank=True)
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name_fr"]
        constraints = [
            models.UniqueConstraint(fields=["host", "fund", "name_fr"], name="programme_name_once", nulls_distinct=False),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="programme_not_part_of_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("ledger:programme", self.uuid)

    @property
    def name(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name_fr

    @property
    def purpose(self) -> str:
        return self.purpose_en if self.purpose_en and get_language() == "en" else self.purpose_fr
