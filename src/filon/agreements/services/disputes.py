"""A dispute about a delivery: opened by the side that receives, spoken of by both, ended by whoever gives way or by an agreed quantity.

Nobody decides against the other side: the side that declared may grant the contest, the side that contested may take it back, and either
may take the quantity that the other one last said it would count."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import AgreementParty, Delivery, DeliveryStep, Dispute, DisputeStatement
from filon.agreements.queries.sides import acting_parties
from filon.agreements.services.evidence import delivery_again, delivery_reverse, statement_proofs
from filon.agreements.services.opening import locked_agreement, note
from filon.agreements.services.speaking import TAKE_PART, decision_tell, either_of, held_delivery, step_add
from filon.agreements.states import DISPUTE_TRANSITIONS, DeliveryState, DisputeState
from filon.kernel import clock, events, states
from filon.kernel.errors import Refused
from filon.kernel.models import uuid7
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


def dispute_open(by: User, step: DeliveryStep, *, documents: Sequence[Any], counts: Decimal | None) -> Dispute:
    """With the contest itself as its first statement. The caller holds the delivery."""
    opened = Dispute.objects.create(delivery=step.delivery, opened_by=by, opened_for=step.party)
    note(by, "dispute.opened", opened, step.delivery.commitment.agreement, party=step.party.name)
    _statement_add(by, opened, step, documents, counts)
    return opened


def dispute_say(by: User, step: DeliveryStep, *, documents: Sequence[Any], counts: Decimal | None) -> DisputeStatement | None:
    """An answer joins the open dispute of its delivery. The caller holds the delivery."""
    spoken_of = step.delivery.disputes.open().first()
    return None if spoken_of is None else _statement_add(by, spoken_of, step, documents, counts)


def _statement_add(by: User, dispute: Dispute, step: DeliveryStep, documents: Sequence[Any], counts: Decimal | None) -> DisputeStatement:
    from filon.agreements import letters  # noqa: PLC0415  letters make links with services

    rules.check_counts(counts, declared=step.delivery.fact.quantity)
    statement = DisputeStatement.objects.create(dispute=dispute, step=step, counts=counts)
    kept = statement_proofs(by, step.delivery.commitment.agreement, statement, documents)
    note(by, "dispute.stated", dispute, step.delivery.commitment.agreement, party=step.party.name, files=len(kept))
    letters.other_side_write(dispute, step)
    return statement


def dispute_close(by: User, delivery: Delivery, speaker: AgreementParty, outcome: DisputeState) -> Dispute | None:
    """The open dispute of a delivery ends with it; None where there is none. The caller holds the delivery."""
    from filon.agreements import letters  # noqa: PLC0415

    dispute = delivery.disputes.open().first()
    if dispute is None:
        return None
    _decide(by, dispute, speaker, outcome)
    letters.outcome_write(dispute)
    return dispute


def _decide(by: User, dispute: Dispute, speaker: AgreementParty, outcome: DisputeState, **settled: Any) -> None:
    """Once and for all. The caller holds the delivery."""
    DISPUTE_TRANSITIONS.check(dispute.state, to=outcome)
    decided = {"state": outcome, "decided_by": by, "decided_for": speaker, "decided_at": clock.now(), **settled}
    for name, value in decided.items():
        setattr(dispute, name, value)
    dispute.save(update_fields=list(decided))
    agreed = settled.get("agreed")
    told = {"party": speaker.name, "outcome": outcome.value} | ({"quantity": str(agreed)} if agreed is not None else {})
    note(by, "dispute.decided", dispute, dispute.delivery.commitment.agreement, **told)


@transaction.atomic
def dispute_withdraw(*, by: User, dispute_id: UUID, reason: str) -> Dispute:
    """The side that contested takes its contest back, with a reason: the delivery counts."""
    dispute, delivery = _held(by, dispute_id)
    speaker = dispute.opened_for
    if speaker.uuid not in acting_parties(delivery.commitment.agreement, by):
        raise Refused(_("It is for %(name)s, which contested, to take its contest back.") % {"name": speaker.name})
    rules.check_reason(reason)
    DISPUTE_TRANSITIONS.check(dispute.state, to=DisputeState.WITHDRAWN)
    states.move(delivery, to=DeliveryState.ACCEPTED)
    decision_tell(by, delivery, speaker, "delivery.accepted", words=reason)
    closed = dispute_close(by, delivery, speaker, DisputeState.WITHDRAWN)
    return closed or dispute


@transaction.atomic
def dispute_settle(*, by: User, dispute_id: UUID, quantity: Decimal) -> Dispute:
    """Takes what the other side last said it would count. Nothing: the contest is granted; all: it is rejected; a part: another delivery of
    that quantity, accepted at once, takes its place. ``quantity`` is what was read on the page: a newer offer is refused."""
    dispute, delivery = _held(by, dispute_id)
    speaker = either_of(by, delivery)
    DISPUTE_TRANSITIONS.check(dispute.state, to=DisputeState.SETTLED)
    rules.check_offer(quantity, offered=_offer_of_others(dispute, by))
    if quantity == 0:
        return _uphold(by, dispute, delivery, speaker)
    if quantity == delivery.fact.quantity:
        states.move(delivery, to=DeliveryState.ACCEPTED)
        decision_tell(by, delivery, speaker, "delivery.accepted")
        return dispute_close(by, delivery, speaker, DisputeState.REJECTED) or dispute
    return _replace(by, dispute, delivery, speaker, quantity)


def _held(by: User, dispute_id: UUID) -> tuple[Dispute, Delivery]:
    """The dispute and its delivery; agreement and delivery are held, in that order."""
    found = get_visible_or_404(Dispute.objects.select_related("delivery__commitment"), viewer=by, id=dispute_id, may=TAKE_PART)
    locked_agreement(found.delivery.commitment.agreement_id)
    delivery = held_delivery(by, found.delivery.uuid)
    dispute = delivery.disputes.select_related("opened_for__entity", "opened_for__fund").filter(pk=found.pk).first()
    if dispute is None:
        raise Http404
    dispute.delivery = delivery
    return dispute, delivery


def _offer_of_others(dispute: Dispute, by: User) -> Decimal | None:
    """The last quantity that a side for which she does not speak said it would count."""
    own = acting_parties(dispute.delivery.commitment.agreement, by)
    said = dispute.statements.filter(counts__isnull=False).exclude(step__party__uuid__in=own)
    return said.order_by("-id").values_list("counts", flat=True).first()


def _uphold(by: User, dispute: Dispute, delivery: Delivery, speaker: AgreementParty) -> Dispute:
    words = _("Both sides agree that it does not count.")
    states.move(delivery, to=DeliveryState.WITHDRAWN, reason=words)
    delivery_reverse(by, delivery, words)
    decision_tell(by, delivery, speaker, "delivery.withdrawn", words=words)
    return dispute_close(by, delivery, speaker, DisputeState.UPHELD) or dispute


def _replace(by: User, dispute: Dispute, delivery: Delivery, speaker: AgreementParty, quantity: Decimal) -> Dispute:
    """A fact is never changed: the contested one is reversed, and another one says what both sides count."""
    from filon.agreements import letters  # noqa: PLC0415

    words = _("Settled: another delivery says the quantity that both sides count.")
    states.move(delivery, to=DeliveryState.WITHDRAWN, reason=words)
    delivery_reverse(by, delivery, words)
    decision_tell(by, delivery, speaker, "delivery.withdrawn", words=words)
    counted = _counted_instead(by, delivery, quantity)
    _decide(by, dispute, speaker, DisputeState.SETTLED, agreed=quantity, settled_as=counted)
    letters.outcome_write(dispute)
    return dispute


def _counted_instead(by: User, delivery: Delivery, quantity: Decimal) -> Delivery:
    commitment, identity = delivery.commitment, uuid7()
    item = None if delivery.item is None or delivery.item.retired_by_id is not None else delivery.item
    fact = delivery_again(by, delivery, quantity, source=identity)
    counted = Delivery.objects.create(
        uuid=identity, commitment=commitment, item=item, fact=fact, declared_by=delivery.declared_by, declared_for=commitment.debtor
    )
    step_add(by, counted, commitment.debtor, words=_("Settled in a dispute."))
    states.move(counted, to=DeliveryState.ACCEPTED)
    step_add(by, counted, commitment.creditor)
    note(by, "delivery.declared", counted, commitment.agreement, commitment=commitment.number, quantity=str(quantity))
    events.publish("delivery.declared", counted.uuid, agreement=str(commitment.agreement.uuid))
    return counted
