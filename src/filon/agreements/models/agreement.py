"""The identity of an agreement, of its parties and of its commitments; what holds is said by its versions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.kind import AgreementKind, in_language
from filon.agreements.states import BINDING_STATES
from filon.kernel import clock
from filon.kernel.models import Record
from filon.kernel.periods import holding
from filon.partners.models import Access, Contact, Fund, LegalEntity
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, viewer: User) -> Self:
        """What the viewer's schools steward today; and, for a partner's person, what binds her entity with the school that let her in."""
        return self.filter(Q(Exists(stewarded(viewer))) | Q(Exists(entered(viewer))))


def stewarded(viewer: User) -> models.QuerySet[Stewardship]:
    return Stewardship.objects.on(timezone.localdate()).filter(agreement=OuterRef("pk"), host_id__in=viewer.standing.hosts_where(READING))


def entered(viewer: User, *, acting: bool = False) -> models.QuerySet[AgreementParty]:
    """Parties of the outer agreement for which the viewer holds an open access (``acting``: to speak), once a version binds."""
    from filon.agreements.models.version import AgreementVersion  # noqa: PLC0415

    if not viewer.standing.acts:
        return AgreementParty.objects.none()
    steward = Stewardship.objects.filter(agreement=OuterRef(OuterRef("agreement")), host=OuterRef("affiliation__contact__host"))
    opened = Access.objects.open_to(viewer).acting() if acting else Access.objects.open_to(viewer)
    access = opened.filter(Exists(steward), affiliation__entity=OuterRef("entity"))
    binding = AgreementVersion.objects.filter(agreement=OuterRef("agreement"), state__in=BINDING_STATES)
    return AgreementParty.objects.filter(Exists(access), Exists(binding), agreement=OuterRef("pk"))


def let_into(viewer: User) -> models.QuerySet[Agreement]:
    """The agreements that a partner's person reads, as far as they bind."""
    return Agreement.objects.filter(Exists(entered(viewer))) if viewer.standing.acts else Agreement.objects.none()


class OfAgreementQuerySet(models.QuerySet["AgreementParty"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(agreement__in=Agreement.objects.visible_to(viewer))


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, viewer: User) -> Self:
        """A partner's person sees those that a binding version holds or held; a draft's are the school's own."""
        from filon.agreements.models.terms import CommitmentTerm  # noqa: PLC0415

        bound = CommitmentTerm.objects.filter(commitment=OuterRef("pk"), version__state__in=BINDING_STATES)
        ours = Agreement.objects.filter(Exists(stewarded(viewer)))
        return self.filter(Q(agreement__in=ours) | Q(Exists(bound), agreement__in=let_into(viewer)))


class Agreement(Record):
    """Identity only: reference, kind, title, lead school. No term and no amount stands here."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="agreements", verbose_name=_("lead school"))
    kind = models.ForeignKey(AgreementKind, models.PROTECT, related_name="agreements", verbose_name=_("kind"))
    reference = models.CharField(_("reference"), max_length=24)
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked after by")
    )
    provenance_fr = models.TextField(_("where these data come from (French)"), blank=True)
    provenance_en = models.TextField(_("where these data come from (English)"), blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [models.UniqueConstraint(fields=["host", "reference"], name="agreement_reference_once_per_host")]
        indexes = [models.Index(fields=["host", "kind"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_fr, self.title_en)

    @property
    def provenance(self) -> str:
        return in_language(self.provenance_fr, self.provenance_en)


class StewardshipQuerySet(models.QuerySet["Stewardship"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(holding(day))


class Stewardship(models.Model):
    """A school that runs the agreement, with its share (basis points: 10,000 = all) for a time."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="stewardships")
    host = models.ForeignKey(Host, models.PROTECT, related_name="stewardships", verbose_name=_("host"))
    share = models.PositiveIntegerField(_("share"), default=10_000)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    objects = StewardshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("stewardship")
        verbose_name_plural = _("stewardships")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "host", "start"], name="stewardship_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=10_000), name="stewardship_share_between_one_and_all"),
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gt=F("start")), name="stewardship_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.host_id}"


class AgreementParty(Record):
    """A legal entity that is party to the agreement, for itself or for a fund it shelters."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="parties", verbose_name=_("legal entity"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=_("acting for the fund"))
    position = models.PositiveSmallIntegerField(_("position"))
    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "entity", "fund"], name="party_once", nulls_distinct=False),
            models.UniqueConstraint(fields=["agreement", "position"], name="party_position_once", deferrable=models.Deferrable.DEFERRED),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name people know: the fund's, where the umbrella acts for one."""
        return self.fund.name if self.fund else self.entity.name


class Commitment(Record):
    """Who owes whom; what exactly is a term of each version."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField(_("number"))
    debtor = models.ForeignKey(AgreementParty, models.PROTECT, related_name="owes", verbose_name=_("who owes"))
    creditor = models.ForeignKey(AgreementParty, models.PROTECT, related_name="is_owed", verbose_name=_("who is owed"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked after by")
    )
    owner_contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("their person in charge")
    )
    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="commitment_number_once"),
            models.CheckConstraint(condition=~Q(debtor=F("creditor")), name="commitment_between_two_parties"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.number}"

    @property
    def unit(self) -> str:
        """What it is counted in; no amendment changes it."""
        return self.terms.latest("version__number").unit
