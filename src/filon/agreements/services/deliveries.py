"""What is delivered: declared by one side, accepted or contested by the other, answered, taken back; what is given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    Commitment,
    CommitmentTerm,
    Delivery,
    DeliveryStep,
    DueItem,
    Waiver,
)
from filon.agreements.queries.balance import open_quantities
from filon.agreements.queries.sides import acting_parties
from filon.agreements.queries.terms import binding_versions, covered_by, ruling_version
from filon.agreements.services.disputes import dispute_close, dispute_open, dispute_say
from filon.agreements.services.evidence import delivery_record, delivery_reverse
from filon.agreements.services.opening import locked_agreement, note
from filon.agreements.services.speaking import TAKE_PART, decision_tell, either_of, held_delivery, receiver_of, step_add, withdrawer_of
from filon.agreements.states import DeliveryState, DisputeState
from filon.kernel import clock, events, formats, states
from filon.kernel.errors import Refused
from filon.kernel.models import uuid7
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def delivery_declare(*, by: User, commitment_id: UUID, delivery: DeliveryInput) -> Delivery:
    """The side that owes says what it did; the school may say it for a party that does not sign in. Fills the oldest open item
    unless one is named."""
    commitment = get_visible_or_404(Commitment, viewer=by, id=commitment_id, may=TAKE_PART)
    agreement = locked_agreement(commitment.agreement_id)
    speaker = _declarer(by, agreement, commitment)
    rules.check_quantity(delivery.quantity)
    term = term_on(agreement, commitment, delivery.occurred_on)
    item = None if delivery.item_id is None else _named_item(commitment, delivery.item_id)
    identity = uuid7()
    fact = delivery_record(by, agreement, commitment, term, delivery, source=identity)
    declared = Delivery.objects.create(
        uuid=identity, commitment=commitment, item=item, fact=fact, declared_by=by, declared_for=commitment.debtor
    )
    step_add(by, declared, speaker, words=delivery.words)
    note(by, "delivery.declared", declared, agreement, commitment=commitment.number, quantity=str(delivery.quantity))
    events.publish("delivery.declared", declared.uuid, agreement=str(agreement.uuid))
    return declared


def _declarer(by: User, agreement: Agreement, commitment: Commitment) -> AgreementParty:
    """For whom she speaks: the debtor, or her own school when it records what a party outside did."""
    acting = acting_parties(agreement, by)
    if commitment.debtor.uuid in acting:
        return commitment.debtor
    if commitment.creditor.uuid in acting and not by.has_perm("agreements.agreement.write", agreement):
        sentence = _("It is for %(name)s to say what it has delivered.")
        raise Refused(sentence % {"name": commitment.debtor.name})
    return own_party(by, agreement, commitment, acting)


def own_party(by: User, agreement: Agreement, commitment: Commitment, acting: set[UUID]) -> AgreementParty:
    """The party of her side that is nearest to the commitment: its creditor, else the first of her side."""
    if commitment.creditor.uuid in acting:
        return commitment.creditor
    party = agreement.parties.filter(uuid__in=acting).first()
    if party is None or not by.has_perm("agreements.agreement.write", agreement):
        raise Refused(_("This promise is between two other parties: one of them speaks for it."))
    return party


def term_on(agreement: Agreement, commitment: Commitment, day: dt.date) -> CommitmentTerm:
    """The terms of the commitment on that day. Raises Refused outside the agreement's days or once the commitment is removed."""
    return term_among(binding_versions(agreement), day, lambda version: version.commitment_terms.filter(commitment=commitment).first())


def term_among(
    versions: Sequence[AgreementVersion], day: dt.date, term_in: Callable[[AgreementVersion], CommitmentTerm | None]
) -> CommitmentTerm:
    """The same, of the versions that bind; `term_in`: the terms that one of them holds, if any."""
    bounds = covered_by(versions)
    if bounds is None:
        raise Refused(_("No version is in force yet: put the draft in force first."))
    rules.check_occurred(day, today=timezone.localdate(), start=bounds[0], end=bounds[1])
    version = next((version for version in versions if version.validity and day in version.validity), None)
    if version is None:
        raise Refused(_("No version was in force on %(day)s.") % {"day": formats.day(day)}, field="occurred_on")
    term = term_in(version)
    if term is None:
        words = {"number": version.number, "day": formats.day(version.effective_from)}
        raise Refused(_("Version %(number)d, in force from %(day)s, does not hold this commitment.") % words, field="occurred_on")
    return term


def _named_item(commitment: Commitment, item_id: UUID) -> DueItem:
    """A due item of this commitment that still counts."""
    item = DueItem.objects.filter(uuid=item_id, commitment__agreement=commitment.agreement_id).first()
    if item is None:
        raise Http404
    if item.commitment_id != commitment.pk:
        raise Refused(_("This due date belongs to another commitment: choose one of this commitment's."), field="item")
    if item.retired_by_id is not None:
        raise Refused(_("An amendment has replaced this due date: choose another one."), field="item")
    return item


@transaction.atomic
def delivery_accept(*, by: User, delivery_id: UUID) -> Delivery:
    """The side that receives confirms it."""
    delivery = held_delivery(by, delivery_id)
    speaker = receiver_of(by, delivery)
    states.move(delivery, to=DeliveryState.ACCEPTED)
    decision_tell(by, delivery, speaker, "delivery.accepted")
    dispute_close(by, delivery, speaker, DisputeState.REJECTED)
    return delivery


@transaction.atomic
def delivery_contest(*, by: User, delivery_id: UUID, reason: str, documents: Sequence[Any] = (), counts: Decimal | None = None) -> Delivery:
    """The side that receives says why it does not count, with its proofs and what it would count, before silence has accepted it: a dispute
    is open."""
    delivery = held_delivery(by, delivery_id)
    speaker = receiver_of(by, delivery)
    rules.check_reason(reason)
    _check_silence(delivery)
    states.move(delivery, to=DeliveryState.CONTESTED, reason=reason)
    step = decision_tell(by, delivery, speaker, "delivery.contested", words=reason)
    dispute_open(by, step, documents=documents, counts=counts)
    return delivery


@transaction.atomic
def delivery_answer(
    *, by: User, delivery_id: UUID, words: str, documents: Sequence[Any] = (), counts: Decimal | None = None
) -> DeliveryStep:
    """Either side answers a contest, with proofs and what it would count if it likes; nothing else changes."""
    delivery = held_delivery(by, delivery_id)
    speaker = either_of(by, delivery)
    rules.check_reason(words, field="words")
    if delivery.state != DeliveryState.CONTESTED:
        raise Refused(_("This delivery is “%(state)s”: there is nothing to answer.") % {"state": DeliveryState(delivery.state).label})
    step = step_add(by, delivery, speaker, words=words, is_answer=True)
    note(by, "delivery.answered", delivery, delivery.commitment.agreement)
    events.publish("delivery.answered", delivery.uuid)
    dispute_say(by, step, documents=documents, counts=counts)
    return step


@transaction.atomic
def delivery_withdraw(*, by: User, delivery_id: UUID, reason: str) -> Delivery:
    """The side that declared it takes it back; its fact is reversed. Of a contested one, this grants the contest."""
    delivery = held_delivery(by, delivery_id)
    speaker = withdrawer_of(by, delivery)
    rules.check_reason(reason)
    states.move(delivery, to=DeliveryState.WITHDRAWN, reason=reason)
    delivery_reverse(by, delivery, reason)
    decision_tell(by, delivery, speaker, "delivery.withdrawn", words=reason)
    dispute_close(by, delivery, speaker, DisputeState.UPHELD)
    return delivery


def _check_silence(delivery: Delivery) -> None:
    """Nobody contests after the time the agreement gives."""
    version = ruling_version(delivery.commitment.agreement, timezone.localdate())
    declared = delivery.steps.filter(is_answer=False).latest("id").taken_at
    if version is not None and rules.silence_ended(declared, silence_days=version.silence_days, now=clock.now()):
        words = {"days": version.silence_days, "day": formats.day(declared)}
        raise Refused(_("Nobody contested it within the %(days)d days agreed after %(day)s: it counts as accepted.") % words)


@transaction.atomic
def item_waive(*, by: User, item_id: UUID, quantity: Decimal, reason: str) -> Waiver:
    """The side that is owed gives up what is still open of a due item, or a part of it."""
    item = get_visible_or_404(DueItem, viewer=by, id=item_id, may=TAKE_PART)
    agreement = locked_agreement(item.commitment.agreement_id)
    creditor = item.commitment.creditor
    if creditor.uuid not in acting_parties(agreement, by):
        raise Refused(_("It is for %(name)s, which is owed this, to give it up.") % {"name": creditor.name})
    rules.check_quantity(quantity)
    rules.check_reason(reason)
    _check_open(agreement, item, quantity)
    waiver = Waiver.objects.create(item=item, quantity=quantity, waived_on=timezone.localdate(), reason=reason.strip(), recorded_by=by)
    note(by, "due_item.waived", item, agreement, quantity=str(quantity), reason=reason.strip())
    events.publish("due_item.waived", item.uuid, agreement=str(agreement.uuid))
    return waiver


def _check_open(agreement: Agreement, item: DueItem, quantity: Decimal) -> None:
    left = open_quantities(agreement, as_of=timezone.localdate()).get(item.pk, Decimal(0))
    if quantity > left:
        words = {"left": formats.number(left), "quantity": formats.number(quantity)}
        raise Refused(_("Only %(left)s is still open: %(quantity)s cannot be given up.") % words, field="quantity")
