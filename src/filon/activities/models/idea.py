"""An idea, who takes it up, what is said of it, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from filon.activities.kinds import Audience, OutcomeKind, Voice
from filon.activities.models.scope import entered, let_in, members
from filon.activities.models.session import ExchangeSession, SessionOrganisation
from filon.activities.models.theme import ExchangeTheme
from filon.activities.states import IdeaState
from filon.agreements.models import Agreement
from filon.facts.models import Fact
from filon.kernel import clock
from filon.kernel.addresses import address
from filon.kernel.models import AppendOnly, Noted, Record
from filon.partners.models import LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, viewer: User) -> Self:
        """Every idea of the viewer's schools; for a partner's person, those that are public, her own, those of a session her organisation
        takes part in, and those it took up."""
        if not viewer.standing.acts:
            return self.filter(members(viewer))
        met = SessionOrganisation.objects.filter(
            Exists(entered(viewer, entity="entity", host="session__host")), session=OuterRef("session")
        )
        taken = IdeaTaking.objects.filter(Exists(entered(viewer, entity="entity", host="idea__host")), idea=OuterRef("pk"))
        theirs = Q(audience=Audience.PUBLIC) | Q(author_id=viewer.pk) | Q(Exists(met)) | Q(Exists(taken))
        return self.filter(members(viewer) | Q(let_in(viewer)) & theirs)


class Idea(Noted, Record):
    """Something worth trying, in the words of whoever had it: never rewritten. ``author`` None: forgotten, the idea stays."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="ideas", verbose_name=_("school"))
    theme = models.ForeignKey(ExchangeTheme, models.PROTECT, related_name="ideas", verbose_name=_("theme"))
    session = models.ForeignKey(ExchangeSession, models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name=_("session"))
    title = models.CharField(_("idea"), max_length=160)
    words = models.TextField(_("in a few words"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author"))
    voice = models.CharField(_("proposed by"), max_length=8, choices=Voice)
    audience = models.CharField(_("read by"), max_length=8, choices=Audience, default=Audience.MEMBERS)
    state = models.CharField(_("state"), max_length=9, choices=IdeaState, default=IdeaState.PROPOSED)
    set_aside_reason = models.TextField(_("why it is set aside"), blank=True)
    written_at = models.DateTimeField(default=clock.now)
    may_change = ("audience", "state", "set_aside_reason")
    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="idea_says_something"),
            models.CheckConstraint(
                condition=Q(state="set_aside") & ~Q(set_aside_reason="") | ~Q(state="set_aside") & Q(set_aside_reason=""),
                name="idea_set_aside_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["host", "state"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("activities:idea", self.uuid)

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC


class IdeaTaking(Noted, Record):
    """Somebody works on the idea, for an organisation or for the school (no entity), until she gives it back."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="takings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken up by"))
    voice = models.CharField(_("as"), max_length=8, choices=Voice)
    entity = models.ForeignKey(LegalEntity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for"))
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    may_change = ("ended_at",)

    class Meta:
        verbose_name = _("idea taken up")
        verbose_name_plural = _("ideas taken up")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "user", "entity"], condition=Q(ended_at=None), name="idea_taking_one_live_each"),
            models.UniqueConstraint(
                fields=["idea", "user"], condition=Q(ended_at=None, entity__isnull=True), name="idea_taking_one_live_for_the_school"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.since:%Y-%m-%d}"


class IdeaOutcome(Noted, Record):
    """What became of the idea: its fact. Taken back (the fact is reversed), it holds no longer and another may follow."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("what it became"), max_length=10, choices=OutcomeKind)
    title = models.CharField(_("which one"), max_length=160)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="born_of", verbose_name=_("agreement that was written")
    )
    occurred_on = models.DateField(_("since"))
    fact = models.OneToOneField(Fact, models.PROTECT, related_name="idea_outcome")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("why it was taken back"), blank=True)
    may_change = ("taken_back_at", "taken_back_by_id", "reason")

    class Meta:
        verbose_name = _("outcome of an idea")
        verbose_name_plural = _("outcomes of ideas")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(taken_back_at=None), name="idea_outcome_one_live"),
            models.CheckConstraint(
                condition=Q(kind="agreement", agreement__isnull=False) | ~Q(kind="agreement") & Q(agreement__isnull=True),
                name="idea_outcome_names_its_agreement",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, reason="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(reason=""),
                name="idea_outcome_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IdeaComment(Noted, AppendOnly, Record):
    """What somebody says of an idea. It is added and never changed; a moderator may withdraw it."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author"))
    voice = models.CharField(_("as"), max_length=8, choices=Voice)
    words = models.TextField(_("comment"))
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("comment on an idea")
        verbose_name_plural = _("comments on ideas")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="idea_comment_says_something")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.written_at:%Y-%m-%d}"


class CommentWithdrawal(Noted, AppendOnly, Record):
    """The comment is shown no more; that there was one, and why it was withdrawn, is."""

    comment = models.OneToOneField(IdeaComment, models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("withdrawal of a comment")
        verbose_name_plural = _("withdrawals of comments")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="comment_withdrawn_with_a_reason")]

    def __str__(self) -> str:
        return str(self.comment_id)
