"""A partner says what should change in an agreement; the school begins the next version from it, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import Agreement, AgreementParty
from filon.agreements.models.version import AgreementVersion
from filon.agreements.states import ProposalState
from filon.kernel import clock
from filon.kernel.models import Noted, Record

if TYPE_CHECKING:
    from filon.people.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(agreement__in=Agreement.objects.visible_to(viewer))


class Proposal(Noted, Record):
    """What a party would change in a version, and why; answered once. ``draft``: the version begun, or gone on with, from it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="proposals", verbose_name=_("agreement"))
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="proposals", verbose_name=_("about the version"))
    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("proposed for"))
    what = models.TextField(_("what should change"))
    why = models.TextField(_("why"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(default=clock.now)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    draft = models.ForeignKey(AgreementVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("draft"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    may_change = ("state", "answer", "draft_id", "answered_by_id", "answered_at")
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of an amendment")
        verbose_name_plural = _("proposals of amendments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="proposal_answered_once_it_is_over",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", draft__isnull=False) | (~Q(state="taken") & Q(draft__isnull=True)),
                name="proposal_taken_into_a_draft",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="proposal_declined_with_a_reason"),
        ]
        indexes = [models.Index(fields=["agreement"], condition=Q(state="open"), name="proposal_open")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.state}"
