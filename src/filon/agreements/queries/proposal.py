"""A proposal of an amendment as both sides read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404

from filon.agreements.models import Agreement, AgreementVersion, Proposal
from filon.agreements.queries.sides import acting_parties
from filon.agreements.queries.terms import last_binding
from filon.agreements.services.evidence import OF_PROPOSAL
from filon.agreements.states import ProposalState
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class ProposalSheet:
    proposal: Any
    may_answer: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        return bool(self.proposal.state == ProposalState.OPEN)


def proposals_of(agreement_id: UUID) -> QuerySet[Proposal]:
    """Of that agreement, each with its files."""
    owned = StoredFile.objects.filter(owner_type=OF_PROPOSAL, owner_uuid=OuterRef("uuid")).order_by("id")
    rows = Proposal.objects.filter(agreement__uuid=agreement_id).annotate(
        files=ArraySubquery(owned.values(json=JSONObject(uuid="uuid", name="name")))
    )
    return rows.select_related("agreement", "version", "party__entity", "party__fund", "proposed_by", "answered_by", "draft")


def proposal_sheet(viewer: User, agreement_id: UUID, proposal_id: UUID, *, may: str | None = None) -> ProposalSheet:
    found = get_visible_or_404(proposals_of(agreement_id), viewer=viewer, id=proposal_id, may=may)
    is_open = found.state == ProposalState.OPEN
    may_answer = is_open and viewer.has_perm("agreements.agreement.write", found)
    own = acting_parties(found.agreement, viewer) if is_open and not may_answer else set()
    return ProposalSheet(found, may_answer, found.party.uuid in own)


def version_to_amend(viewer: User, agreement_id: UUID) -> AgreementVersion:
    """The version a partner's person reads and may propose to change; 404 while nothing is signed."""
    agreement = get_visible_or_404(Agreement, viewer=viewer, id=agreement_id, may="agreements.proposal.make")
    version = last_binding(agreement)
    if version is None:
        raise Http404
    version.agreement = agreement
    return version
