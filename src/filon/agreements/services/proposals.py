"""Proposals of amendments: made by a partner, taken into a draft or declined by the school, or taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import Agreement, AgreementVersion, Proposal
from filon.agreements.queries.sides import acting_parties
from filon.agreements.queries.terms import last_binding
from filon.agreements.services.effect import agreement_amend
from filon.agreements.services.evidence import proposal_files
from filon.agreements.services.opening import locked_agreement, note
from filon.agreements.states import OPEN_STATES, PROPOSAL_TRANSITIONS, ProposalState, VersionState
from filon.kernel import clock, events
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

MAKE, ANSWER = "agreements.proposal.make", "agreements.agreement.write"


@transaction.atomic
def proposal_make(*, by: User, agreement_id: UUID, number: int, what: str, why: str, documents: Sequence[Any] = ()) -> Proposal:
    """A party says what it would change in version ``number``, the one it has read: refused once another one rules."""
    from filon.agreements import letters  # noqa: PLC0415  letters make links with services

    agreement = locked_agreement(get_visible_or_404(Agreement, viewer=by, id=agreement_id, may=MAKE).pk)
    version = _read_version(agreement, number)
    party = agreement.parties.filter(uuid__in=acting_parties(agreement, by)).order_by("position")[0]
    rules.check_reason(what, field="what")
    rules.check_reason(why, field="why")
    made = Proposal.objects.create(agreement=agreement, version=version, party=party, what=what.strip(), why=why.strip(), proposed_by=by)
    proposal_files(by, made, documents)
    note(by, "proposal.made", made, agreement, party=party.name, number=version.number)
    events.publish("proposal.made", made.uuid)
    letters.school_write(made)
    return made


def _read_version(agreement: Agreement, number: int) -> AgreementVersion:
    """The last signed version, in force, which is the one that was read. Raises Refused."""
    last = last_binding(agreement)
    if last is None or last.state not in (VersionState.SIGNED, VersionState.IN_FORCE):
        raise Refused(_("This agreement is no longer in force: a new one is written, it is not amended."))
    if last.number != number:
        raise Refused(
            _("Version %(number)d has been signed since: read it, then propose what you would change in it.") % {"number": last.number}
        )
    return last


@transaction.atomic
def proposal_take(*, by: User, proposal_id: UUID, effective_from: dt.date, answer: str = "") -> Proposal:
    """The school begins the next version from it; where a draft is being written already, the proposal joins that one."""
    found = _held(by, proposal_id, ANSWER)
    PROPOSAL_TRANSITIONS.check(found.state, to=ProposalState.TAKEN)
    draft = found.agreement.versions.filter(state__in=OPEN_STATES, number__gt=1).first()
    if draft is None:
        draft = agreement_amend(by=by, agreement_id=found.agreement.uuid, effective_from=effective_from)
    return _answered(by, found, ProposalState.TAKEN, answer, draft=draft)


@transaction.atomic
def proposal_decline(*, by: User, proposal_id: UUID, reason: str) -> Proposal:
    """The school says why it changes nothing."""
    found = _held(by, proposal_id, ANSWER)
    rules.check_reason(reason)
    PROPOSAL_TRANSITIONS.check(found.state, to=ProposalState.DECLINED, reason=reason)
    return _answered(by, found, ProposalState.DECLINED, reason)


@transaction.atomic
def proposal_withdraw(*, by: User, proposal_id: UUID) -> Proposal:
    """The party that made it takes it back."""
    found = _held(by, proposal_id, MAKE)
    if found.party.uuid not in acting_parties(found.agreement, by):
        raise Refused(_("It is for %(name)s to take its proposal back.") % {"name": found.party.name})
    PROPOSAL_TRANSITIONS.check(found.state, to=ProposalState.WITHDRAWN)
    return _answered(by, found, ProposalState.WITHDRAWN, "")


def _held(by: User, proposal_id: UUID, may: str) -> Proposal:
    """The proposal; its agreement is held, then its row is read again: an answer given meanwhile is seen."""
    found = get_visible_or_404(Proposal, viewer=by, id=proposal_id, may=may)
    agreement = locked_agreement(found.agreement_id)
    held = Proposal.objects.select_related("party__entity", "party__fund", "version", "proposed_by").get(pk=found.pk)
    held.agreement = agreement
    return held


def _answered(by: User, proposal: Proposal, state: ProposalState, answer: str, *, draft: AgreementVersion | None = None) -> Proposal:
    from filon.agreements import letters  # noqa: PLC0415

    told = {"state": state, "answer": answer.strip(), "draft": draft, "answered_by": by, "answered_at": clock.now()}
    for name, value in told.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(told))
    note(by, "proposal.answered", proposal, proposal.agreement, outcome=state.value, reason=answer.strip())
    events.publish("proposal.answered", proposal.uuid)
    letters.proposer_write(proposal)
    return proposal
