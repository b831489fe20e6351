"""Signature elsewhere: a sending that another provider gathers the signatures of, and what reading a PDF signed elsewhere said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.sending import Sending
from filon.agreements.models.version import AgreementVersion
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile


class OutsideSending(Record):
    """A sending in the hands of a provider. `reference` is its own word for it; `trouble` what is in the way now, in a sentence;
    `refused_sha256` the signed file that was looked at last and was not the right one."""

    sending = models.OneToOneField(Sending, models.PROTECT, related_name="outside")
    provider = models.CharField(_("provider"), max_length=40)
    reference = models.CharField(max_length=200, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(_("what is in the way"), blank=True)
    refused_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("sending signed elsewhere")
        verbose_name_plural = _("sendings signed elsewhere")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reference="") ^ models.Q(handed_at__isnull=False), name="outside_sending_handed_with_a_reference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} {self.provider}"


class PaperReading(Noted, AppendOnly, Record):
    """What reading the signatures of a PDF signed elsewhere said, as it was put in force or later: kept with the archive."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="readings")
    document = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("signed document"))
    read_at = models.DateTimeField(default=clock.now)
    told = models.JSONField(_("what it says"))

    class Meta:
        verbose_name = _("reading of a signed document")
        verbose_name_plural = _("readings of signed documents")

    def __str__(self) -> str:
        return f"{self.version_id}"
