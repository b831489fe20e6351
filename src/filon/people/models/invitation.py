"""An invitation is a letter with a key: it is opened once, before it expires."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.models import Record
from filon.people.models.host import Host
from filon.people.models.user import LANGUAGES
from filon.people.roles import Role

if TYPE_CHECKING:
    from filon.people.models.user import User


LIFETIME = dt.timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Neither accepted, withdrawn nor expired."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def visible_to(self, viewer: User) -> Self:
        return self.filter(host_id__in=viewer.standing.hosts_where({Role.DIRECTOR, Role.AUDITOR}))


class Invitation(Record):
    """A role offered to an e-mail address. The key (256 bits) is kept hashed only; it is made when the message leaves."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="invitations", verbose_name=_("host"))
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=24, choices=Role)
    language = models.CharField(_("language of the message"), max_length=2, choices=LANGUAGES, default="fr")
    key_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
