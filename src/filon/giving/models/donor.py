"""Who gives: a legal entity or an individual, as one school knows the donor; and who may issue receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from filon.giving.kinds import IssuerKind
from filon.giving.models.scope import given_by
from filon.kernel import clock
from filon.kernel.models import Record
from filon.ledger.models.scope import officers
from filon.partners.models import LegalEntity
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class DonorQuerySet(models.QuerySet["Donor"]):
    def visible_to(self, viewer: User) -> Self:
        """The donors of the viewer's schools; and those who gave to the foundation of an officer, for the school that let her in; and
        the donor that is her own organisation."""
        from filon.giving.models.gift import Gift  # noqa: PLC0415  (a gift names its donor)
        from filon.giving.models.pledge import Pledge  # noqa: PLC0415  (a pledge too)

        own = Q(host_id__in=viewer.standing.hosts_where(READING))
        if not viewer.standing.acts:
            return self.filter(own)
        entered = officers(viewer).filter(affiliation__entity=OuterRef("beneficiary"), affiliation__contact__host=OuterRef("host"))
        kept = [Exists(model.objects.filter(Exists(entered), donor=OuterRef("pk"))) for model in (Gift, Pledge)]
        return self.filter(own | Q(kept[0]) | Q(kept[1]) | given_by(viewer, donor="entity"))


class Donor(Record):
    """Whoever gives, as one school knows the donor, with the address that a receipt must bear.

    An individual's name and address are in DonorPersonal, erasable: ``digest`` is then all that stays of them here.
    """

    host = models.ForeignKey(Host, models.PROTECT, related_name="donors", verbose_name=_("school"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, null=True, blank=True, related_name="donors", verbose_name=_("legal entity"))
    number = models.PositiveIntegerField(_("number"))
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    street = models.CharField(_("street"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        constraints = [
            models.UniqueConstraint(fields=["host", "number"], name="donor_number_once"),
            models.UniqueConstraint(fields=["host", "entity"], name="donor_entity_once_per_host"),
            models.CheckConstraint(
                condition=Q(entity__isnull=False, digest="") | Q(entity__isnull=True) & ~Q(digest=""), name="donor_entity_or_individual"
            ),
        ]

    def __str__(self) -> str:
        return self.entity.name if self.entity else _("individual donor no. %(number)d") % {"number": self.number}

    @property
    def is_individual(self) -> bool:
        return self.entity_id is None


class DonorPersonal(models.Model):
    """Name, address and e-mail of an individual, beside the donor: erased, the donor keeps its gifts and a salted digest."""

    id = models.BigAutoField(primary_key=True)
    donor = models.OneToOneField(Donor, models.PROTECT, related_name="personal")
    salt = models.CharField(max_length=64)
    values = models.JSONField()

    class Meta:
        verbose_name = _("personal values of a donor")
        verbose_name_plural = _("personal values of donors")

    def __str__(self) -> str:
        return str(self.donor_id)


class IssuerQuerySet(models.QuerySet["Issuer"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(entity__in=LegalEntity.objects.visible_to(viewer))


class Issuer(Record):
    """A legal entity that may issue tax receipts for a time, and what its receipts say of it. ``articles``: of the general tax code."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="issuings", verbose_name=_("legal entity"))
    kind = models.CharField(_("legal category"), max_length=24, choices=IssuerKind)
    rna = models.CharField(_("RNA number"), max_length=10, blank=True)
    object_fr = models.CharField(_("object"), max_length=300)
    street = models.CharField(_("street"), max_length=160)
    postal_code = models.CharField(_("postal code"), max_length=10)
    city = models.CharField(_("city"), max_length=80)
    articles = ArrayField(models.CharField(max_length=8), default=list, verbose_name=_("articles of the tax code"))
    signatory_name = models.CharField(_("who signs"), max_length=120)
    signatory_function = models.CharField(_("function"), max_length=120)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    declared_at = models.DateTimeField(default=clock.now)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = IssuerQuerySet.as_manager()

    class Meta:
        verbose_name = _("issuer of receipts")
        verbose_name_plural = _("issuers of receipts")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gt=F("start")), name="issuer_ends_after_it_starts"),
            ExclusionConstraint(
                name="issuer_once_at_any_date",
                expressions=[
                    ("entity", RangeOperators.EQUAL),
                    (Func("start", "end", function="daterange", output_field=DateRangeField()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.entity.name
