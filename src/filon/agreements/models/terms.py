"""The terms of a version: its parties' capacities, its commitments, its money, its clauses. Frozen with the version."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import AgreementParty, Commitment
from filon.agreements.models.kind import in_language
from filon.agreements.models.version import AgreementVersion
from filon.agreements.units import Capacity, Nature, Unit
from filon.kernel.models import Record
from filon.partners.models import Affiliation


class PartyTerm(models.Model):
    """The capacity in which a party takes part in a version, and who is to sign for it, in which order."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="party_terms")
    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="terms")
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)
    signatory = models.ForeignKey(Affiliation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signatory"))
    signing_group = models.PositiveSmallIntegerField(_("signs in position"), default=1)

    class Meta:
        verbose_name = _("terms of a party")
        verbose_name_plural = _("terms of parties")
        ordering = ["party__position"]
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="party_term_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.party_id}"


class MoneyLine(Record):
    """Money promised in a version, by nature. ``amount_cents`` None = not stated by the source."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="money_lines")
    nature = models.CharField(_("nature"), max_length=20, choices=Nature)
    payer = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("paid by"))
    payee = models.ForeignKey(AgreementParty, models.PROTECT, related_name="+", verbose_name=_("paid to"))
    amount_cents = models.BigIntegerField(_("amount"), null=True, blank=True)
    earmark_fr = models.CharField(_("earmarked for (French)"), max_length=200, blank=True)
    earmark_en = models.CharField(_("earmarked for (English)"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("money line")
        verbose_name_plural = _("money lines")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__isnull=True) | Q(amount_cents__gt=0), name="money_line_positive"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="money_line_between_two_parties"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.nature}"

    @property
    def earmark(self) -> str:
        return in_language(self.earmark_fr, self.earmark_en)


class CommitmentTerm(models.Model):
    """What a commitment is in a version. A commitment without a term in a version is removed by it.

    ``quantity`` in ``unit`` (euros with two places for ``eur``), None = not stated; ``unit_value_cents`` None = unknown value.
    ``due_rule``: JSON of filon.engines.balance.schedule (rule_to_json).
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="commitment_terms")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="terms")
    what_fr = models.CharField(_("what (French)"), max_length=160)
    what_en = models.CharField(_("what (English)"), max_length=160, blank=True)
    detail_fr = models.CharField(_("detail (French)"), max_length=240, blank=True)
    detail_en = models.CharField(_("detail (English)"), max_length=240, blank=True)
    unit = models.CharField(_("unit"), max_length=16, choices=Unit)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit_value_cents = models.BigIntegerField(_("value of one"), null=True, blank=True)
    is_counterpart = models.BooleanField(_("counterpart"), default=False)
    due_rule = models.JSONField(_("when it is due"))
    money_line = models.ForeignKey(MoneyLine, models.PROTECT, null=True, blank=True, related_name="schedule", verbose_name=_("money line"))

    class Meta:
        verbose_name = _("terms of a commitment")
        verbose_name_plural = _("terms of commitments")
        ordering = ["commitment__number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "commitment"], name="commitment_term_once"),
            models.CheckConstraint(condition=Q(quantity__isnull=True) | Q(quantity__gt=0), name="commitment_term_positive"),
            models.CheckConstraint(
                condition=Q(unit_value_cents__isnull=True) | Q(unit_value_cents__gte=0), name="commitment_value_not_negative"
            ),
            models.CheckConstraint(condition=~Q(unit="eur") | Q(unit_value_cents=100), name="commitment_euro_is_worth_one"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        return in_language(self.what_fr, self.what_en)

    @property
    def detail(self) -> str:
        return in_language(self.detail_fr, self.detail_en)


class ClausePart(models.TextChoices):
    """Where in the document: before the articles, among them (numbered), or after the signatures."""

    RECITAL = "recital", _("recital")
    ARTICLE = "article", _("article")
    ANNEX = "annex", _("annex")


class Clause(models.Model):
    """A recital, an article or an annex of the text, in the order of the document. Its text may name values of the terms: `{parties}`."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("position"))
    part = models.CharField(_("part"), max_length=8, choices=ClausePart, default=ClausePart.ARTICLE, db_default=ClausePart.ARTICLE)
    heading_fr = models.CharField(_("heading (French)"), max_length=160)
    heading_en = models.CharField(_("heading (English)"), max_length=160, blank=True)
    text_fr = models.TextField(_("text (French)"))
    text_en = models.TextField(_("text (English)"), blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="clause_position_once")]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return in_language(self.heading_fr, self.heading_en)

    @property
    def text(self) -> str:
        return in_language(self.text_fr, self.text_en)
