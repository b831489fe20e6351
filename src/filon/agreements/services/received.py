"""What a side records that it has received: for the services of upper floors, which have checked that whoever acts may."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from filon.agreements import rules
from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import Agreement, Commitment, CommitmentTerm, Delivery, DeliveryStep, DueItem
from filon.agreements.services.deliveries import term_on
from filon.agreements.services.evidence import delivery_record, delivery_reverse
from filon.agreements.services.opening import locked_agreement, note
from filon.agreements.states import DeliveryState
from filon.kernel import events
from filon.kernel.errors import Refused
from filon.kernel.models import uuid7

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def delivery_receive(*, by: User, commitment: Commitment, delivery: DeliveryInput) -> Delivery | None:
    """What the creditor has in hand (money credited) is delivered, and accepted by the same act. None where the agreement cannot count it:
    after its end, or on a day on which no version holds the commitment. ``item_id`` of an item that no longer counts is left aside."""
    agreement = locked_agreement(commitment.agreement_id)
    term = _term_counted(agreement, commitment, delivery.occurred_on)
    if term is None:
        return None
    rules.check_quantity(delivery.quantity)
    identity = uuid7()
    item = None if delivery.item_id is None else _standing_item(commitment, delivery.item_id)
    fact = delivery_record(by, agreement, commitment, term, delivery, source=identity)
    received = Delivery.objects.create(
        uuid=identity,
        commitment=commitment,
        item=item,
        fact=fact,
        declared_by=by,
        declared_for=commitment.debtor,
        state=DeliveryState.ACCEPTED,
    )
    for state in (DeliveryState.DECLARED, DeliveryState.ACCEPTED):
        DeliveryStep.objects.create(delivery=received, state=state, party=commitment.creditor, taken_by=by)
    note(by, "delivery.received", received, agreement, commitment=commitment.number, quantity=str(delivery.quantity))
    events.publish("delivery.declared", received.uuid, agreement=str(agreement.uuid))
    return received


def _standing_item(commitment: Commitment, item_id: UUID) -> DueItem | None:
    return DueItem.objects.filter(uuid=item_id, commitment=commitment, retired_by=None).first()


def _term_counted(agreement: Agreement, commitment: Commitment, day: dt.date) -> CommitmentTerm | None:
    """The terms of the commitment on that day; None where a declaration of that day would be refused."""
    try:
        return term_on(agreement, commitment, day)
    except Refused:
        return None


@transaction.atomic
def delivery_unreceive(*, by: User, delivery: Delivery, reason: str) -> Delivery:
    """It was not received after all: the delivery is withdrawn and its fact reversed, although it was accepted, which no party may do.
    The floor that recorded it knows that its cause is gone; the agreement is held."""
    agreement = locked_agreement(delivery.commitment.agreement_id)
    delivery.refresh_from_db()
    if delivery.state == DeliveryState.WITHDRAWN:
        return delivery
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.WITHDRAWN)
    delivery.state = DeliveryState.WITHDRAWN
    delivery_reverse(by, delivery, reason)
    DeliveryStep.objects.create(delivery=delivery, state=delivery.state, words=reason, party=delivery.commitment.creditor, taken_by=by)
    note(by, "delivery.unreceived", delivery, agreement, reason=reason)
    events.publish("delivery.withdrawn", delivery.uuid, agreement=str(agreement.uuid))
    return delivery
