"""Tax receipts: numbered without gap, frozen as they are issued, cancelled and replaced, never changed; and the annual declaration."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from filon.giving.kinds import DeclarationPart, Difference, ReceiptForm
from filon.giving.models.donor import Donor, Issuer
from filon.giving.models.gift import Gift
from filon.giving.models.scope import given_by, kept_for
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.ledger.models import BankLine
from filon.ledger.models.scope import officers
from filon.partners.models import LegalEntity
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class ReceiptCounter(models.Model):
    """The last number given by an issuer in a year. Its row is held while a number is given: no gap, no two alike."""

    id = models.BigAutoField(primary_key=True)
    issuer = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of receipts")
        verbose_name_plural = _("counters of receipts")
        constraints = [models.UniqueConstraint(fields=["issuer", "year"], name="receipt_counter_once")]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.year}"


class ReceiptQuerySet(models.QuerySet["TaxReceipt"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept_for(viewer, entity="issuer") | given_by(viewer))

    def live(self) -> Self:
        """Those that were not cancelled."""
        return self.filter(~Exists(ReceiptCancellation.objects.filter(receipt=OuterRef("pk"))))


class TaxReceipt(Noted, AppendOnly, Record):
    """A receipt as it was issued. ``digest``: sha256 of the frozen content (canonical JSON with a salt), which stands beside it in
    ReceiptContent; ``code_hash``: sha256 of the code that whoever holds the paper types to check it. The PDF is made of the content
    afterwards."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="receipts", verbose_name=_("school"))
    issuer = models.ForeignKey(LegalEntity, models.PROTECT, related_name="receipts_issued", verbose_name=_("issued by"))
    issuing = models.ForeignKey(Issuer, models.PROTECT, related_name="receipts")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="receipts", verbose_name=_("donor"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    form = models.CharField(_("form"), max_length=5, choices=ReceiptForm)
    form_version = models.CharField(_("version of the form"), max_length=8)
    is_in_kind = models.BooleanField(_("in kind"), default=False)
    issued_on = models.DateField(_("issued on"))
    amount_cents = models.BigIntegerField(_("amount"))
    digest = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("replaces"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    recorded_at = models.DateTimeField(default=clock.now)
    run = models.ForeignKey("IssueRun", models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("bulk issue"))
    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("tax receipt")
        verbose_name_plural = _("tax receipts")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "number"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0, amount_cents__gt=0), name="receipt_positive"),
            models.CheckConstraint(condition=Q(issued_on__year=F("year")), name="receipt_year_is_its_day_s"),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="receipt_does_not_replace_itself"),
        ]
        indexes = [models.Index(fields=["issuer", "issued_on"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The order number, as the paper bears it."""
        return f"{self.year}-{self.number:06d}"


class ReceiptContent(models.Model):
    """What the receipt says, every field of its form: frozen; erased with its names when the law no longer asks for it, the digest stays.
    ``text``: canonical JSON (sorted keys, no space, UTF-8)."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.OneToOneField(TaxReceipt, models.PROTECT, related_name="content")
    text = models.TextField()

    class Meta:
        verbose_name = _("content of a receipt")
        verbose_name_plural = _("contents of receipts")

    def __str__(self) -> str:
        return str(self.receipt_id)


class TaxReceiptLine(Noted, Record):
    """A gift on a receipt. ``is_live`` goes once, as the receipt is cancelled: a gift is on at most one live receipt."""

    receipt = models.ForeignKey(TaxReceipt, models.PROTECT, related_name="lines")
    gift = models.ForeignKey(Gift, models.PROTECT, related_name="receipt_lines")
    amount_cents = models.BigIntegerField(_("amount"))
    gift_date = models.DateField(_("date of the gift"))
    is_live = models.BooleanField(default=True)
    may_change = ("is_live",)

    class Meta:
        verbose_name = _("line of a receipt")
        verbose_name_plural = _("lines of receipts")
        ordering = ["gift_date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["gift"], condition=Q(is_live=True), name="gift_on_one_live_receipt"),
            models.UniqueConstraint(fields=["receipt", "gift"], name="receipt_line_once"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="receipt_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.gift_id}"


class ReceiptCancellation(Noted, AppendOnly, Record):
    """The receipt no longer holds; its number stays taken."""

    receipt = models.OneToOneField(TaxReceipt, models.PROTECT, related_name="cancellation")
    reason = models.TextField(_("reason"))
    cancelled_on = models.DateField(_("cancelled on"))
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("cancellation of a receipt")
        verbose_name_plural = _("cancellations of receipts")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="receipt_cancelled_with_a_reason")]

    def __str__(self) -> str:
        return str(self.receipt_id)


class ReceiptRendering(Noted, AppendOnly, Record):
    """The sealed PDF made of a receipt's frozen content, beside it: one as it was issued and, once it is cancelled, one that says so."""

    receipt = models.ForeignKey(TaxReceipt, models.PROTECT, related_name="renderings")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    rendered_at = models.DateTimeField(default=clock.now)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("PDF of a receipt")
        verbose_name_plural = _("PDFs of receipts")
        constraints = [models.UniqueConstraint(fields=["receipt", "is_cancelled"], name="receipt_paper_once")]

    def __str__(self) -> str:
        return str(self.receipt_id)


class RenderingFailure(models.Model):
    """A PDF that could not be made, and why; goes once it is made. The receipt stays what it is: number and content are its own."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.OneToOneField(TaxReceipt, models.PROTECT, related_name="failure")
    why = models.CharField(max_length=400)
    tries = models.PositiveIntegerField(default=1)
    tried_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("PDF that could not be made")
        verbose_name_plural = _("PDFs that could not be made")

    def __str__(self) -> str:
        return str(self.receipt_id)


class DonorLink(Record):
    """A personal link of an individual to the donor's own receipts: 256 bits, kept as a sha256. Following it uses nothing up."""

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="links")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("donor’s link")
        verbose_name_plural = _("donors’ links")
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="donor_link_lives_a_while")]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.expires_at:%Y-%m-%d}"


class IssueRunQuerySet(models.QuerySet["IssueRun"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept_for(viewer, entity="issuer"))


class IssueRun(Record):
    """A bulk issue that somebody asked for: what was chosen, and the task that does it. ``gifts``: how many it was to receipt."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="+")
    issuer = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    start = models.DateField()
    end = models.DateField()
    donors = models.PositiveIntegerField()
    task_id = models.UUIDField(null=True, blank=True)
    issued = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True, blank=True)
    objects = IssueRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk issue")
        verbose_name_plural = _("bulk issues")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.asked_at:%Y-%m-%d}"


class DeclarationQuerySet(models.QuerySet["AnnualDeclaration"]):
    def visible_to(self, viewer: User) -> Self:
        """The members of the school that issues, and the people who keep the books of a foundation: a declaration is the issuer's whole."""
        entered = officers(viewer).filter(affiliation__entity=OuterRef("issuer"))
        return self.filter(Q(issuer__host__in=viewer.standing.hosts_where(READING)) | Q(Exists(entered)))


class AnnualDeclaration(Noted, AppendOnly, Record):
    """The declaration of article 222 bis for a period (half-open), frozen with its list. ``amount_cents``: gifts received in the period
    that bear a live receipt; ``documents``: receipts issued in it and not cancelled; ``ledger_cents``: what the ledger received."""

    issuer = models.ForeignKey(LegalEntity, models.PROTECT, related_name="declarations", verbose_name=_("issuer"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    amount_cents = models.BigIntegerField(_("amount declared"))
    documents = models.PositiveIntegerField(_("documents issued"))
    ledger_cents = models.BigIntegerField(_("received in the ledger"))
    digest = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("replaces"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by"))
    frozen_at = models.DateTimeField(default=clock.now)
    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual declaration")
        verbose_name_plural = _("annual declarations")
        ordering = ["-start", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "start"], condition=Q(replaces=None), name="declaration_first_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="declaration_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="declaration_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.start:%Y-%m-%d}"

    @property
    def last_day(self) -> dt.date:
        """The last day of the period, as people say it; ``end`` is the day after."""
        return self.end - dt.timedelta(days=1)


class AnnualDeclarationLine(Noted, AppendOnly, Record):
    """A line of a frozen declaration: a gift that makes the amount, a document that makes the number, or a difference with the ledger and
    its reason. Differences are what is added to the ledger's sum to make the declared one."""

    declaration = models.ForeignKey(AnnualDeclaration, models.PROTECT, related_name="lines")
    part = models.CharField(_("part"), max_length=10, choices=DeclarationPart)
    difference = models.CharField(_("why"), max_length=12, choices=Difference, blank=True)
    on = models.DateField(_("on"))
    amount_cents = models.BigIntegerField(_("amount"))
    receipt_line = models.ForeignKey(TaxReceiptLine, models.PROTECT, null=True, blank=True, related_name="+")
    receipt = models.ForeignKey(TaxReceipt, models.PROTECT, null=True, blank=True, related_name="+")
    gift = models.ForeignKey(Gift, models.PROTECT, null=True, blank=True, related_name="+")
    bank_line = models.ForeignKey(BankLine, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("line of an annual declaration")
        verbose_name_plural = _("lines of annual declarations")
        ordering = ["part", "on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="difference") & ~Q(difference="") | ~Q(part="difference") & Q(difference=""),
                name="declaration_line_says_why_it_differs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.part}"
