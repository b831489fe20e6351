"""Kinds of agreements are data: what is usual in each, and what must be filled in."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from filon.agreements.units import Capacity, Unit
from filon.kernel.models import Record


def in_language(french: str, english: str) -> str:
    """The text in the reader's language, or the other one where it is missing."""
    first, second = (english, french) if get_language() == "en" else (french, english)
    return first or second


class AgreementKind(Record):
    """A kind of agreement (mécénat, academic, civic…): label, prefix of its references, fields it requires.

    ``required_fields``: names among ``money_lines``, ``term_end``, ``themes``, ``clauses``, checked when a version is put in force.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label_fr = models.CharField(_("label (French)"), max_length=80)
    label_en = models.CharField(_("label (English)"), max_length=80)
    prefix = models.CharField(_("prefix of references"), max_length=5)
    required_fields = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("required fields"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kind of agreement")
        verbose_name_plural = _("kinds of agreements")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.label_fr, self.label_en)


class UsualCommitment(models.Model):
    """A commitment usually found in a kind, offered when an agreement of that kind is written."""

    id = models.BigAutoField(primary_key=True)
    kind = models.ForeignKey(AgreementKind, models.CASCADE, related_name="usual_commitments")
    debtor = models.CharField(_("who owes"), max_length=12, choices=Capacity)
    creditor = models.CharField(_("who is owed"), max_length=12, choices=Capacity)
    what_fr = models.CharField(_("what (French)"), max_length=160)
    what_en = models.CharField(_("what (English)"), max_length=160)
    unit = models.CharField(_("unit"), max_length=16, choices=Unit)
    is_counterpart = models.BooleanField(_("counterpart"), default=False)

    class Meta:
        verbose_name = _("usual commitment")
        verbose_name_plural = _("usual commitments")

    def __str__(self) -> str:
        return in_language(self.what_fr, self.what_en)


class Theme(Record):
    """A subject parties think about together (decarbonation, biodiversity…)."""

    label_fr = models.CharField(_("label (French)"), max_length=120, unique=True)
    label_en = models.CharField(_("label (English)"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["label_fr"]

    def __str__(self) -> str:
        return in_language(self.label_fr, self.label_en)
