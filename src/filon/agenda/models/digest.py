"""The week by mail: who wants it, in which language, and which weeks were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.people.models.user import LANGUAGES

if TYPE_CHECKING:
    from filon.people.models import User


class MailChoiceQuerySet(models.QuerySet["MailChoice"]):
    def visible_to(self, viewer: User) -> Self:
        """Her own."""
        return self.filter(user_id=viewer.pk)


class MailChoice(models.Model):
    """What a person chose of the letters she may choose; nobody's row is the usual choice. ``against``: the codes of the others
    (`LetterChoice`) of which she wants the contrary of what is usual."""

    id = models.BigAutoField(primary_key=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice", verbose_name=_("person"))
    wants_digest = models.BooleanField(_("wants the week by mail"), default=True)
    language = models.CharField(_("language of the week"), max_length=2, blank=True, choices=LANGUAGES)
    against = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("chosen against what is usual"))
    objects = MailChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")

    def __str__(self) -> str:
        return str(self.user_id)


class Digest(models.Model):
    """A week, or the dates of a day, told to a person, once. ``week``: its Monday, or the day on which it is told; ``task_id``: the task
    that tells it, and alone may try again."""

    class Kind(models.TextChoices):
        WEEK = "week", _("the week")
        DUE = "due", _("dates that come near")

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.WEEK)
    week = models.DateField(_("week"))
    task_id = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("week told by mail")
        verbose_name_plural = _("weeks told by mail")
        constraints = [models.UniqueConstraint(fields=["user", "kind", "week"], name="digest_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"
