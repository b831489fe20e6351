"""What was promised: a pledge comes from a mécénat line of an agreement, its plan of instalments follows the versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models import Agreement, AgreementParty, AgreementVersion, Commitment, DueItem, MoneyLine
from filon.agreements.models.kind import in_language
from filon.giving.kinds import CallKind, Channel
from filon.giving.models.donor import Donor
from filon.giving.models.scope import given_by, kept_for
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record
from filon.ledger.models import Receivable
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept_for(viewer) | given_by(viewer))


class Pledge(Noted, Record):
    """The promise of a mécénat line, the same through the versions of its agreement: who pays, for whom it is received, who is credited.

    ``ordinal`` tells apart the lines between the same two parties.
    """

    host = models.ForeignKey(Host, models.PROTECT, related_name="pledges", verbose_name=_("school"))
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="pledges", verbose_name=_("agreement"))
    payer = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("paid by"))
    payee = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("paid to"))
    ordinal = models.PositiveSmallIntegerField(default=1)
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="pledges", verbose_name=_("donor"))
    credited = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("partner credited"))
    beneficiary = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("received by"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("fund"))
    made_at = models.DateTimeField(default=clock.now)
    may_change = ("credited_id",)
    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "payer", "payee", "ordinal"], name="pledge_once_per_line")]
        indexes = [models.Index(fields=["host", "beneficiary"])]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.ordinal}"


class PledgeTerm(Noted, AppendOnly, Record):
    """What a version promises. ``stated_cents``: the line's amount, None once a version no longer holds the line.
    ``total_cents``: the same, or what was already paid or given up where that is more; the instalments make it to the cent."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="terms")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="+")
    line = models.OneToOneField(MoneyLine, models.PROTECT, null=True, blank=True, related_name="pledge_term")
    stated_cents = models.BigIntegerField(_("amount stated"), null=True, blank=True)
    total_cents = models.BigIntegerField(_("amount promised"))
    earmark_fr = models.CharField(_("earmarked for (French)"), max_length=200, blank=True)
    earmark_en = models.CharField(_("earmarked for (English)"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("terms of a pledge")
        verbose_name_plural = _("terms of pledges")
        ordering = ["version__number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "version"], name="pledge_term_once"),
            models.CheckConstraint(
                condition=Q(total_cents__gte=0) & (Q(stated_cents__isnull=True) | Q(total_cents__gte=F("stated_cents"))),
                name="pledge_term_at_least_what_is_stated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.version_id}"

    @property
    def earmark(self) -> str:
        return in_language(self.earmark_fr, self.earmark_en)


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(pledge__in=Pledge.objects.visible_to(viewer))


class Instalment(Noted, Record):
    """A part of a pledge, expected on a day. ``version`` made it; ``retired_by`` replaced what was not settled of it, ``kept_cents`` being
    what was: an instalment in force counts for its amount, a retired one for what it keeps."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("number"))
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, blank=True, related_name="instalments")
    due_item = models.ForeignKey(DueItem, models.PROTECT, null=True, blank=True, related_name="+")
    receivable = models.OneToOneField(Receivable, models.PROTECT, related_name="instalment")
    due_on = models.DateField(_("due on"))
    amount_cents = models.BigIntegerField(_("amount"))
    made_at = models.DateTimeField(default=clock.now)
    retired_by = models.ForeignKey(AgreementVersion, models.PROTECT, null=True, blank=True, related_name="+")
    kept_cents = models.BigIntegerField(null=True, blank=True)
    may_change = ("retired_by_id", "kept_cents")
    paid_cents: int
    open_cents: int
    state_now: str
    """These three of `queries.instalments.with_state`."""
    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="instalment_number_once"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=Q(retired_by__isnull=True, kept_cents__isnull=True)
                | Q(retired_by__isnull=False, kept_cents__gte=0, kept_cents__lt=F("amount_cents")),
                name="instalment_retired_keeps_less_than_all",
            ),
        ]
        indexes = [models.Index(fields=["pledge", "due_on"])]

    def __str__(self) -> str:
        return f"{self.pledge_id}/{self.number}"

    @property
    def counted_cents(self) -> int:
        """What it counts for in the pledge."""
        return self.amount_cents if self.kept_cents is None else self.kept_cents


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(instalment__in=Instalment.objects.visible_to(viewer))


class Call(Noted, AppendOnly, Record):
    """The donor was asked to pay an instalment, or reminded. ``number`` counts the calls of the instalment."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=CallKind)
    channel = models.CharField(_("sent by"), max_length=6, choices=Channel)
    asked_cents = models.BigIntegerField(_("amount asked"))
    called_on = models.DateField(_("on"))
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    contact = models.ForeignKey(
        "partners.Contact", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person written to")
    )
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for payment")
        verbose_name_plural = _("calls for payment")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["instalment", "number"], name="call_number_once"),
            models.CheckConstraint(condition=Q(asked_cents__gt=0), name="call_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.instalment_id} {self.number}"

    @property
    def reference(self) -> str:
        """What the donor quotes; the receivable's own, so that the payment is recognised, and the number of the call."""
        return f"{self.instalment.receivable.reference}-{self.number}"


class Waive(Noted, AppendOnly, Record):
    """What is still open of an instalment, or a part of it, is given up, with a reason."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="waives")
    amount_cents = models.BigIntegerField(_("amount"))
    reason = models.TextField(_("reason"))
    waived_on = models.DateField(_("waived on"))
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("instalment given up")
        verbose_name_plural = _("instalments given up")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="waive_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="waive_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.instalment_id} {self.amount_cents}"


class CounterpartValue(Noted, AppendOnly, Record):
    """What the beneficiary says one unit of a counterpart is worth (all of it where no quantity is stated), and how it was worked out. The
    last one counts, before the value that the terms may bear: the agreement binds, the valuation is the beneficiary's own."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="counterpart_values")
    unit_value_cents = models.BigIntegerField(_("value of one"))
    basis = models.CharField(_("how it was worked out"), max_length=300)
    valued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("valued by"))
    valued_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("value of a counterpart")
        verbose_name_plural = _("values of counterparts")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(unit_value_cents__gte=0), name="counterpart_value_not_negative"),
            models.CheckConstraint(condition=~Q(basis=""), name="counterpart_value_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.unit_value_cents}"


class JustificationQuerySet(models.QuerySet["CounterpartJustification"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(agreement__in=Agreement.objects.visible_to(viewer))


class CounterpartJustification(Noted, AppendOnly, Record):
    """Why counterparts above the usage are right all the same: named and dated, with the figures it was written for."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="justifications")
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    counterparts_cents = models.BigIntegerField(_("counterparts"))
    gift_cents = models.BigIntegerField(_("gift"))
    reason = models.TextField(_("reason"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(default=clock.now)
    objects = JustificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("justification of counterparts")
        verbose_name_plural = _("justifications of counterparts")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="justification_with_a_reason"),
            models.CheckConstraint(condition=Q(counterparts_cents__gt=0, gift_cents__gte=0), name="justification_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.written_at:%Y-%m-%d}"
