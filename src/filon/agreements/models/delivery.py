"""A delivery links a fact to a commitment: declared by one side, accepted or contested by the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import Agreement, AgreementParty, Commitment
from filon.agreements.models.due import DueItem
from filon.agreements.states import DeliveryState
from filon.facts.models import Fact
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record

if TYPE_CHECKING:
    from filon.people.models import User


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(commitment__agreement__in=Agreement.objects.visible_to(viewer))


class Delivery(Noted, Record):
    """A fact that fulfils a commitment. Quantity and date are the fact's; ``item`` is set where the declarer named one."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="deliveries")
    item = models.ForeignKey(DueItem, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("due item"))
    fact = models.OneToOneField(Fact, models.PROTECT, related_name="delivery")
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.DECLARED)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("declared by"))
    declared_for = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("declared for"))
    declared_at = models.DateTimeField(default=clock.now)
    may_change = ("state",)
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["fact__occurred_on", "id"]
        indexes = [models.Index(fields=["commitment", "state"])]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.state}"


class DeliveryStep(Noted, AppendOnly, Record):
    """One step in the life of a delivery: declared, contested, answered, accepted, withdrawn; with the words of who took it.

    ``state`` is the state after the step; an answer leaves it as it was (``is_answer``).
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState)
    is_answer = models.BooleanField(default=False)
    words = models.TextField(_("words"), blank=True)
    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("for"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("step of a delivery")
        verbose_name_plural = _("steps of deliveries")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="contested") | ~Q(words=""), name="delivery_contested_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.state}"
