"""Words on a clause of a draft: written, answered, resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import AgreementVersion, Clause, Comment
from filon.agreements.services.opening import note
from filon.kernel import clock
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def comment_write(*, by: User, version_id: UUID, words: str, position: int | None = None) -> Comment:
    """On the clause at that place, or on the whole draft."""
    version = get_visible_or_404(AgreementVersion, viewer=by, id=version_id, may="agreements.draft.read")
    rules.check_open(version.state)
    clause = _clause(version, position)
    comment = Comment.objects.create(
        version=version, clause=clause, heading=clause.heading_fr if clause else "", words=_said(words), written_by=by
    )
    note(by, "agreement.comment_written", comment, version.agreement, number=version.number, position=position)
    return comment


@transaction.atomic
def comment_answer(*, by: User, comment_id: UUID, words: str) -> Comment:
    """An answer opens what was resolved again."""
    asked = _opened(by, comment_id)
    first = asked.answers or asked
    answer = Comment.objects.create(
        version=asked.version, clause=asked.clause, heading=asked.heading, answers=first, words=_said(words), written_by=by
    )
    if first.resolved_at is not None:
        first.resolved_at = first.resolved_by = None
        first.save(update_fields=["resolved_at", "resolved_by"])
    note(by, "agreement.comment_answered", answer, asked.version.agreement, number=asked.version.number)
    return answer


@transaction.atomic
def comment_resolve(*, by: User, comment_id: UUID) -> Comment:
    """Done with, for whoever may write the draft or wrote the words."""
    comment = _opened(by, comment_id)
    if comment.answers is not None:
        raise Refused(_("An answer is resolved with the words it answers."))
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = clock.now(), by
        comment.save(update_fields=["resolved_at", "resolved_by"])
        note(by, "agreement.comment_resolved", comment, comment.version.agreement, number=comment.version.number)
    return comment


def _opened(by: User, comment_id: UUID) -> Comment:
    comment = get_visible_or_404(
        Comment.objects.select_related("version__agreement", "answers"), viewer=by, id=comment_id, may="agreements.draft.read", lock=True
    )
    rules.check_open(comment.version.state)
    return comment


def _clause(version: AgreementVersion, position: int | None) -> Clause | None:
    if position is None:
        return None
    clause = version.clauses.filter(position=position).first()
    if clause is None:
        raise Http404
    return clause


def _said(words: str) -> str:
    if not words.strip():
        raise Refused(_("Write what you have to say."), field="words")
    return words.strip()
