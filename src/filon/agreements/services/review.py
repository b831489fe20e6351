"""A draft is put before those who approve it; each answers in turn; a change of its text sends it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements import letters
from filon.agreements.models import AgreementKind, AgreementVersion, Approval, ReviewRound, ReviewRule
from filon.agreements.queries.approvals import asked_of, is_last_holder, rules_for
from filon.agreements.queries.content import content_hash
from filon.agreements.queries.readiness import obstacles
from filon.agreements.services.opening import note, opened_version
from filon.agreements.services.passing import version_pass
from filon.agreements.states import VersionState
from filon.kernel import audit, clock, events
from filon.kernel.errors import Refused, refuse_if_any
from filon.kernel.rights import get_visible_or_404
from filon.people.models import Host
from filon.people.roles import READING, Role

if TYPE_CHECKING:
    from filon.people.models import User

SENT_BACK, APPROVED = ReviewRound.Outcome.SENT_BACK, ReviewRound.Outcome.APPROVED


@transaction.atomic
def review_submit(*, by: User, version_id: UUID, words: str = "") -> ReviewRound:
    """Puts a complete draft before everybody whose approval its kind and amount need. Raises every obstacle at once."""
    version = opened_version(by, version_id)
    refuse_if_any(obstacles(version))
    version_pass(version, to=VersionState.REVIEW, by=by, words=words)
    review = ReviewRound.objects.create(
        version=version,
        number=version.review_rounds.count() + 1,
        content_hash=content_hash(version),
        words=words.strip(),
        submitted_by=by,
    )
    for rule in rules_for(version):
        Approval.objects.create(round=review, host_id=rule.host_id, role=rule.role, position=rule.position)
    note(by, "agreement.review_asked", version, version.agreement, number=version.number)
    events.publish("agreements.review_asked", version.agreement.uuid, round=str(review.uuid))
    letters.reviewers_write(review)
    return review


@transaction.atomic
def approval_give(*, by: User, approval_id: UUID, words: str = "") -> Approval:
    """One of those asked approves; with the last approval the version is approved."""
    approval = _answered(by, approval_id, is_given=True, words=words)
    version = approval.round.version
    if not approval.round.approvals.filter(is_given=None).exists():
        _close(approval.round, APPROVED)
        version_pass(version, to=VersionState.APPROVED, by=by)
    elif _turn_is_over(approval):
        letters.reviewers_write(approval.round)
    note(by, "agreement.approval_given", version, version.agreement, number=version.number, role=approval.role)
    events.publish("agreements.approval_answered", version.agreement.uuid, round=str(approval.round.uuid))
    return approval


@transaction.atomic
def approval_refuse(*, by: User, approval_id: UUID, words: str) -> Approval:
    """One of those asked sends the draft back, and says why."""
    if not words.strip():
        raise Refused(_("Say what must be changed before you approve."), field="words")
    approval = _answered(by, approval_id, is_given=False, words=words)
    version = approval.round.version
    _close(approval.round, SENT_BACK)
    version_pass(version, to=VersionState.DRAFT, by=by, words=words)
    note(by, "agreement.approval_refused", version, version.agreement, number=version.number, role=approval.role, reason=words)
    events.publish("agreements.approval_answered", version.agreement.uuid, round=str(approval.round.uuid))
    return approval


def _answered(by: User, approval_id: UUID, *, is_given: bool, words: str) -> Approval:
    """The approval, answered; the version is locked first, so that two answers come one after the other."""
    version_id = Approval.objects.filter(uuid=approval_id).values_list("round__version__uuid", flat=True).first()
    if version_id is None:
        raise Http404
    version = get_visible_or_404(AgreementVersion, viewer=by, id=version_id, may="agreements.draft.read", lock=True)
    approval = Approval.objects.select_related("round").get(uuid=approval_id)
    approval.round.version = version
    _check_may_answer(by, approval)
    approval.is_given, approval.words = is_given, words.strip()
    approval.answered_at, approval.answered_by = clock.now(), by
    approval.save(update_fields=["is_given", "words", "answered_at", "answered_by"])
    return approval


def _check_may_answer(by: User, approval: Approval) -> None:
    """Her role, her turn, a text nobody changed, and a second pair of eyes."""
    review = approval.round
    if approval.host_id not in by.standing.hosts_where({Role(approval.role)}):
        raise PermissionDenied
    if review.closed_at is not None or approval.is_given is not None:
        raise Refused(_("This round of review is over: read the page again."))
    if approval not in asked_of(review):
        raise Refused(_("It is not your turn yet: others approve before you."))
    if review.submitted_by_id == by.pk and not is_last_holder(by, approval):
        raise Refused(_("You submitted this version yourself: somebody else who may approve it reads it."))
    if content_hash(review.version) != review.content_hash:
        raise Refused(_("The text changed since it was submitted: it must be submitted again."))


def _turn_is_over(approval: Approval) -> bool:
    """The next ones are asked now."""
    return not approval.round.approvals.filter(is_given=None, position=approval.position).exists()


def _close(review: ReviewRound, outcome: str) -> None:
    review.outcome, review.closed_at = outcome, clock.now()
    review.save(update_fields=["outcome", "closed_at"])


@transaction.atomic
def review_rule_add(*, by: User, host_id: UUID, role: Role, kind_id: UUID | None, from_cents: int, position: int) -> ReviewRule:
    """From now on, drafts of this kind worth at least so much are approved by that role too."""
    host = get_visible_or_404(Host, viewer=by, id=host_id, may="agreements.house.write", lock=True)
    if role not in READING:
        raise Refused(_("This role does not read agreements: choose another."), field="role")
    if from_cents < 0:
        raise Refused(_("An amount is zero or more."), field="from")
    kind = None if kind_id is None else AgreementKind.objects.filter(uuid=kind_id).first()
    if kind_id is not None and kind is None:
        raise Http404
    if ReviewRule.objects.filter(host=host, kind=kind, from_cents=from_cents, role=role).exists():
        raise Refused(_("This rule is there already."), field="role")
    rule = ReviewRule.objects.create(host=host, kind=kind, from_cents=from_cents, role=role, position=position, created_by=by)
    audit.record(by, "review_rule.added", rule, host_id=host.pk, role=role.value, from_cents=from_cents)
    return rule


@transaction.atomic
def review_rule_remove(*, by: User, rule_id: UUID) -> None:
    """Rounds that are under way keep the approvals they asked for."""
    rule = get_visible_or_404(ReviewRule, viewer=by, id=rule_id, may="agreements.house.write", lock=True)
    audit.record(by, "review_rule.removed", rule, host_id=rule.host_id, role=rule.role, from_cents=rule.from_cents)
    rule.delete()


def roles_offered() -> Sequence[tuple[str, str]]:
    """Who can be asked to approve: everybody who reads agreements."""
    return [(role.value, str(role.label)) for role in Role if role in READING]
