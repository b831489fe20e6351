"""The page of an idea: what it says, who works on it, what is said of it, what it became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from filon.activities.models import Fulfilment, Idea, IdeaComment, IdeaOutcome
from filon.activities.queries.session_sheet import Fulfilled, fulfilled
from filon.activities.queries.words import speaker
from filon.activities.states import IdeaState
from filon.agreements.models import Agreement
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User


@dataclass(frozen=True)
class Said:
    """A comment with the name, or the voice, of who said it; ``reason`` of its withdrawal, its words are then left out."""

    comment: IdeaComment
    name: str
    words: str
    reason: str


@dataclass(frozen=True)
class Worker:
    """Who works on the idea, for whom, since when; ``is_own``: the viewer."""

    name: str
    organisation: str
    since: object
    is_own: bool


@dataclass(frozen=True)
class IdeaSheet:
    """``outcome``: what it became, if it did; ``has_agreement``: the viewer sees the agreement it became."""

    idea: Idea
    author: str
    workers: Sequence[Worker]
    said: Sequence[Said]
    outcome: IdeaOutcome | None
    sees_agreement: bool
    fulfilled: Sequence[Fulfilled]
    may_take_part: bool
    may_moderate: bool

    @property
    def is_mine(self) -> bool:
        return any(one.is_own for one in self.workers)

    @property
    def is_open(self) -> bool:
        return self.idea.state in (IdeaState.PROPOSED, IdeaState.TAKEN_UP)


def idea_sheet(viewer: User, idea_id: UUID) -> IdeaSheet:
    """Raises Http404."""
    known = Idea.objects.select_related("theme__theme", "theme__host", "session", "author")
    idea = get_visible_or_404(known, viewer=viewer, id=idea_id)
    outcome = idea.outcomes.select_related("fact", "agreement", "recorded_by").filter(taken_back_at=None).first()
    return IdeaSheet(
        idea=idea,
        author=speaker(viewer, idea, host_id=idea.host_id),
        workers=_workers(viewer, idea),
        said=_said(viewer, idea),
        outcome=outcome,
        sees_agreement=_sees(viewer, outcome),
        fulfilled=fulfilled(viewer, Fulfilment.objects.filter(outcome=outcome)) if outcome else (),
        may_take_part=viewer.has_perm("activities.exchange.take_part", idea),
        may_moderate=viewer.has_perm("activities.idea.moderate", idea),
    )


def _workers(viewer: User, idea: Idea) -> list[Worker]:
    live = idea.takings.filter(ended_at=None).select_related("user", "entity")
    return [
        Worker(
            speaker(viewer, one, host_id=idea.host_id), one.entity.name if one.entity else "", one.since, is_own=one.user_id == viewer.pk
        )
        for one in live
    ]


def _said(viewer: User, idea: Idea) -> list[Said]:
    found = []
    for one in idea.comments.select_related("author", "withdrawal"):
        reason = one.withdrawal.reason if hasattr(one, "withdrawal") else ""
        found.append(Said(one, speaker(viewer, one, host_id=idea.host_id), "" if reason else one.words, reason))
    return found


def _sees(viewer: User, outcome: IdeaOutcome | None) -> bool:
    if outcome is None or outcome.agreement_id is None:
        return False
    return Agreement.objects.visible_to(viewer).filter(pk=outcome.agreement_id).exists()
