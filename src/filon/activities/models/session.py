"""A session: when and where people meet, who has a place, who came, and the fact that it was held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.activities.kinds import Audience, Voice
from filon.activities.models.scope import entered, let_in, members
from filon.activities.models.theme import ExchangeTheme
from filon.activities.states import LIVE_PLACES, PlaceState, SessionState
from filon.agreements.models.kind import in_language
from filon.facts.models import Fact
from filon.kernel import clock
from filon.kernel.addresses import address
from filon.kernel.models import Noted, Record
from filon.partners.models import LegalEntity, Site
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class ExchangeSessionQuerySet(models.QuerySet["ExchangeSession"]):
    def visible_to(self, viewer: User) -> Self:
        """Every session of the viewer's schools; for a partner's person, those that are public and those her organisation takes part in."""
        if not viewer.standing.acts:
            return self.filter(members(viewer))
        own = SessionOrganisation.objects.filter(Exists(entered(viewer, entity="entity", host="session__host")), session=OuterRef("pk"))
        return self.filter(members(viewer) | Q(let_in(viewer), audience=Audience.PUBLIC) | Q(Exists(own)))

    def ended(self, now: dt.datetime) -> Self:
        """Over, and not closed yet."""
        return self.filter(state=SessionState.PLANNED, ends_at__lte=now)

    def to_come(self, now: dt.datetime) -> Self:
        return self.filter(state=SessionState.PLANNED, ends_at__gt=now)


class ExchangeSession(Record):
    """A meeting on a theme, with so many places, from one moment to another of the same or a later day."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="exchange_sessions", db_index=False, verbose_name=_("school"))
    theme = models.ForeignKey(ExchangeTheme, models.PROTECT, related_name="sessions", verbose_name=_("theme"))
    title_fr = models.CharField(_("title (French)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    about_fr = models.TextField(_("what it is about (French)"), blank=True)
    about_en = models.TextField(_("what it is about (English)"), blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site"))
    room = models.CharField(_("room or address"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    capacity = models.PositiveIntegerField(_("places"))
    audience = models.CharField(_("read by"), max_length=8, choices=Audience, default=Audience.MEMBERS)
    state = models.CharField(_("state"), max_length=9, choices=SessionState, default=SessionState.PLANNED)
    cancel_reason = models.TextField(_("why it is cancelled"), blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now)
    objects = ExchangeSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of exchanges")
        verbose_name_plural = _("sessions of exchanges")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="exchange_session_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="exchange_session_has_a_place"),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancel_reason="") | ~Q(state="cancelled") & Q(cancel_reason=""),
                name="exchange_session_cancelled_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["host", "starts_at"]), models.Index(fields=["theme", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("activities:session", self.uuid)

    @property
    def title(self) -> str:
        return in_language(self.title_fr, self.title_en)

    @property
    def about(self) -> str:
        return in_language(self.about_fr, self.about_en)

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC

    @property
    def day(self) -> dt.date:
        """The day it begins, in Paris."""
        return timezone.localdate(self.starts_at)

    @property
    def place(self) -> str:
        """Site and room, as far as they are known."""
        return ", ".join(part for part in (self.site.name if self.site else "", self.room) if part)


class SessionOrganisation(models.Model):
    """An organisation that takes part: its people see the session."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(ExchangeSession, models.CASCADE, related_name="organisations")
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="exchange_sessions", verbose_name=_("organisation"))

    class Meta:
        verbose_name = _("organisation of a session")
        verbose_name_plural = _("organisations of sessions")
        constraints = [models.UniqueConstraint(fields=["session", "entity"], name="session_organisation_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.entity_id}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE_PLACES)

    def visible_to(self, viewer: User) -> Self:
        """Her own, and those of the schools whose work she reads."""
        return self.filter(Q(user_id=viewer.pk) | Q(session__host__in=viewer.standing.hosts_where(READING)))


class Registration(Noted, Record):
    """A person's place in a session, or her turn on the waiting list: turns are in the order of the keys. ``came`` None: not said yet."""

    session = models.ForeignKey(ExchangeSession, models.PROTECT, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exchange_registrations", verbose_name=_("person"))
    voice = models.CharField(_("comes as"), max_length=8, choices=Voice)
    state = models.CharField(_("state"), max_length=9, choices=PlaceState)
    came = models.BooleanField(_("came"), null=True, blank=True)
    registered_at = models.DateTimeField(default=clock.now)
    may_change = ("state", "came")
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], condition=~Q(state="left"), name="registration_one_live_per_person"),
            models.CheckConstraint(condition=Q(came__isnull=True) | Q(state="confirmed"), name="registration_came_with_a_place"),
        ]
        indexes = [models.Index(fields=["session", "state"])]

    def __str__(self) -> str:
        return f"{self.session_id} {self.state}"


class Closing(Noted, Record):
    """A session was held, with so many persons: its fact. Reopened (the fact is reversed), it holds no longer and another may follow."""

    session = models.ForeignKey(ExchangeSession, models.PROTECT, related_name="closings")
    fact = models.OneToOneField(Fact, models.PROTECT, related_name="closing")
    persons = models.PositiveIntegerField(_("persons present"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by"))
    closed_at = models.DateTimeField(default=clock.now)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("why it was reopened"), blank=True)
    may_change = ("reopened_at", "reopened_by_id", "reason")

    class Meta:
        verbose_name = _("closing of a session")
        verbose_name_plural = _("closings of sessions")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(reopened_at=None), name="closing_one_live_per_session"),
            models.CheckConstraint(condition=Q(persons__gt=0), name="closing_of_somebody"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True, reason="")
                | Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reason=""),
                name="closing_reopened_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.closed_at:%Y-%m-%d}"
