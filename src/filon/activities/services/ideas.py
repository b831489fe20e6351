"""An idea is proposed, commented, taken up, given back, set aside, brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.activities import rules
from filon.activities.inputs import IdeaInput
from filon.activities.kinds import Audience
from filon.activities.models import CommentWithdrawal, ExchangeSession, ExchangeTheme, Idea, IdeaComment, IdeaTaking
from filon.activities.rights import organisation_of, voice_of
from filon.activities.states import IdeaState
from filon.kernel import audit, clock, events, states
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity

if TYPE_CHECKING:
    from filon.people.models import User

TAKE_PART, MODERATE = "activities.exchange.take_part", "activities.idea.moderate"


@transaction.atomic
def idea_write(*, by: User, idea: IdeaInput) -> Idea:
    """Somebody has an idea, in her own words; it is shown to everybody only by those who run exchanges."""
    theme = get_visible_or_404(ExchangeTheme, viewer=by, id=idea.theme_id, may=TAKE_PART)
    session = None if idea.session_id is None else get_visible_or_404(ExchangeSession, viewer=by, id=idea.session_id)
    if session is not None and session.theme_id != theme.pk:
        raise Refused(_("This session is about another theme: choose one of the two."), field="session")
    may_show = idea.audience == Audience.PUBLIC and by.has_perm(MODERATE, theme)
    written = Idea.objects.create(
        host_id=theme.host_id,
        theme=theme,
        session=session,
        title=rules.check_text(idea.title, sentence=_("Give the idea a title."), field="title"),
        words=rules.check_text(idea.words, sentence=_("Say the idea in a few words."), field="words"),
        author=by,
        voice=voice_of(by, theme.host_id),
        audience=Audience.PUBLIC if may_show else Audience.MEMBERS,
    )
    audit.record(by, "idea.written", written)
    events.publish("activities.idea_written", written.uuid)
    return written


@transaction.atomic
def idea_show(*, by: User, idea_id: UUID, is_public: bool) -> Idea:
    """Everybody may read it, without a name; or nobody outside any more."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=MODERATE, lock=True)
    idea.audience = Audience.PUBLIC if is_public else Audience.MEMBERS
    idea.save(update_fields=["audience"])
    audit.record(by, "idea.shown" if is_public else "idea.hidden", idea)
    return idea


@transaction.atomic
def idea_comment(*, by: User, idea_id: UUID, words: str) -> IdeaComment:
    """Something to add, for good."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=TAKE_PART)
    said = rules.check_text(words, sentence=_("Write your comment."), field="words")
    comment = IdeaComment.objects.create(idea=idea, author=by, voice=voice_of(by, idea.host_id), words=said)
    audit.record(by, "idea.commented", idea)
    return comment


@transaction.atomic
def comment_withdraw(*, by: User, comment_id: UUID, reason: str) -> CommentWithdrawal:
    """A moderator takes a comment out of sight; that there was one stays."""
    comment = IdeaComment.objects.filter(uuid=comment_id, idea__in=Idea.objects.visible_to(by)).select_related("idea").first()
    if comment is None:
        raise Http404
    if not by.has_perm(MODERATE, comment):
        raise PermissionDenied
    words = rules.check_reason(reason)
    withdrawal, is_first = CommentWithdrawal.objects.get_or_create(comment=comment, defaults={"reason": words, "withdrawn_by": by})
    if not is_first:
        raise Refused(_("This comment is withdrawn already."))
    audit.record(by, "idea.comment_withdrawn", comment.idea, reason=words)
    return withdrawal


@transaction.atomic
def idea_take_up(*, by: User, idea_id: UUID, entity_id: UUID | None = None) -> IdeaTaking:
    """She works on it: for her organisation; a member of the school for the school, or for an organisation she names when she runs
    exchanges."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=TAKE_PART, lock=True)
    if idea.state not in (IdeaState.PROPOSED, IdeaState.TAKEN_UP):
        raise Refused(_("This idea is %(state)s: nobody takes it up any more.") % {"state": IdeaState(idea.state).label})
    entity = _named(by, idea, entity_id)
    if idea.takings.filter(user=by, entity=entity, ended_at=None).exists():
        raise Refused(_("You have taken this idea up already."))
    taking = IdeaTaking.objects.create(idea=idea, user=by, voice=voice_of(by, idea.host_id), entity=entity)
    if idea.state == IdeaState.PROPOSED:
        states.move(idea, to=IdeaState.TAKEN_UP)
    audit.record(by, "idea.taken_up", idea, entity="" if entity is None else entity.name)
    events.publish("activities.idea_taken_up", idea.uuid)
    return taking


def _named(by: User, idea: Idea, entity_id: UUID | None) -> LegalEntity | None:
    if entity_id is None:
        return organisation_of(by, idea.host_id)
    if not by.has_perm(MODERATE, idea):
        raise PermissionDenied
    return get_visible_or_404(LegalEntity, viewer=by, id=entity_id)


@transaction.atomic
def idea_give_back(*, by: User, idea_id: UUID) -> Idea:
    """She works on it no longer; when nobody does, it is proposed again."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=TAKE_PART, lock=True)
    if idea.state != IdeaState.TAKEN_UP:
        raise Refused(_("This idea is %(state)s: it cannot be given back.") % {"state": IdeaState(idea.state).label})
    if not idea.takings.filter(user=by, ended_at=None).update(ended_at=clock.now()):
        raise Refused(_("You have not taken this idea up."))
    if not idea.takings.filter(ended_at=None).exists():
        states.move(idea, to=IdeaState.PROPOSED)
    audit.record(by, "idea.given_back", idea)
    return idea


@transaction.atomic
def idea_set_aside(*, by: User, idea_id: UUID, reason: str) -> Idea:
    """Nothing is done with it for now; whoever had taken it up works on it no longer."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=MODERATE, lock=True)
    idea.set_aside_reason = rules.check_reason(reason)
    states.transitions_of(IdeaState).check(idea.state, to=IdeaState.SET_ASIDE, reason=reason)
    idea.state = IdeaState.SET_ASIDE
    idea.save(update_fields=["state", "set_aside_reason"])
    idea.takings.filter(ended_at=None).update(ended_at=clock.now())
    audit.record(by, "idea.set_aside", idea, reason=idea.set_aside_reason)
    return idea


@transaction.atomic
def idea_bring_back(*, by: User, idea_id: UUID) -> Idea:
    """An idea that was set aside is proposed again."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=MODERATE, lock=True)
    if idea.state != IdeaState.SET_ASIDE:
        raise Refused(_("This idea is not set aside."))
    idea.state, idea.set_aside_reason = IdeaState.PROPOSED, ""
    idea.save(update_fields=["state", "set_aside_reason"])
    audit.record(by, "idea.brought_back", idea)
    return idea
