"""What is due when: made when a version takes effect, replaced by an amendment only as far as it is not yet delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import Agreement, Commitment
from filon.agreements.models.version import AgreementVersion, Renewal
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record

if TYPE_CHECKING:
    from filon.people.models import User


class DueItemQuerySet(models.QuerySet["DueItem"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(commitment__agreement__in=Agreement.objects.visible_to(viewer))


class DueItem(Noted, Record):
    """A quantity of a commitment due on a date (None: the date is not stated).

    ``version`` made it; ``retired_by`` replaced it, ``kept`` being what had been delivered by then. Both are set once, together.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="due_items")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="due_items")
    renewal = models.ForeignKey(Renewal, models.PROTECT, null=True, blank=True, related_name="due_items")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2)
    unit_value_cents = models.BigIntegerField(_("value of one"), null=True, blank=True)
    retired_by = models.ForeignKey(AgreementVersion, models.PROTECT, null=True, blank=True, related_name="retired_items")
    kept = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    may_change = ("retired_by_id", "kept")
    objects = DueItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("due item")
        verbose_name_plural = _("due items")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="due_item_positive"),
            models.CheckConstraint(
                condition=Q(retired_by__isnull=True, kept__isnull=True) | Q(retired_by__isnull=False, kept__gte=0, kept__lte=F("quantity")),
                name="due_item_retired_keeps_at_most_all",
            ),
        ]
        indexes = [models.Index(fields=["commitment", "due_on"])]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.due_on}"


class Waiver(Noted, AppendOnly, Record):
    """The creditor gives up a quantity of a due item, with a reason. It is never taken back: a new commitment is agreed instead."""

    item = models.ForeignKey(DueItem, models.PROTECT, related_name="waivers")
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2)
    waived_on = models.DateField(_("waived on"))
    reason = models.TextField(_("reason"))
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="waiver_positive")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.quantity}"
