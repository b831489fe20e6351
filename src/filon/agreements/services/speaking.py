"""Who speaks for which side about a delivery, and how what she says is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from filon.agreements.models import AgreementParty, Delivery, DeliveryStep
from filon.agreements.queries.sides import acting_parties
from filon.agreements.services.opening import note
from filon.kernel import events
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

TAKE_PART = "agreements.delivery.take_part"


def held_delivery(by: User, delivery_id: UUID) -> Delivery:
    """The delivery, its row held: of two people who decide at once, the second sees what the first decided."""
    waiting = Delivery.objects.select_related("commitment__debtor", "commitment__creditor", "commitment__agreement", "fact")
    return get_visible_or_404(waiting, viewer=by, id=delivery_id, may=TAKE_PART, lock=True)


def receiver_of(by: User, delivery: Delivery) -> AgreementParty:
    creditor = delivery.commitment.creditor
    if creditor.uuid not in acting_parties(delivery.commitment.agreement, by):
        raise for_the_receiver(creditor)
    return creditor


def for_the_receiver(creditor: AgreementParty) -> Refused:
    return Refused(_("It is for %(name)s, which receives, to accept or contest this delivery.") % {"name": creditor.name})


def either_of(by: User, delivery: Delivery) -> AgreementParty:
    """Her own side of the commitment: the side that receives first, since the school may speak for both."""
    commitment = delivery.commitment
    acting = acting_parties(commitment.agreement, by)
    for party in (commitment.creditor, commitment.debtor):
        if party.uuid in acting:
            return party
    raise Refused(_("This promise is between two other parties: one of them speaks for it."))


def withdrawer_of(by: User, delivery: Delivery) -> AgreementParty:
    """The debtor's side, or the side that declared for it."""
    acting = acting_parties(delivery.commitment.agreement, by)
    first = delivery.steps.select_related("party").earliest("id")
    for party in (delivery.commitment.debtor, first.party):
        if party.uuid in acting:
            return party
    raise Refused(_("It is for the side that declared this delivery to take it back. You can contest it."))


def decision_tell(by: User, delivery: Delivery, speaker: AgreementParty, event: str, *, words: str = "") -> DeliveryStep:
    """The step, the audit event and the outbox event of a decision."""
    step = step_add(by, delivery, speaker, words=words)
    note(by, event, delivery, delivery.commitment.agreement, reason=words.strip())
    events.publish(event, delivery.uuid, agreement=str(delivery.commitment.agreement.uuid))
    return step


def step_add(by: User, delivery: Delivery, speaker: AgreementParty, *, words: str = "", is_answer: bool = False) -> DeliveryStep:
    return DeliveryStep.objects.create(
        delivery=delivery, state=delivery.state, is_answer=is_answer, words=words.strip(), party=speaker, taken_by=by
    )
