"""A version says what holds from a date on. Signed, it never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import Agreement, AgreementParty, let_into, stewarded
from filon.agreements.models.kind import Theme
from filon.agreements.states import BINDING_STATES, OPEN_STATES, VersionState
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.partners.models import Affiliation

if TYPE_CHECKING:
    from filon.people.models import User


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    def visible_to(self, viewer: User) -> Self:
        """Drafts are the school's own; a partner's person sees what binds her."""
        ours = Agreement.objects.filter(Exists(stewarded(viewer)))
        return self.filter(Q(agreement__in=ours) | Q(agreement__in=let_into(viewer), state__in=BINDING_STATES))


class AgreementVersion(Record):
    """Version ``number`` of an agreement. The original is 1; an amendment is the next one.

    ``effective_from``/``term_end``: the signed term, half-open (``term_end`` is the first day without it; None = not stated).
    ``validity``: the days on which this version is the one in force; outside the signed hash, closed when the next takes effect.
    ``content_hash``: sha256 of the canonical JSON of all terms (agreements.queries.content), fixed at signing.
    ``silence_days``: days after which an uncontested declaration counts as accepted; None = never by silence.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=14, choices=VersionState, default=VersionState.DRAFT)
    effective_from = models.DateField(_("takes effect on"), null=True, blank=True)
    term_end = models.DateField(_("ends on"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("notice (months)"), null=True, blank=True)
    is_tacit = models.BooleanField(_("tacit renewal"), default=False)
    renewal_months = models.PositiveSmallIntegerField(_("renewed for (months)"), null=True, blank=True)
    silence_days = models.PositiveSmallIntegerField(_("silence accepts after (days)"), null=True, blank=True, default=30)
    themes = models.ManyToManyField(Theme, blank=True, related_name="versions", verbose_name=_("themes"))
    validity = DateRangeField(_("in force"), null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    signed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed PDF"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_at_place = models.CharField(_("signed at"), max_length=160, blank=True)
    took_effect_at = models.DateTimeField(_("recorded in force at"), null=True, blank=True)
    is_from_source = models.BooleanField(_("known from a published source only"), default=False)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(state__in=OPEN_STATES), name="version_one_open_draft"),
            ExclusionConstraint(
                name="version_one_in_force_at_any_date",
                expressions=[("agreement", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
                condition=Q(validity__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(term_end__isnull=True) | Q(effective_from__isnull=True) | Q(term_end__gt=F("effective_from")),
                name="version_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BINDING_STATES) | Q(validity__isnull=True, content_hash=""), name="version_validity_only_when_binding"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BINDING_STATES) | Q(validity__isnull=False) & ~Q(content_hash=""),
                name="version_binding_has_validity_and_hash",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BINDING_STATES) | Q(signed_file__isnull=False) | Q(is_from_source=True),
                name="version_binding_has_its_signed_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Signature(Noted, AppendOnly, Record):
    """Who signed a version for a party, when; for a PDF signed elsewhere it is what the uploader states."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures")
    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="signatures")
    affiliation = models.ForeignKey(
        Affiliation, models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name=_("signatory")
    )
    signed_on = models.DateField(_("signed on"))
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="signature_once_per_party")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.party_id}"


class Renewal(Noted, AppendOnly, Record):
    """A tacit renewal: a row that extends the term (half-open), never an edit of the signed version."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="renewals")
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="renewal_ends_after_it_starts"),
            ExclusionConstraint(
                name="renewal_no_overlap",
                expressions=[
                    ("version", RangeOperators.EQUAL),
                    (models.Func(F("start"), F("end"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.start}"


class Notice(Noted, AppendOnly, Record):
    """A party lets the agreement end (no renewal), or terminates it early when ``ends_on`` precedes the term."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="notices")
    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="notices")
    given_on = models.DateField(_("given on"))
    ends_on = models.DateField(_("ends on"))
    reason = models.TextField(_("reason"))
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["version"], name="notice_once_per_version")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.ends_on}"
