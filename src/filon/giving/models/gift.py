"""What was given: money that was matched, or something in kind. A gift is what a tax receipt can be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from filon.agreements.models import Delivery
from filon.agreements.models.kind import in_language
from filon.facts.models import Fact
from filon.giving.kinds import GiftForm, InKind, Means, SkillsForm
from filon.giving.models.donor import Donor
from filon.giving.models.pledge import Instalment, Pledge
from filon.giving.models.scope import given_by, kept_for
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.ledger.kinds import MovementKind
from filon.ledger.models import Entry, Match, Movement, Programme, Receivable, Unmatch
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


class ScopedQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept_for(viewer))


class Campaign(Record):
    """A call for gifts with a goal, for a time."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="campaigns", verbose_name=_("school"))
    beneficiary = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("received by"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("fund"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("for the programme")
    )
    title_fr = models.CharField(_("title (French)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    purpose_fr = models.CharField(_("purpose (French)"), max_length=300, blank=True)
    purpose_en = models.CharField(_("purpose (English)"), max_length=300, blank=True)
    goal_cents = models.BigIntegerField(_("goal"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(goal_cents__gt=0), name="campaign_goal_positive"),
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gt=F("start")), name="campaign_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_fr, self.title_en)

    @property
    def purpose(self) -> str:
        return in_language(self.purpose_fr, self.purpose_en)


class DonationQuerySet(models.QuerySet["Donation"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept_for(viewer) | given_by(viewer))


class Donation(Noted, Record):
    """A gift of money announced or handed over without an agreement; the bank's credit that is matched to it makes the gift.

    ``handed_on``: the day a cheque or cash arrived, which is the date of the gift whenever the bank credits it. ``may_be_named``: the donor
    has agreed to be named on the public page of the campaign.
    """

    host = models.ForeignKey(Host, models.PROTECT, related_name="donations", verbose_name=_("school"))
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="donations", verbose_name=_("donor"))
    beneficiary = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("received by"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fund"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="donations", verbose_name=_("campaign"))
    receivable = models.OneToOneField(Receivable, models.PROTECT, related_name="donation")
    amount_cents = models.BigIntegerField(_("amount"))
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the programme"))
    means = models.CharField(_("means"), max_length=16, choices=Means)
    form = models.CharField(_("form"), max_length=16, choices=GiftForm, default=GiftForm.MANUAL)
    handed_on = models.DateField(_("handed over on"), null=True, blank=True)
    may_be_named = models.BooleanField(_("may be named in public"), default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    objects = DonationQuerySet.as_manager()

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="donation_positive")]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.amount_cents}"


class InKindGift(Noted, AppendOnly, Record):
    """What was given in kind, as its donor states it (238 bis 1: the donor alone values it). ``statement``: the figures the donor gives,
    by name; ``value_cents``: what the rules of its kind make of them."""

    kind = models.CharField(_("what"), max_length=8, choices=InKind)
    form = models.CharField(_("form"), max_length=10, choices=SkillsForm, blank=True)
    description = models.TextField(_("exhaustive description, with quantities"))
    statement = models.JSONField(_("the donor’s statement"))
    stated_on = models.DateField(_("stated on"))
    value_cents = models.BigIntegerField(_("value on the receipt"))
    proof = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("proof"))

    class Meta:
        verbose_name = _("gift in kind")
        verbose_name_plural = _("gifts in kind")
        constraints = [
            models.CheckConstraint(condition=Q(value_cents__gt=0), name="in_kind_positive"),
            models.CheckConstraint(
                condition=Q(kind="skills") & ~Q(form="") | ~Q(kind="skills") & Q(form=""), name="in_kind_form_of_skills_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value_cents}"


class GiftQuerySet(models.QuerySet["Gift"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept_for(viewer) | given_by(viewer))

    def standing(self) -> Self:
        """Those that hold: whose match was not undone, and that were not taken back."""
        undone = Unmatch.objects.filter(match=OuterRef("match"))
        back = GiftWithdrawal.objects.filter(gift=OuterRef("pk"))
        return self.filter(~Exists(undone), ~Exists(back))

    def with_refunds(self) -> Self:
        """`refunded_cents`: what was paid back of each; `net_cents`: what is left, which a receipt may bear."""
        refunds = Movement.objects.standing().filter(match=OuterRef("match"), kind=MovementKind.REFUND).order_by().values("match")
        summed = refunds.annotate(sum=Sum("amount_cents")).values("sum")
        refunded = self.annotate(refunded_cents=Coalesce(Subquery(summed), 0, output_field=models.BigIntegerField()))
        return refunded.annotate(net_cents=F("amount_cents") - F("refunded_cents"))


class Gift(Noted, AppendOnly, Record):
    """A gift: one match of money, or one gift in kind. ``amount_cents`` is gross of any fee. ``gift_date`` decides year and rules.

    Only mécénat makes gifts. ``delivery`` is what it delivered of an agreement's commitment, if any.
    """

    host = models.ForeignKey(Host, models.PROTECT, related_name="gifts", verbose_name=_("school"))
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="gifts", verbose_name=_("donor"))
    beneficiary = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", verbose_name=_("received by"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="gifts", verbose_name=_("fund"))
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, blank=True, related_name="gifts", verbose_name=_("pledge"))
    instalment = models.ForeignKey(Instalment, models.PROTECT, null=True, blank=True, related_name="gifts")
    donation = models.ForeignKey(Donation, models.PROTECT, null=True, blank=True, related_name="gifts")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="gifts", verbose_name=_("campaign"))
    match = models.OneToOneField(Match, models.PROTECT, null=True, blank=True, related_name="gift")
    in_kind = models.OneToOneField(InKindGift, models.PROTECT, null=True, blank=True, related_name="gift")
    delivery = models.OneToOneField(Delivery, models.PROTECT, null=True, blank=True, related_name="gift")
    amount_cents = models.BigIntegerField(_("amount"))
    gift_date = models.DateField(_("date of the gift"))
    means = models.CharField(_("means"), max_length=16, choices=Means)
    form = models.CharField(_("form"), max_length=16, choices=GiftForm, default=GiftForm.MANUAL)
    earmark = models.CharField(_("earmarked for"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    refunded_cents: int
    net_cents: int
    """Both of `with_refunds`."""
    objects = GiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        ordering = ["-gift_date", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="gift_positive"),
            models.CheckConstraint(
                condition=Q(match__isnull=False, in_kind__isnull=True) & ~Q(means="in_kind")
                | Q(match__isnull=True, in_kind__isnull=False, means="in_kind"),
                name="gift_of_money_or_in_kind",
            ),
        ]
        indexes = [models.Index(fields=["beneficiary", "gift_date"]), models.Index(fields=["host", "-gift_date"])]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.gift_date:%Y-%m-%d} {self.amount_cents}"


class GiftWithdrawal(Noted, AppendOnly, Record):
    """A gift in kind that does not hold: recorded by mistake, or taken back. Never under a live receipt. Money is unmatched or refunded in
    the ledger instead."""

    gift = models.OneToOneField(Gift, models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    withdrawn_on = models.DateField(_("on"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("gift taken back")
        verbose_name_plural = _("gifts taken back")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="gift_withdrawal_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.gift_id} {self.withdrawn_on:%Y-%m-%d}"


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(fact__in=Fact.objects.visible_to(viewer))


class Attribution(Noted, Record):
    """An outcome that money made possible: the share (basis points) of a ledger entry, or of a gift, that went to a fact.

    ``ended_at``: the attribution no longer holds. The live shares of one entry, or of one gift, make at most the whole.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="attributions")
    gift = models.ForeignKey(Gift, models.PROTECT, null=True, blank=True, related_name="attributions")
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="attributions", verbose_name=_("outcome"))
    share = models.PositiveIntegerField(_("share"))
    attributed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    attributed_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    may_change = ("ended_at",)
    objects = AttributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=10_000), name="attribution_share_between_one_and_all"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, gift__isnull=True) | Q(entry__isnull=True, gift__isnull=False),
                name="attribution_of_an_entry_or_a_gift",
            ),
            models.UniqueConstraint(fields=["entry", "fact"], condition=Q(ended_at=None), name="attribution_of_entry_once"),
            models.UniqueConstraint(fields=["gift", "fact"], condition=Q(ended_at=None), name="attribution_of_gift_once"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.share}"

    @property
    def is_live(self) -> bool:
        return self.ended_at is None
