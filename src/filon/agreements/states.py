"""Lives of a version and of a delivery: every allowed transition, and no other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.kernel.states import Transitions


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    PARTLY_SIGNED = "partly_signed", _("Partly signed")
    SIGNED = "signed", _("Signed")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")
    TERMINATED = "terminated", _("Terminated")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: States in which the terms may still be written.
OPEN_STATES = (VersionState.DRAFT, VersionState.REVIEW, VersionState.APPROVED, VersionState.SENT, VersionState.PARTLY_SIGNED)
#: States that took or will take effect: they have a range of validity, and their terms never change.
BINDING_STATES = (VersionState.SIGNED, VersionState.IN_FORCE, VersionState.ENDED, VersionState.TERMINATED)

VERSION_TRANSITIONS = Transitions(
    VersionState,
    {
        # A PDF signed elsewhere takes a draft straight to signed; the signing path of Filon goes through the others.
        VersionState.DRAFT: {VersionState.REVIEW, VersionState.SIGNED, VersionState.WITHDRAWN},
        VersionState.REVIEW: {VersionState.DRAFT, VersionState.APPROVED, VersionState.WITHDRAWN},
        VersionState.APPROVED: {VersionState.DRAFT, VersionState.SENT, VersionState.SIGNED, VersionState.WITHDRAWN},
        VersionState.SENT: {VersionState.PARTLY_SIGNED, VersionState.SIGNED, VersionState.WITHDRAWN},
        VersionState.PARTLY_SIGNED: {VersionState.SIGNED, VersionState.WITHDRAWN},
        VersionState.SIGNED: {VersionState.IN_FORCE, VersionState.TERMINATED},
        VersionState.IN_FORCE: {VersionState.ENDED, VersionState.TERMINATED},
        VersionState.ENDED: set(),
        VersionState.TERMINATED: set(),
        VersionState.WITHDRAWN: set(),
    },
    explained={VersionState.WITHDRAWN, VersionState.TERMINATED},
)


class SeatState(models.TextChoices):
    """The life of a signatory's place in a sending."""

    WAITING = "waiting", _("waits for those before")
    INVITED = "invited", _("asked to sign")
    SIGNED = "signed", _("signed")
    REFUSED = "refused", _("refused")
    DELEGATED = "delegated", _("handed over")
    VOID = "void", _("no longer asked")


SEAT_TRANSITIONS = Transitions(
    SeatState,
    {
        SeatState.WAITING: {SeatState.INVITED, SeatState.DELEGATED, SeatState.VOID},
        SeatState.INVITED: {SeatState.SIGNED, SeatState.REFUSED, SeatState.DELEGATED, SeatState.VOID},
        SeatState.SIGNED: set(),
        SeatState.REFUSED: {SeatState.INVITED, SeatState.VOID},
        SeatState.DELEGATED: set(),
        SeatState.VOID: set(),
    },
    explained={SeatState.REFUSED},
)


class DeliveryState(models.TextChoices):
    DECLARED = "declared", _("declared")
    ACCEPTED = "accepted", _("accepted")
    CONTESTED = "contested", _("contested")
    WITHDRAWN = "withdrawn", _("withdrawn")


DELIVERY_TRANSITIONS = Transitions(
    DeliveryState,
    {
        DeliveryState.DECLARED: {DeliveryState.ACCEPTED, DeliveryState.CONTESTED, DeliveryState.WITHDRAWN},
        DeliveryState.CONTESTED: {DeliveryState.ACCEPTED, DeliveryState.WITHDRAWN},
        DeliveryState.ACCEPTED: set(),
        DeliveryState.WITHDRAWN: set(),
    },
    explained={DeliveryState.CONTESTED, DeliveryState.WITHDRAWN},
)


class DisputeState(models.TextChoices):
    """How a dispute stands, seen from the contest: upheld, the delivery does not count; rejected, it counts as declared."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("upheld: the delivery does not count")
    REJECTED = "rejected", _("rejected: the delivery counts")
    SETTLED = "settled", _("settled on a quantity")
    WITHDRAWN = "withdrawn", _("contest taken back")


DISPUTE_TRANSITIONS = Transitions(
    DisputeState,
    {
        DisputeState.OPEN: {DisputeState.UPHELD, DisputeState.REJECTED, DisputeState.SETTLED, DisputeState.WITHDRAWN},
        DisputeState.UPHELD: set(),
        DisputeState.REJECTED: set(),
        DisputeState.SETTLED: set(),
        DisputeState.WITHDRAWN: set(),
    },
)
#: The state of the contested delivery once its dispute is over.
FOLLOWS = {
    DisputeState.OPEN: DeliveryState.CONTESTED,
    DisputeState.UPHELD: DeliveryState.WITHDRAWN,
    DisputeState.REJECTED: DeliveryState.ACCEPTED,
    DisputeState.SETTLED: DeliveryState.WITHDRAWN,
    DisputeState.WITHDRAWN: DeliveryState.ACCEPTED,
}


class ProposalState(models.TextChoices):
    OPEN = "open", _("waits for an answer")
    TAKEN = "taken", _("taken into a draft")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")


PROPOSAL_TRANSITIONS = Transitions(
    ProposalState,
    {
        ProposalState.OPEN: {ProposalState.TAKEN, ProposalState.DECLINED, ProposalState.WITHDRAWN},
        ProposalState.TAKEN: set(),
        ProposalState.DECLINED: set(),
        ProposalState.WITHDRAWN: set(),
    },
    explained={ProposalState.DECLINED},
)
