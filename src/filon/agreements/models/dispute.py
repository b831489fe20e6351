"""A quarrel about a delivery: who opened it, what both sides said of it and with which proofs, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import Agreement, AgreementParty
from filon.agreements.models.delivery import Delivery, DeliveryStep
from filon.agreements.states import DisputeState
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record

if TYPE_CHECKING:
    from filon.people.models import User


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(delivery__commitment__agreement__in=Agreement.objects.visible_to(viewer))

    def open(self) -> Self:
        return self.filter(state=DisputeState.OPEN)


class Dispute(Noted, Record):
    """Opened by the side that receives; its outcome is final, and the delivery follows it.

    Of a settled one, ``agreed`` is the quantity both sides count, and ``settled_as`` the delivery of it that replaces the contested one.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="disputes", verbose_name=_("delivery"))
    state = models.CharField(_("state"), max_length=10, choices=DisputeState, default=DisputeState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_for = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("opened for"))
    opened_at = models.DateTimeField(default=clock.now)
    agreed = models.DecimalField(_("agreed quantity"), max_digits=14, decimal_places=2, null=True, blank=True)
    settled_as = models.OneToOneField(Delivery, models.PROTECT, null=True, blank=True, related_name="settles", verbose_name=_("counted as"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_for = models.ForeignKey(AgreementParty, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided for"))
    decided_at = models.DateTimeField(null=True, blank=True)
    may_change = ("state", "agreed", "settled_as_id", "decided_by_id", "decided_for_id", "decided_at")
    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery"], condition=Q(state="open"), name="dispute_one_open_a_delivery"),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_for__isnull=True, decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_by__isnull=False, decided_for__isnull=False, decided_at__isnull=False)),
                name="dispute_decided_once_it_is_over",
            ),
            models.CheckConstraint(
                condition=Q(state="settled", agreed__gt=0, settled_as__isnull=False)
                | (~Q(state="settled") & Q(agreed__isnull=True, settled_as__isnull=True)),
                name="dispute_settled_on_a_quantity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.state}"


class DisputeStatement(Noted, AppendOnly, Record):
    """What a side said: who, when and in which words is the step's. ``counts``: the quantity that side would count, where it says one;
    its proofs are the files that belong to it."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="statements")
    step = models.OneToOneField(DeliveryStep, models.PROTECT, related_name="statement")
    counts = models.DecimalField(_("what counts for them"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("statement in a dispute")
        verbose_name_plural = _("statements in disputes")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(counts__isnull=True) | Q(counts__gte=0), name="dispute_counts_zero_or_more")]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.step_id}"
