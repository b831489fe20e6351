"""A dispute as both sides read it: what was declared, what each said with its proofs, what the reader may do, how it ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, CommitmentTerm, Dispute, DisputeStatement
from filon.agreements.models.kind import in_language
from filon.agreements.queries.sides import acting_parties
from filon.agreements.services.evidence import OF_STATEMENT
from filon.agreements.states import BINDING_STATES, DisputeState
from filon.facts.models import FactDocument
from filon.kernel.formats import amount
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404
from filon.people.models import SentLetter

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class Said:
    """One statement, with the files that prove it."""

    statement: DisputeStatement
    files: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class DisputeSheet:
    """`offer`: what the other side last said it would count; None where the reader speaks for nobody, or nothing was offered."""

    dispute: Dispute
    what: str
    said: Sequence[Said]
    proofs: Sequence[Mapping[str, str]]
    offer: Decimal | None
    may_answer: bool
    may_accept: bool
    may_concede: bool
    may_withdraw: bool
    undelivered: Sequence[str]

    @property
    def agreement(self) -> Agreement:
        return self.dispute.delivery.commitment.agreement

    @property
    def is_open(self) -> bool:
        return self.dispute.state == DisputeState.OPEN

    @property
    def declared(self) -> Decimal:
        return self.dispute.delivery.fact.quantity

    def measure(self, quantity: Decimal) -> str:
        """A quantity of this promise, in euros where it is money."""
        return amount(quantity, self.dispute.delivery.fact.unit)

    @property
    def offer_words(self) -> str:
        """What taking the offer means."""
        if self.offer is None:
            return ""
        if self.offer == 0:
            return _("Agree that nothing counts")
        return _("Count %(quantity)s") % {"quantity": self.measure(self.offer)}


_SIDES = ("debtor__entity", "debtor__fund", "creditor__entity", "creditor__fund")
_RELATED = (
    "delivery__fact",
    "delivery__declared_by",
    "delivery__commitment__agreement",
    *(f"delivery__commitment__{side}" for side in _SIDES),
    "opened_for__entity",
    "opened_for__fund",
    "decided_by",
    "decided_for__entity",
    "decided_for__fund",
    "settled_as__fact",
)


def dispute_of(viewer: User, agreement_id: UUID, dispute_id: UUID, *, may: str | None = None) -> Dispute:
    """A dispute of that agreement that the viewer sees, with what it is about (`what_fr`, `what_en`)."""
    terms = CommitmentTerm.objects.filter(commitment=OuterRef("delivery__commitment"), version__state__in=BINDING_STATES)
    last = terms.order_by("-version__number")
    rows = Dispute.objects.filter(delivery__commitment__agreement__uuid=agreement_id).select_related(*_RELATED)
    named = rows.annotate(what_fr=Subquery(last.values("what_fr")[:1]), what_en=Subquery(last.values("what_en")[:1]), **_beside())
    return get_visible_or_404(named, viewer=viewer, id=dispute_id, may=may)


def _beside() -> dict[str, Any]:
    """What proves the delivery, and the addresses to which a letter about the dispute did not arrive."""
    documents = FactDocument.objects.filter(fact=OuterRef("delivery__fact")).order_by("id")
    returned = SentLetter.objects.filter(about_uuid=OuterRef("uuid"), returned_at__isnull=False).order_by("to")
    return {
        "proofs": ArraySubquery(documents.values(json=JSONObject(uuid="file__uuid", name="title"))),
        "undelivered": ArraySubquery(returned.values("to").distinct()),
    }


def dispute_sheet(viewer: User, agreement_id: UUID, dispute_id: UUID) -> DisputeSheet:
    found = dispute_of(viewer, agreement_id, dispute_id)
    commitment, is_open = found.delivery.commitment, found.state == DisputeState.OPEN
    acting = acting_parties(commitment.agreement, viewer) if is_open else set()
    said = _said(found)
    receives, owes = commitment.creditor.uuid in acting, commitment.debtor.uuid in acting
    return DisputeSheet(
        dispute=found,
        what=in_language(vars(found)["what_fr"] or "", vars(found)["what_en"] or ""),
        said=said,
        proofs=vars(found)["proofs"],
        offer=_offer(said, acting) if receives or owes else None,
        may_answer=receives or owes,
        may_accept=receives,
        may_concede=owes,
        may_withdraw=found.opened_for.uuid in acting,
        undelivered=vars(found)["undelivered"] if acting else [],
    )


def _said(dispute: Dispute) -> list[Said]:
    owned = StoredFile.objects.filter(owner_type=OF_STATEMENT, owner_uuid=OuterRef("uuid")).order_by("id")
    files = ArraySubquery(owned.values(json=JSONObject(uuid="uuid", name="name")))
    statements = dispute.statements.select_related("step__taken_by", "step__party__entity", "step__party__fund").annotate(files=files)
    return [Said(one, vars(one)["files"]) for one in statements.order_by("id")]


def _offer(said: Sequence[Said], acting: Collection[UUID]) -> Decimal | None:
    offers = (one.statement.counts for one in reversed(said) if one.statement.step.party.uuid not in acting)
    return next((counts for counts in offers if counts is not None), None)
