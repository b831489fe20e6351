"""Signature: a version sent to its signatories, each with a place in the order, a link, a code, and the evidence of what was done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import AgreementParty
from filon.agreements.models.version import AgreementVersion
from filon.agreements.states import SeatState
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.partners.models import Affiliation
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User

LINK_LIFETIME = dt.timedelta(days=14)
CODE_LIFETIME = dt.timedelta(minutes=10)
CODE_TRIES = 5


class SigningPolicy(Record):
    """What a school asks of a signature. At or above ``second_channel_from_cents`` a code comes by another way than the link's mailbox,
    or the signatory is signed in; None: never asked. ``provider`` gathers the signatures of what is sent; empty: Filon does."""

    host = models.OneToOneField(Host, models.PROTECT, related_name="signing_policy", verbose_name=_("school"))
    second_channel_from_cents = models.BigIntegerField(_("second channel from"), null=True, blank=True)
    provider = models.CharField(_("who gathers the signatures"), max_length=40, blank=True, default="", db_default="")
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signing policy")
        verbose_name_plural = _("signing policies")
        constraints = [
            models.CheckConstraint(
                condition=Q(second_channel_from_cents__isnull=True) | Q(second_channel_from_cents__gte=0),
                name="signing_policy_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.host_id}"


class SendingQuerySet(models.QuerySet["Sending"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(version__in=AgreementVersion.objects.visible_to(viewer))


class Sending(Record):
    """A version as it was sent to be signed: the PDF, the hash of its terms, and how it closed.

    What is signed in a sending is never lost: sent again, links are made anew and signatures stay; a withdrawn sending keeps its own.
    """

    class Outcome(models.TextChoices):
        SIGNED = "signed", _("signed by all")
        WITHDRAWN = "withdrawn", _("withdrawn")

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="sendings")
    language = models.CharField(_("language"), max_length=2, choices=[("fr", _("French")), ("en", _("English"))], default="fr")
    document = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("document sent"))
    current = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("document with the signatures so far"))
    content_hash = models.CharField(max_length=64)
    amount_cents = models.BigIntegerField(_("amount"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    place = models.CharField(_("place of the ceremony"), max_length=160, blank=True)
    ceremony_at = models.DateTimeField(_("ceremony"), null=True, blank=True)
    guests = models.TextField(_("guests"), blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence file"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(closed_at__isnull=True), name="sending_one_open"),
            models.CheckConstraint(condition=Q(outcome="") ^ Q(closed_at__isnull=False), name="sending_closed_with_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.sent_at:%Y-%m-%d}"


class Seat(Record):
    """The place of one signatory in a sending: for which party, in which group. Groups sign in order, the people of one at the same time.

    A seat handed over stays, DELEGATED, and the new one names it with the document that gives the power.
    """

    sending = models.ForeignKey(Sending, models.PROTECT, related_name="seats")
    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("signs for"))
    affiliation = models.ForeignKey(Affiliation, models.PROTECT, related_name="+", verbose_name=_("signatory"))
    group = models.PositiveSmallIntegerField(_("signs in position"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=SeatState, default=SeatState.WAITING)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    delegated_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="delegated_to")
    delegation = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document that gives the power")
    )

    class Meta:
        verbose_name = _("seat of a signatory")
        verbose_name_plural = _("seats of signatories")
        ordering = ["group", "party__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sending", "party"], condition=~Q(state=SeatState.DELEGATED), name="seat_one_signatory_per_party"
            ),
            models.CheckConstraint(condition=~Q(state=SeatState.REFUSED) | ~Q(reason=""), name="seat_refused_with_a_reason"),
            models.CheckConstraint(
                condition=Q(delegated_from__isnull=True) | Q(delegation__isnull=False), name="seat_delegated_with_its_document"
            ),
            models.CheckConstraint(condition=Q(delegated_from__isnull=True) | ~Q(delegated_from=F("id")), name="seat_delegated_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} {self.party_id}"


class SigningLink(Record):
    """A personal link to a seat: 256 bits, kept as a sha256. It opens the page as often as it is followed; signing or refusing uses it."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="links")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing link")
        verbose_name_plural = _("signing links")
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(used_at__isnull=True, void_at__isnull=True), name="signing_link_one_open_per_seat"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.expires_at:%Y-%m-%d}"


class CodeChannel(models.TextChoices):
    """By which way the code reached the signatory."""

    MAILBOX = "mailbox", _("single mailbox")
    TELEPHONE = "telephone", _("read out by telephone")
    ACCOUNT = "account", _("signed-in account")
    OUTSIDE = "outside", _("signed elsewhere")


class SigningCode(Record):
    """Six digits, ten minutes, five tries; kept as a salted hash."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="codes")
    channel = models.CharField(_("channel"), max_length=10, choices=CodeChannel)
    code_hash = models.CharField(max_length=128)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing code")
        verbose_name_plural = _("signing codes")
        constraints = [models.CheckConstraint(condition=Q(tries__lte=CODE_TRIES), name="signing_code_five_tries")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.channel}"


class Evidence(Noted, AppendOnly, Record):
    """What proves that somebody signed: ``told`` holds who, when, from where, which document, by which channel; ``sha256`` is its hash."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="evidence")
    signed_at = models.DateTimeField(default=clock.now)
    channel = models.CharField(_("channel"), max_length=10, choices=CodeChannel)
    told = models.JSONField(_("what it says"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("evidence of a signature")
        verbose_name_plural = _("evidence of signatures")

    def __str__(self) -> str:
        return f"{self.seat_id}"


class Seal(Noted, AppendOnly, Record):
    """The host's seal for one signature: the PDF with it, and what checking it said. Seals follow each other on the same file."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="seal")
    document = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("sealed document"))
    checked = models.JSONField(_("what checking it said"))
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.evidence_id}"
