"""The facts that agreements record: a version signed, a delivery made, a delivery taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from filon.agreements import rules
from filon.agreements.fact_kinds import KIND_OF_UNIT, VERSION_IN_FORCE
from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import Agreement, AgreementVersion, Commitment, CommitmentTerm, Delivery, DisputeStatement, Proposal
from filon.facts.inputs import FactInput
from filon.facts.models import Fact
from filon.facts.services import PROOFS, fact_record, fact_reverse
from filon.kernel.errors import Refused
from filon.kernel.files import file_store
from filon.kernel.models import StoredFile

if TYPE_CHECKING:
    from filon.people.models import User

OF_STATEMENT, OF_PROPOSAL = "agreements.disputestatement", "agreements.proposal"
"""To what the proofs of a dispute and the documents of a proposal belong."""


def effect_record(by: User, version: AgreementVersion) -> Fact:
    """An agreement was signed: on the day of the last signature, by all its parties."""
    if version.signed_on is None:
        raise ValueError("A version in force was signed on a day")
    entities = version.party_terms.values_list("party__entity__uuid", flat=True).distinct()
    signed = FactInput(
        kind=VERSION_IN_FORCE,
        occurred_on=version.signed_on,
        host_id=version.agreement.host_id,
        entity_ids=list(entities),
        source_type="agreements.agreementversion",
        source_uuid=version.uuid,
    )
    return fact_record(by=by, fact=signed)


def delivery_record(
    by: User, agreement: Agreement, commitment: Commitment, term: CommitmentTerm, delivery: DeliveryInput, *, source: UUID
) -> Fact:
    """What was delivered, between the two organisations of the commitment, with the files that prove it."""
    delivered = delivered_fact(agreement, commitment, term, delivery, source=source)
    documents = [(file, file.name[:160]) for file in _proofs(by, agreement, delivered.id, delivery)]
    return fact_record(by=by, fact=replace(delivered, documents=documents))


def delivered_fact(
    agreement: Agreement, commitment: Commitment, term: CommitmentTerm, delivery: DeliveryInput, *, source: UUID
) -> FactInput:
    """The same, without its files."""
    return FactInput(
        kind=KIND_OF_UNIT[term.unit],
        occurred_on=delivery.occurred_on,
        host_id=agreement.host_id,
        entity_ids=[commitment.debtor.entity.uuid, commitment.creditor.entity.uuid],
        quantity=delivery.quantity,
        value_cents=value_cents(delivery.quantity, term.unit_value_cents),
        persons=delivery.persons,
        goals=list(delivery.goals),
        source_type="agreements.delivery",
        source_uuid=source,
    )


def delivery_again(by: User, delivery: Delivery, quantity: Decimal, *, source: UUID) -> Fact:
    """The same event as another delivery told of, in another quantity; its proofs stay with the first."""
    former, commitment = delivery.fact, delivery.commitment
    share = None if former.value_cents is None else quantity * former.value_cents / former.quantity
    counted = FactInput(
        kind=former.kind,
        occurred_on=former.occurred_on,
        host_id=former.host_id,
        entity_ids=[commitment.debtor.entity.uuid, commitment.creditor.entity.uuid],
        quantity=quantity,
        value_cents=None if share is None else int(share.quantize(Decimal(1), ROUND_HALF_UP)),
        persons=former.persons,
        goals=list(former.goals),
        source_type="agreements.delivery",
        source_uuid=source,
    )
    return fact_record(by=by, fact=counted)


def _proofs(by: User, agreement: Agreement, fact_id: UUID, delivery: DeliveryInput) -> list[StoredFile]:
    return [_proof(by, agreement, upload, owner_type="facts.fact", owner_uuid=fact_id) for upload in delivery.documents]


def statement_proofs(by: User, agreement: Agreement, statement: DisputeStatement, documents: Sequence[Any]) -> list[StoredFile]:
    """What a side shows of what it says in a dispute. Raises Refused beside the field of the files."""
    try:
        return [_proof(by, agreement, upload, owner_type=OF_STATEMENT, owner_uuid=statement.uuid) for upload in documents]
    except Refused as refused:
        raise Refused(refused.sentence, field="documents") from refused


def proposal_files(by: User, proposal: Proposal, documents: Sequence[Any]) -> list[StoredFile]:
    """What a party joins to its proposal. Raises Refused beside the field of the files."""
    try:
        return [_proof(by, proposal.agreement, upload, owner_type=OF_PROPOSAL, owner_uuid=proposal.uuid) for upload in documents]
    except Refused as refused:
        raise Refused(refused.sentence, field="documents") from refused


def _proof(by: User, agreement: Agreement, upload: Any, *, owner_type: str, owner_uuid: UUID) -> StoredFile:
    return file_store(
        by=by,
        upload=upload,
        purpose="proof",
        allowed=PROOFS,
        max_bytes=rules.SIGNED_PDF_BYTES,
        host_id=agreement.host_id,
        owner_type=owner_type,
        owner_uuid=owner_uuid,
    )


def value_cents(quantity: Decimal, unit_value_cents: int | None) -> int | None:
    """Rounded half up to the cent; None = unknown, never 0."""
    return None if unit_value_cents is None else int((quantity * unit_value_cents).quantize(Decimal(1), ROUND_HALF_UP))


def delivery_reverse(by: User, delivery: Delivery, reason: str) -> Fact:
    return fact_reverse(by=by, fact_id=delivery.fact.uuid, reason=reason)
