"""Templates of texts: for each kind of agreement, the clauses a draft starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.agreements.models.kind import AgreementKind, in_language
from filon.agreements.models.terms import ClausePart
from filon.kernel import clock
from filon.kernel.models import Record
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class TextTemplateQuerySet(models.QuerySet["TextTemplate"]):
    def visible_to(self, viewer: User) -> Self:
        """Those of the house, and those of the viewer's schools."""
        return self.filter(Q(host=None) | Q(host_id__in=viewer.standing.hosts_where(READING)))


class TextTemplate(Record):
    """The text a kind of agreement starts with. Without a school it comes with Filon; a school's own, made from it, replaces it there."""

    host = models.ForeignKey(Host, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("school"))
    kind = models.ForeignKey(AgreementKind, models.PROTECT, related_name="templates", verbose_name=_("kind"))
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    objects = TextTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a text")
        verbose_name_plural = _("templates of texts")
        constraints = [
            models.UniqueConstraint(fields=["host", "kind"], name="text_template_once_per_kind", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.host_id or ''}"


class TemplateClause(Record):
    """A recital, an article or an annex of a template. Its text names values of the terms as `{parties}` (agreements.queries.variables)."""

    template = models.ForeignKey(TextTemplate, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("position"))
    part = models.CharField(_("part"), max_length=8, choices=ClausePart, default=ClausePart.ARTICLE)
    heading_fr = models.CharField(_("heading (French)"), max_length=160)
    heading_en = models.CharField(_("heading (English)"), max_length=160, blank=True)
    text_fr = models.TextField(_("text (French)"))
    text_en = models.TextField(_("text (English)"), blank=True)

    class Meta:
        verbose_name = _("clause of a template")
        verbose_name_plural = _("clauses of templates")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"], name="template_clause_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return in_language(self.heading_fr, self.heading_en)

    @property
    def text(self) -> str:
        return in_language(self.text_fr, self.text_en)
