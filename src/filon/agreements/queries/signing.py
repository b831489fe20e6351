"""A sending as the school follows it: its seats in their order, its documents, its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from filon.agreements.models import AgreementVersion, OutsideSending, Seat, Sending
from filon.agreements.providers import installed
from filon.agreements.services.seats import needs_second_channel
from filon.agreements.states import SeatState
from filon.people.models import SentLetter
from filon.people.queries import last_letters

MARKS = {
    SeatState.WAITING: "next",
    SeatState.INVITED: "due",
    SeatState.SIGNED: "kept",
    SeatState.REFUSED: "late",
    SeatState.DELEGATED: "waived",
    SeatState.VOID: "waived",
}


@dataclass(frozen=True)
class SeatLine:
    """One signatory; ``mark`` is a symbol of a promise."""

    seat: Seat
    mark: str
    is_sealed: bool
    letter: SentLetter | None

    @property
    def is_undelivered(self) -> bool:
        """She is asked, and the last letter to her did not arrive."""
        return self.seat.state == SeatState.INVITED and self.letter is not None and self.letter.returned_at is not None

    @property
    def is_in_doubt(self) -> bool:
        """She is asked, and nobody knows whether the last letter to her left."""
        return self.seat.state == SeatState.INVITED and self.letter is not None and self.letter.is_in_doubt


@dataclass(frozen=True)
class Followed:
    """The last sending of a version."""

    sending: Sending
    groups: Sequence[tuple[int, Sequence[SeatLine]]]
    needs_second_channel: bool

    @property
    def id(self) -> UUID:
        return self.sending.uuid

    @property
    def outside(self) -> OutsideSending | None:
        """Where another provider gathers the signatures."""
        return getattr(self.sending, "outside", None)

    @property
    def provider(self) -> str:
        """Its name as people read it; its code when it is not set up any more."""
        known = installed().get(self.outside.provider) if self.outside else None
        return str(known.label) if known else (self.outside.provider if self.outside else "")

    @property
    def ceremony(self) -> dict[str, Any]:
        at = self.sending.ceremony_at
        return {"place": self.sending.place, "ceremony_at": at and timezone.localtime(at), "guests": self.sending.guests}


def followed(version: AgreementVersion) -> Followed | None:
    sendings = Sending.objects.filter(version=version).select_related(
        "document", "current", "proof", "sent_by", "version__agreement__host", "outside"
    )
    last = sendings.last()
    if last is None:
        return None
    related = ("party__entity", "party__fund", "affiliation__contact", "evidence__seal", "delegated_from")
    seats = list(last.seats.select_related(*related))
    letters = last_letters(seat.uuid for seat in seats)
    groups: dict[int, list[SeatLine]] = {}
    for seat in seats:
        groups.setdefault(seat.group, []).append(_line(seat, letters.get(seat.uuid)))
    return Followed(last, sorted(groups.items()), needs_second_channel(last))


def _line(seat: Seat, letter: SentLetter | None) -> SeatLine:
    is_sealed = hasattr(seat, "evidence") and hasattr(seat.evidence, "seal")
    return SeatLine(seat, MARKS[SeatState(seat.state)], is_sealed, letter)
