"""What is expected, and which money of which line answers it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.addresses import address
from filon.kernel.models import AppendOnly, Noted, Record
from filon.kernel.search import folded
from filon.ledger.kinds import ReceivableState
from filon.ledger.models.bank import BankLine
from filon.ledger.models.fund import Programme
from filon.ledger.models.scope import kept, served
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


class ReceivableQuerySet(models.QuerySet["Receivable"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(served(viewer) | kept(viewer, entity="creditor"))

    def with_paid(self, *, today: dt.date | None = None) -> Self:
        """`paid_cents`, `left_cents` and `state_now` (a `ReceivableState`) of each."""
        live = Match.objects.live().filter(receivable=OuterRef("pk")).order_by().values("receivable").annotate(sum=Sum("amount_cents"))
        paid = self.annotate(paid_cents=Coalesce(Subquery(live.values("sum")), 0, output_field=models.BigIntegerField()))
        left = paid.annotate(left_cents=F("amount_cents") - F("paid_cents"))
        day = today or timezone.localdate()
        return left.annotate(
            state_now=Case(
                When(left_cents__lte=0, then=Value(ReceivableState.PAID.value)),
                When(closed_on__isnull=False, then=Value(ReceivableState.CLOSED.value)),
                When(due_on__lt=day, then=Value(ReceivableState.LATE.value)),
                When(paid_cents__gt=0, then=Value(ReceivableState.PART_PAID.value)),
                default=Value(ReceivableState.OPEN.value),
                output_field=models.CharField(),
            )
        )


class Receivable(Noted, Record):
    """Money that a legal entity expects. The app above that opened it (``source_type``, ``source_uuid``) knows why, and closes it.

    ``debtor``: the organisation that owes, None for an individual, who is then known by ``debtor_name`` alone. ``earmark``: the money is
    for this programme; None: for all of them. ``host``: the school concerned, be it creditor or served by ``fund``.
    """

    creditor = models.ForeignKey(LegalEntity, models.PROTECT, related_name="receivables", verbose_name=_("who receives"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="receivables", verbose_name=_("fund"))
    debtor = models.ForeignKey(LegalEntity, models.PROTECT, null=True, blank=True, related_name="payables", verbose_name=_("who pays"))
    debtor_name = models.CharField(_("name of who pays"), max_length=200)
    label = models.CharField(_("what for"), max_length=200, blank=True)
    amount_cents = models.BigIntegerField(_("amount"))
    due_on = models.DateField(_("due on"))
    reference = models.CharField(_("reference"), max_length=35)
    earmark = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the programme"))
    source_type = models.CharField(_("source"), max_length=60, blank=True)
    source_uuid = models.UUIDField(null=True, blank=True)
    host = models.ForeignKey(Host, models.PROTECT, related_name="receivables", verbose_name=_("school"))
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("why it was closed"), max_length=300, blank=True)
    #: Annotated by `with_paid`.
    paid_cents: int
    left_cents: int
    state_now: str
    may_change = ("closed_on", "close_reason", "debtor_name")
    objects = ReceivableQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected payment")
        verbose_name_plural = _("expected payments")
        constraints = [
            models.UniqueConstraint(fields=["creditor", "reference"], name="receivable_reference_once"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="receivable_positive"),
            models.CheckConstraint(condition=Q(closed_on__isnull=True) ^ ~Q(close_reason=""), name="receivable_closed_with_a_reason"),
        ]
        indexes = [
            models.Index(fields=["host", "due_on"], name="receivable_by_day"),
            models.Index(fields=["source_type", "source_uuid"], name="receivable_source"),
            models.Index(fields=["creditor", "amount_cents"], condition=Q(closed_on__isnull=True), name="receivable_open_amount"),
            GinIndex(OpClass(folded("debtor_name"), name="gin_trgm_ops"), name="receivable_debtor_folded"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return address("ledger:receivable", self.uuid)


class MatchQuerySet(models.QuerySet["Match"]):
    def live(self) -> Self:
        """Those that nobody has undone."""
        return self.filter(~Exists(Unmatch.objects.filter(match=OuterRef("pk"))))

    def with_refunded(self) -> Self:
        """`refunded_cents` of each: what went back to who gave."""
        from filon.ledger.models.movement import Movement  # noqa: PLC0415  a refund names a match

        back = Movement.objects.standing().filter(match=OuterRef("pk")).order_by().values("match").annotate(sum=Sum("amount_cents"))
        return self.annotate(refunded_cents=Coalesce(Subquery(back.values("sum")), 0, output_field=models.BigIntegerField()))

    def visible_to(self, viewer: User) -> Self:
        return self.filter(
            served(viewer, host="receivable__host_id") | kept(viewer, entity="receivable__creditor", host="receivable__host")
        )


class Match(Noted, AppendOnly, Record):
    """So much of a line pays so much of what was expected. Live while no Unmatch names it. ``donor``: who gives, when it is not the
    debtor; the payer stays on the line, the partner who is thanked on the agreement."""

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches", verbose_name=_("bank line"))
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="matches", verbose_name=_("expected payment"))
    amount_cents = models.BigIntegerField(_("amount"))
    donor = models.ForeignKey(LegalEntity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("donor"))
    matched_at = models.DateTimeField(_("matched"), default=clock.now)
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("matched by"))
    refunded_cents: int  # annotated by `with_refunded`
    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="match_positive")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.receivable_id}"

    @property
    def is_live(self) -> bool:
        return not hasattr(self, "undone")


class Unmatch(Noted, AppendOnly, Record):
    """A match was wrong: both stay readable, and count for nothing together."""

    match = models.OneToOneField(Match, models.PROTECT, related_name="undone", verbose_name=_("match"))
    reason = models.CharField(_("reason"), max_length=300)
    undone_at = models.DateTimeField(_("undone"), default=clock.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("undone by"))

    class Meta:
        verbose_name = _("match undone")
        verbose_name_plural = _("matches undone")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="unmatch_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.match_id}"
