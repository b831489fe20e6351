"""Review: who must approve a draft, what they answered, what was said of each clause, and who held it since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import Agreement
from filon.agreements.models.kind import AgreementKind
from filon.agreements.models.terms import Clause
from filon.agreements.models.version import AgreementVersion
from filon.agreements.states import VersionState
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record
from filon.people.models import Host
from filon.people.roles import READING, Role

if TYPE_CHECKING:
    from filon.people.models import User


class ReviewRuleQuerySet(models.QuerySet["ReviewRule"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(host_id__in=viewer.standing.hosts_where(READING))


class ReviewRule(Record):
    """At a school, a draft of this kind (None: of any) worth at least so much is approved by somebody who holds this role.

    Rules of a lower ``position`` are asked first; those of the same one, at the same time. A school without any rule asks its director.
    """

    host = models.ForeignKey(Host, models.PROTECT, related_name="review_rules", verbose_name=_("school"))
    kind = models.ForeignKey(AgreementKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind"))
    from_cents = models.BigIntegerField(_("from"), default=0)
    role = models.CharField(_("approved by"), max_length=24, choices=Role)
    position = models.PositiveSmallIntegerField(_("turn"), default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = ReviewRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of review")
        verbose_name_plural = _("rules of review")
        ordering = ["position", "from_cents", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(from_cents__gte=0), name="review_rule_amount_not_negative"),
            models.UniqueConstraint(fields=["host", "kind", "from_cents", "role"], name="review_rule_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.from_cents}"


class OfVersionQuerySet(models.QuerySet["ReviewRound"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(version__in=AgreementVersion.objects.visible_to(viewer))


class ReviewRound(Record):
    """A draft put before those who approve it, as it then was: ``content_hash`` is that of its terms.

    It closes with an ``outcome``: approved by all, sent back by one, or overtaken by a change of the text.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        SENT_BACK = "sent_back", _("sent back")
        OVERTAKEN = "overtaken", _("the text changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="review_rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    content_hash = models.CharField(max_length=64)
    words = models.TextField(_("words"), blank=True)
    submitted_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of review")
        verbose_name_plural = _("rounds of review")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="review_round_number_once"),
            models.UniqueConstraint(fields=["version"], condition=Q(closed_at__isnull=True), name="review_round_one_open"),
            models.CheckConstraint(condition=Q(outcome="") ^ Q(closed_at__isnull=False), name="review_round_closed_with_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} r{self.number}"


class Approval(Record):
    """One approval a round needs: by a holder of ``role``, in its turn. Answered once, for good, with words when it sends back."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="approvals")
    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("school"))
    role = models.CharField(_("approved by"), max_length=24, choices=Role)
    position = models.PositiveSmallIntegerField(_("turn"), default=1)
    is_given = models.BooleanField(_("approves"), null=True, blank=True)
    words = models.TextField(_("words"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "host", "role"], name="approval_once_per_role"),
            models.CheckConstraint(
                condition=Q(is_given__isnull=True, answered_at__isnull=True, answered_by__isnull=True)
                | Q(is_given__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="approval_answered_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(is_given=False) | ~Q(words=""), name="approval_refused_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.role}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, viewer: User) -> Self:
        """What a school says of a draft is its own."""
        own = Agreement.objects.visible_to(viewer).filter(stewardships__host_id__in=viewer.standing.hosts_where(READING))
        return self.filter(version__agreement__in=own)


class Comment(Record):
    """Words on a clause of a draft (``heading`` stays when the clause goes), or on the whole; or an answer to such words.

    It is open until somebody resolves it; answers are resolved with what they answer.
    """

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="comments")
    clause = models.ForeignKey(Clause, models.SET_NULL, null=True, blank=True, related_name="comments")
    heading = models.CharField(_("clause"), max_length=160, blank=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answered_with")
    words = models.TextField(_("words"))
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="comment_has_words"),
            models.CheckConstraint(condition=Q(answers__isnull=True) | ~Q(answers=F("id")), name="comment_answers_another"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True) | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.heading}"


class VersionStep(Noted, AppendOnly, Record):
    """A version passed into a state: who had it do so, and why. From these rows one reads who held it since when."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=14, choices=VersionState)
    words = models.TextField(_("words"), blank=True)
    taken_at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("step of a version")
        verbose_name_plural = _("steps of versions")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.state}"
