"""Whose approval a draft needs, whose turn it is, and who held a version since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from filon.agreements.models import AgreementVersion, Approval, Comment, ReviewRound, ReviewRule, Seat, VersionStep
from filon.agreements.states import SeatState, VersionState
from filon.people.models import Membership
from filon.people.roles import Role

if TYPE_CHECKING:
    from filon.people.models import User


def amount_at_stake(version: AgreementVersion) -> int:
    """The money lines in cents; what is not stated counts for nothing."""
    return sum(line.amount_cents or 0 for line in version.money_lines.all())


def rules_for(version: AgreementVersion) -> list[ReviewRule]:
    """The rules of the lead school that its kind and amount meet, one for each role (the earliest turn); without any, the director."""
    agreement = version.agreement
    of_kind = Q(kind=None) | Q(kind=agreement.kind_id)
    met = ReviewRule.objects.filter(of_kind, host=agreement.host_id, from_cents__lte=amount_at_stake(version)).order_by("position", "id")
    by_role: dict[str, ReviewRule] = {}
    for rule in met:
        by_role.setdefault(rule.role, rule)
    return list(by_role.values()) or [ReviewRule(host_id=agreement.host_id, role=Role.DIRECTOR, position=1)]


def asked_of(review: ReviewRound) -> list[Approval]:
    """The approvals whose turn it is: those of the first position that waits for an answer."""
    waiting = [approval for approval in review.approvals.all() if approval.is_given is None]
    first = min((approval.position for approval in waiting), default=0)
    return [approval for approval in waiting if approval.position == first]


def holders_of(role: str, host_id: int) -> list[User]:
    """Who holds a role at a school today."""
    held = Membership.objects.on(timezone.localdate()).filter(host=host_id, role=role, user__is_active=True)
    return [membership.user for membership in held.select_related("user").order_by("user__name", "user_id")]


def is_last_holder(user: User, approval: Approval) -> bool:
    """Nobody else at the school could approve."""
    return all(holder.pk == user.pk for holder in holders_of(approval.role, approval.host_id))


@dataclass(frozen=True)
class Held:
    """A version lay with somebody: ``who`` in words, from a moment to another (None: still)."""

    state: str
    label: str
    who: Sequence[str]
    since: dt.datetime
    until: dt.datetime | None
    words: str

    @property
    def days(self) -> int:
        return ((self.until or timezone.now()) - self.since).days


def timetable(version: AgreementVersion) -> list[Held]:
    """Who held the version since when, the oldest first: its writer, those who were asked to approve, those who are asked to sign."""
    steps = list(VersionStep.objects.filter(version=version).select_related("taken_by").order_by("id"))
    answered = _who_answered(version) if any(step.state == VersionState.REVIEW for step in steps[:-1]) else {}
    ends: list[dt.datetime | None] = [step.taken_at for step in steps[1:]] + [None]
    held, reviews = list[Held](), 0
    for former, step, until in zip([None, *steps], steps, ends, strict=False):
        reviews += step.state == VersionState.REVIEW
        was_reviewed = until is not None and step.state == VersionState.REVIEW
        who = answered.get(reviews, []) if was_reviewed else _who(version, step, former, is_now=until is None)
        held.append(Held(step.state, str(VersionState(step.state).label), who, step.taken_at, until, step.words))
    return held


def _who(version: AgreementVersion, step: VersionStep, former: VersionStep | None, *, is_now: bool) -> list[str]:
    """A draft that was sent back lies again with whoever had submitted it."""
    if is_now and step.state == VersionState.REVIEW:
        return _reviewers(version)
    if is_now and step.state in (VersionState.SENT, VersionState.PARTLY_SIGNED):
        return _signatories(version)
    is_sent_back = former is not None and former.state == VersionState.REVIEW and step.state == VersionState.DRAFT
    holder = former.taken_by if is_sent_back and former else step.taken_by
    return [holder.name] if holder else []


def _who_answered(version: AgreementVersion) -> dict[int, list[str]]:
    """By round, the names of those who answered in it."""
    answers = Approval.objects.filter(round__version=version, answered_by__isnull=False).order_by("answered_at", "id")
    names: dict[int, list[str]] = {}
    for number, name in answers.values_list("round__number", "answered_by__name"):
        names.setdefault(number, []).append(name)
    return names


def _reviewers(version: AgreementVersion) -> list[str]:
    review = version.review_rounds.filter(closed_at=None).prefetch_related("approvals").first()
    asked = asked_of(review) if review else []
    return [holder.name for approval in asked for holder in holders_of(approval.role, approval.host_id)]


def _signatories(version: AgreementVersion) -> list[str]:
    asked = Seat.objects.filter(sending__version=version, sending__closed_at=None, state=SeatState.INVITED)
    return [seat.affiliation.contact.name for seat in asked.select_related("affiliation__contact")]


@dataclass(frozen=True)
class Reviewing:
    """Where the review of a draft stands. ``mine`` is the approval the viewer is asked for now, if any."""

    round: ReviewRound | None
    asked: Sequence[Asked]
    mine: Approval | None
    timetable: Sequence[Held]
    threads: Sequence[Thread]

    @property
    def open_count(self) -> int:
        return sum(thread.comment.resolved_at is None for thread in self.threads)

    def threads_on(self, clause_id: int) -> list[Thread]:
        return [thread for thread in self.threads if thread.comment.clause_id == clause_id]

    @property
    def other_threads(self) -> list[Thread]:
        """On the whole draft, or on clauses that are gone."""
        return [thread for thread in self.threads if thread.comment.clause_id is None]


@dataclass(frozen=True)
class Asked:
    """An approval of the last round, in words: ``who`` may give it, while nobody did."""

    approval: Approval
    role: str
    who: Sequence[str]
    is_turn: bool


def reviewing_of(viewer: User, version: AgreementVersion) -> Reviewing:
    last = ReviewRound.objects.filter(version=version).prefetch_related("approvals__answered_by").select_related("submitted_by").last()
    now = asked_of(last) if last is not None and last.closed_at is None else []
    asked = [_asked(approval, is_turn=approval in now) for approval in last.approvals.all()] if last else []
    mine = next((approval for approval in now if approval.host_id in viewer.standing.hosts_where({Role(approval.role)})), None)
    return Reviewing(last, asked, mine, timetable(version), threads_of(version))


def _asked(approval: Approval, *, is_turn: bool) -> Asked:
    who = [] if approval.is_given is not None else [holder.name for holder in holders_of(approval.role, approval.host_id)]
    return Asked(approval, str(Role(approval.role).label), who, is_turn)


@dataclass(frozen=True)
class Thread:
    """Words on a clause and what was answered."""

    comment: Comment
    answers: Sequence[Comment]


def threads_of(version: AgreementVersion) -> list[Thread]:
    """Every comment of a version with its answers, in one query, the oldest first."""
    rows = list(Comment.objects.filter(version=version).select_related("written_by", "resolved_by", "clause"))
    answers: dict[int | None, list[Comment]] = {}
    for row in rows:
        answers.setdefault(row.answers_id, []).append(row)
    return [Thread(row, answers.get(row.pk, [])) for row in answers.get(None, [])]
