"""What an exchange fulfils: a delivery of each commitment chosen, declared as the work is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from filon.activities import rules
from filon.activities.models import Closing, Fulfilment, IdeaOutcome
from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import Commitment, Delivery
from filon.agreements.services.deliveries import delivery_declare, delivery_withdraw
from filon.agreements.states import DeliveryState
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class Exchange:
    """What counts of it: its day, its persons, its hours, and the words that the other side reads."""

    on: dt.date
    words: str
    persons: int = 0
    hours: Decimal = Decimal(0)


def commitments_fulfil(
    by: User, commitment_ids: Sequence[UUID], exchange: Exchange, *, closing: Closing | None = None, outcome: IdeaOutcome | None = None
) -> list[Fulfilment]:
    """Declares a delivery of each, for the oldest due item still open. One refusal undoes all."""
    return [
        Fulfilment.objects.create(closing=closing, outcome=outcome, delivery=_declared(by, commitment_id, exchange))
        for commitment_id in dict.fromkeys(commitment_ids)
    ]


def _declared(by: User, commitment_id: UUID, exchange: Exchange) -> Delivery:
    commitment = get_visible_or_404(Commitment, viewer=by, id=commitment_id)
    quantity = rules.quantity_of(commitment.unit, persons=exchange.persons, hours=exchange.hours)
    delivered = DeliveryInput(occurred_on=exchange.on, quantity=quantity, words=exchange.words)
    return delivery_declare(by=by, commitment_id=commitment_id, delivery=delivered)


def fulfilments_withdraw(by: User, fulfilments: Iterable[Fulfilment], reason: str) -> None:
    """Their cause is gone: what was declared is taken back. Refused where the other side has accepted it."""
    for fulfilment in fulfilments:
        if fulfilment.delivery.state != DeliveryState.WITHDRAWN:
            delivery_withdraw(by=by, delivery_id=fulfilment.delivery.uuid, reason=reason)
