"""People of partners, as one school knows them, and their dated powers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record, StoredFile
from filon.kernel.periods import holding
from filon.kernel.search import folded
from filon.partners.models.entity import LegalEntity
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(host_id__in=viewer.standing.hosts_where(READING))


class Contact(Record):
    """A person as one school knows her; another school has its own sheet."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="contacts", verbose_name=_("host"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["host", "name"]),
            GinIndex(OpClass(folded("name"), name="gin_trgm_ops"), name="contact_name_folded"),
        ]

    def __str__(self) -> str:
        return self.name


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(holding(day))

    def visible_to(self, viewer: User) -> Self:
        return self.filter(contact__host_id__in=viewer.standing.hosts_where(READING))


class Affiliation(Record):
    """A contact's function in a legal entity for a time, and up to which amount it may sign.

    ``sign_limit_cents``: greatest amount that may be signed; None = no limit. Meaningless unless ``may_sign``.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="affiliations", verbose_name=_("contact"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="affiliations", verbose_name=_("legal entity"))
    function = models.CharField(_("function"), max_length=120)
    may_sign = models.BooleanField(_("may sign"), default=False)
    sign_limit_cents = models.BigIntegerField(_("may sign up to"), null=True, blank=True)
    power_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document that gives the power to sign")
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gt=F("start")), name="affiliation_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(sign_limit_cents__isnull=True) | Q(may_sign=True, sign_limit_cents__gte=0),
                name="affiliation_limit_only_for_signatories",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact}, {self.function}"

    @property
    def last_day(self) -> dt.date | None:
        """The last day it holds, as people say it; ``end`` is the day after."""
        return self.end and self.end - dt.timedelta(days=1)

    def holds_on(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)
