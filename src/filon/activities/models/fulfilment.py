"""What a session held, or an idea carried out, delivered of an agreement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.activities.models.idea import IdeaOutcome
from filon.activities.models.session import Closing
from filon.agreements.models import Delivery
from filon.kernel.models import AppendOnly, Noted, Record


class Fulfilment(Noted, AppendOnly, Record):
    """A delivery that was declared because a session was held or an idea carried out; it is withdrawn with its cause."""

    closing = models.ForeignKey(Closing, models.PROTECT, null=True, blank=True, related_name="fulfilments")
    outcome = models.ForeignKey(IdeaOutcome, models.PROTECT, null=True, blank=True, related_name="fulfilments")
    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="fulfilment")

    class Meta:
        verbose_name = _("commitment fulfilled by an exchange")
        verbose_name_plural = _("commitments fulfilled by exchanges")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closing__isnull=False, outcome__isnull=True) | Q(closing__isnull=True, outcome__isnull=False),
                name="fulfilment_of_one_cause",
            )
        ]

    def __str__(self) -> str:
        return str(self.delivery_id)
