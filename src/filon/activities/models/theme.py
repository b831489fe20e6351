"""What a school and its partners think about together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.activities.kinds import Audience
from filon.activities.models.scope import let_in, members
from filon.agreements.models import Theme
from filon.agreements.models.kind import in_language
from filon.kernel import clock
from filon.kernel.addresses import address
from filon.kernel.models import Record
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


class ExchangeThemeQuerySet(models.QuerySet["ExchangeTheme"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(members(viewer) | models.Q(let_in(viewer)))


class ExchangeTheme(Record):
    """A theme of agreements on which a school holds exchanges. ``audience``: may its page be read by everybody?"""

    host = models.ForeignKey(Host, models.PROTECT, related_name="exchange_themes", verbose_name=_("school"))
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="exchanges", verbose_name=_("theme"))
    about_fr = models.TextField(_("what it is about (French)"), blank=True)
    about_en = models.TextField(_("what it is about (English)"), blank=True)
    audience = models.CharField(_("read by"), max_length=8, choices=Audience, default=Audience.MEMBERS)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    objects = ExchangeThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme of exchanges")
        verbose_name_plural = _("themes of exchanges")
        ordering = ["theme__label_fr", "id"]
        constraints = [models.UniqueConstraint(fields=["host", "theme"], name="exchange_theme_once_per_host")]

    def __str__(self) -> str:
        return str(self.theme)

    def get_absolute_url(self) -> str:
        return address("activities:theme", self.uuid)

    @property
    def about(self) -> str:
        return in_language(self.about_fr, self.about_en)

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC
