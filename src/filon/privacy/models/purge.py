"""Each purge, and what it did of each class of personal data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.models import Record


class PurgeRun(Record):
    """A purge of the whole installation: it names classes and numbers, no person and no school."""

    ran_at = models.DateTimeField(_("ran at"), default=clock.now)
    day = models.DateField(_("as on"))

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d}"


class PurgeLine(models.Model):
    """A class of the register in a purge: how many values were removed, how many kept. ``reasons``: why, each sentence by its message id
    with how many, so that everybody reads it in her language."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(PurgeRun, models.CASCADE, related_name="lines")
    code = models.CharField(_("class"), max_length=60)
    removed = models.PositiveBigIntegerField(_("removed"))
    kept = models.PositiveBigIntegerField(_("kept"))
    reasons = models.JSONField(_("why they are kept"), default=list)

    class Meta:
        verbose_name = _("class in a purge")
        verbose_name_plural = _("classes in a purge")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["run", "code"], name="purge_line_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.code}"

    @property
    def told(self) -> list[tuple[str, int]]:
        """The reasons in the language of the reader."""
        return [(gettext(sentence), count) for sentence, count in self.reasons if count]
