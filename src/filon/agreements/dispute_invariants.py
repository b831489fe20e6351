"""What is always true of disputes and proposals, proved again by `filon verify`."""

from __future__ import annotations

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from filon.agreements.invariants import of_agreements
from filon.agreements.models import Delivery, Dispute, Proposal
from filon.agreements.states import BINDING_STATES, FOLLOWS, DeliveryState, DisputeState, ProposalState
from filon.kernel.proofs import Keys
from filon.kernel.registry import InvariantResult


def dispute_one_open_a_delivery(keys: Keys = None) -> InvariantResult:
    """One while it is contested, none before and after."""
    deliveries = of_agreements(Delivery.objects.order_by(), keys, "commitment__agreement")
    counted = deliveries.annotate(open_ones=Count("disputes", filter=Q(disputes__state=DisputeState.OPEN)))
    is_contested = Q(state=DeliveryState.CONTESTED)
    wrong = counted.filter((is_contested & ~Q(open_ones=1)) | (~is_contested & ~Q(open_ones=0)))
    sentence = _("%(reference)s: a delivery is contested without a dispute, or has one that it should not have")
    references = wrong.values_list("commitment__agreement__reference", flat=True)
    return InvariantResult(deliveries.count(), [sentence % {"reference": reference} for reference in references])


def delivery_follows_its_dispute(keys: Keys = None) -> InvariantResult:
    """Its state is the one that the outcome gives; of a settled dispute, another delivery of the same promise has the agreed quantity."""
    disputes = of_agreements(Dispute.objects.order_by(), keys, "delivery__commitment__agreement")
    expected = Case(*(When(state=outcome, then=Value(state)) for outcome, state in FOLLOWS.items()), output_field=CharField())
    is_counted = Q(
        settled_as__commitment=F("delivery__commitment"),
        settled_as__fact__quantity=F("agreed"),
        settled_as__state=DeliveryState.ACCEPTED,
        agreed__lt=F("delivery__fact__quantity"),
    )
    follows = Coalesce(Q(delivery__state=F("expected")), False)
    wrong = disputes.annotate(expected=expected, follows=follows, is_counted=Coalesce(is_counted, False)).filter(
        Q(follows=False) | Q(state=DisputeState.SETTLED, is_counted=False)
    )
    sentence = _("%(reference)s: a delivery is not what its dispute decided")
    references = wrong.values_list("delivery__commitment__agreement__reference", flat=True)
    return InvariantResult(disputes.count(), [sentence % {"reference": reference} for reference in references])


def proposal_answered_in_its_agreement(keys: Keys = None) -> InvariantResult:
    proposals = of_agreements(Proposal.objects.order_by(), keys)
    is_own = Q(version__agreement=F("agreement"), party__agreement=F("agreement"), version__state__in=BINDING_STATES)
    is_taken = Q(draft__agreement=F("agreement"), draft__number__gt=F("version__number"))
    checked = proposals.annotate(is_own=Coalesce(is_own, False), is_taken=Coalesce(is_taken, False))
    wrong = checked.filter(Q(is_own=False) | Q(state=ProposalState.TAKEN, is_taken=False))
    sentence = _("%(reference)s: a proposal is about something else than its agreement")
    return InvariantResult(
        proposals.count(), [sentence % {"reference": reference} for reference in wrong.values_list("agreement__reference", flat=True)]
    )
