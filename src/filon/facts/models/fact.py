"""A fact is recorded once, where the work happens, and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from filon.facts.visibility import Visibility
from filon.kernel import clock
from filon.kernel.addresses import address
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.partners.models import LegalEntity, Site
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class FactQuerySet(models.QuerySet["Fact"]):
    def visible_to(self, viewer: User) -> Self:
        """Facts of the viewer's schools (private ones only where she recorded them), and shared ones of the entities she acts for."""
        return self.filter(_of_schools(viewer) | _of_entities(viewer) if viewer.standing.acts else _of_schools(viewer))

    def standing(self) -> Self:
        """Those that were not taken back, and take none back."""
        return self.filter(reverses=None, reversed_by=None)

    def visible_parts(self, viewer: User) -> tuple[Self, Self]:
        """The same in two parts that have nothing in common: what all of them make is summed much sooner by each one's own index."""
        elsewhere = ~Q(host_id__in=viewer.standing.hosts_where(READING))
        shared = self.filter(elsewhere, _of_entities(viewer)) if viewer.standing.acts else self.none()
        return self.filter(_of_schools(viewer)), shared


def _of_schools(viewer: User) -> Q:
    hosts = viewer.standing.hosts_where(READING)
    return Q(host_id__in=hosts) & (~Q(visibility=Visibility.PRIVATE) | Q(recorded_by_id=viewer.pk))


def _of_entities(viewer: User) -> Q:
    from filon.partners.models import Access  # noqa: PLC0415

    entered = Access.objects.open_to(viewer).filter(
        affiliation__entity=OuterRef("entity"), affiliation__contact__host=OuterRef("fact__host")
    )
    own = FactOrganisation.objects.filter(fact=OuterRef("pk")).filter(Exists(entered))
    return Q(visibility=Visibility.PARTIES) & Q(Exists(own))


SUMMED = ["visibility", "recorded_by", "reverses", "quantity", "value_cents", "persons"]
"""What the table of a school's facts reads of each, without going to the rows."""


class Fact(Noted, AppendOnly, Record):
    """What happened: kind, when, where, for whom, how much. Holds ids and figures, never a name or a text on a person.

    ``quantity`` is in the unit of the kind; ``value_cents`` in euro cents where known; ``persons`` counts people where the kind does.
    A correction is a reversing fact (opposite figures, ``reverses``); a fact is reversed at most once and a reversal never.
    ``personal_digest`` = sha256(salt + canonical JSON) of values kept beside the record in FactPersonal, which may be erased.
    """

    kind = models.CharField(_("kind"), max_length=60)
    occurred_on = models.DateField(_("occurred on"))
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="facts", db_index=False, verbose_name=_("host"))  # fact_sums has it first
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20)
    value_cents = models.BigIntegerField(_("value"), null=True, blank=True)
    persons = models.IntegerField(_("persons"), null=True, blank=True)
    goals = ArrayField(models.SmallIntegerField(), default=list, blank=True, verbose_name=_("sustainable development goals"))
    visibility = models.CharField(_("who may read it"), max_length=8, choices=Visibility)
    source_type = models.CharField(_("source"), max_length=60, blank=True)
    source_uuid = models.UUIDField(null=True, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses"))
    personal_digest = models.CharField(max_length=64, blank=True)
    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.CheckConstraint(condition=Q(goals__contained_by=list(range(1, 18))), name="fact_goals_among_seventeen"),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="fact_not_its_own_reversal"),
            models.CheckConstraint(condition=Q(reverses__isnull=False) | Q(quantity__gte=0), name="fact_negative_only_when_it_reverses"),
        ]
        indexes = [
            models.Index(fields=["host", "kind", "-occurred_on"], include=SUMMED, name="fact_sums"),
            models.Index(fields=["occurred_on", "id"], name="fact_by_day"),
            models.Index(fields=["host", "occurred_on", "id"], name="fact_of_host_by_day"),
            models.Index(fields=["host", "id"], name="fact_of_host"),  # of many facts of an organisation, those of one school
            models.Index(fields=["source_type", "source_uuid"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_on}"

    def get_absolute_url(self) -> str:
        return address("facts:detail", self.uuid)


class FactOrganisation(Noted, AppendOnly, models.Model):
    """A legal entity a fact concerns."""

    id = models.BigAutoField(primary_key=True)
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="organisations")
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="facts")

    class Meta:
        verbose_name = _("organisation of a fact")
        verbose_name_plural = _("organisations of a fact")
        constraints = [models.UniqueConstraint(fields=["fact", "entity"], name="fact_organisation_once")]
        indexes = [models.Index(fields=["entity", "fact"], name="fact_organisation_facts")]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.entity_id}"


class FactDocument(Noted, AppendOnly, models.Model):
    """A file that proves a fact."""

    id = models.BigAutoField(primary_key=True)
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)

    class Meta:
        verbose_name = _("document of a fact")
        verbose_name_plural = _("documents of a fact")
        constraints = [models.UniqueConstraint(fields=["fact", "file"], name="fact_document_once")]

    def __str__(self) -> str:
        return self.title


class FactPersonal(models.Model):
    """Names and words about a person, beside the record: erasing them leaves the fact and the chain whole."""

    id = models.BigAutoField(primary_key=True)
    fact = models.OneToOneField(Fact, models.PROTECT, related_name="personal")
    salt = models.CharField(max_length=64)
    values = models.JSONField()

    class Meta:
        verbose_name = _("personal values of a fact")
        verbose_name_plural = _("personal values of facts")

    def __str__(self) -> str:
        return str(self.fact_id)
