"""Agreements: identities (agreement, parties, commitments), versions that say what holds, due items, deliveries."""

from filon.agreements.models.agreement import Agreement, AgreementParty, Commitment, Stewardship
from filon.agreements.models.delivery import Delivery, DeliveryStep
from filon.agreements.models.due import DueItem, Waiver
from filon.agreements.models.kind import AgreementKind, Theme, UsualCommitment
from filon.agreements.models.terms import Clause, CommitmentTerm, MoneyLine, PartyTerm
from filon.agreements.models.version import AgreementVersion, Notice, Renewal, Signature

__all__ = [
    "Agreement",
    "AgreementKind",
    "AgreementParty",
    "AgreementVersion",
    "Clause",
    "Commitment",
    "CommitmentTerm",
    "Delivery",
    "DeliveryStep",
    "DueItem",
    "MoneyLine",
    "Notice",
    "PartyTerm",
    "Renewal",
    "Signature",
    "Stewardship",
    "Theme",
    "UsualCommitment",
    "Waiver",
]
