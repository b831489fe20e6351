"""A text that was sent to be negotiated, and what came back. Both stay as they were: what is taken into the draft is another act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.agreement import Agreement
from filon.agreements.models.version import AgreementVersion
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class SentTextQuerySet(models.QuerySet["SentText"]):
    def visible_to(self, viewer: User) -> Self:
        """What a school negotiates is its own until it binds."""
        return self.filter(version__agreement__in=_own(viewer))


class SentText(Noted, AppendOnly, Record):
    """A draft as it was sent in a language, with its DOCX.

    ``parts``: what was printed, part by part (`key`, `title`, `text`, `ledger`, and `spans`: where a value stands in the text, and
    its name); ``values``: what the names were worth then.
    """

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="sent_texts")
    language = models.CharField(_("language"), max_length=2, choices=[("fr", _("French")), ("en", _("English"))])
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("document sent"))
    parts = models.JSONField(_("parts"))
    values = models.JSONField(_("values"), default=dict)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = SentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text sent to be negotiated")
        verbose_name_plural = _("texts sent to be negotiated")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(language__in=["fr", "en"]), name="sent_text_in_a_language")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class ReturnedTextQuerySet(models.QuerySet["ReturnedText"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(sent__version__agreement__in=_own(viewer))


class ReturnedText(Noted, AppendOnly, Record):
    """What came back of a text that was sent: its DOCX, its parts as they were read, and the remarks in its margin."""

    sent = models.ForeignKey(SentText, models.PROTECT, related_name="returns")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("document that came back"))
    parts = models.JSONField(_("parts"))
    remarks = models.JSONField(_("remarks"), default=list)
    returned_at = models.DateTimeField(default=clock.now)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = ReturnedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text that came back")
        verbose_name_plural = _("texts that came back")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.sent_id} {self.returned_at:%Y-%m-%d}"

    @property
    def version(self) -> AgreementVersion:
        """What rights are asked of."""
        return self.sent.version


def _own(viewer: User) -> models.QuerySet[Agreement]:
    return Agreement.objects.visible_to(viewer).filter(stewardships__host_id__in=viewer.standing.hosts_where(READING))
