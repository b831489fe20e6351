"""What proves that a version was signed: its document, who signed when and by which channel, the seals, and what reading it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import get_object_or_404

from filon.agreements.models import AgreementVersion, PaperReading, Seat, Sending, Signature
from filon.agreements.queries.readings import Read, read_of
from filon.agreements.states import BINDING_STATES, SeatState

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class Signer:
    """A signature as it was recorded, and the seat where it was given when Filon or a provider gathered it."""

    signature: Signature
    seat: Seat | None

    @property
    def level(self) -> str:
        """The level of our seal; empty without one."""
        has_seal = self.seat is not None and hasattr(self.seat, "evidence") and hasattr(self.seat.evidence, "seal")
        return str(self.seat.evidence.seal.checked["level"]) if has_seal and self.seat is not None else ""


@dataclass(frozen=True)
class Proof:
    version: AgreementVersion
    sending: Sending | None
    signers: Sequence[Signer]
    reading: Read | None


def proof_of(viewer: User, agreement_id: UUID, number: int) -> Proof:
    """Of a signed version, for whoever sees it; 404 otherwise."""
    versions = AgreementVersion.objects.visible_to(viewer).select_related("agreement__host", "agreement__kind", "signed_file")
    version = get_object_or_404(versions, agreement__uuid=agreement_id, number=number, state__in=BINDING_STATES)
    sending = Sending.objects.filter(version=version, outcome=Sending.Outcome.SIGNED).select_related("proof", "sent_by", "outside").first()
    signatures = version.signatures.select_related("party__entity", "party__fund", "affiliation__contact").order_by("party__position")
    seats = _seats(sending)
    reading = PaperReading.objects.filter(version=version, document=version.signed_file_id).first()
    signers = [Signer(signature, seats.get(signature.party_id)) for signature in signatures]
    return Proof(version, sending, signers, read_of(reading) if reading else None)


def _seats(sending: Sending | None) -> dict[int, Seat]:
    if sending is None:
        return {}
    signed = sending.seats.filter(state=SeatState.SIGNED).select_related("evidence__seal", "delegated_from")
    return {seat.party_id: seat for seat in signed}
