"""Agreements: identities (agreement, parties, commitments), versions that say what holds, due items, deliveries."""

from filon.agreements.models.agreement import Agreement, AgreementParty, Commitment, Stewardship
from filon.agreements.models.delivery import Delivery, DeliveryStep
from filon.agreements.models.dispute import Dispute, DisputeStatement
from filon.agreements.models.due import DueItem, Waiver
from filon.agreements.models.kind import AgreementKind, Theme, UsualCommitment
from filon.agreements.models.negotiation import ReturnedText, SentText
from filon.agreements.models.outside import OutsideSending, PaperReading
from filon.agreements.models.proposal import Proposal
from filon.agreements.models.review import Approval, Comment, ReviewRound, ReviewRule, VersionStep
from filon.agreements.models.sending import CodeChannel, Evidence, Seal, Seat, Sending, SigningCode, SigningLink, SigningPolicy
from filon.agreements.models.terms import Clause, ClausePart, CommitmentTerm, MoneyLine, PartyTerm
from filon.agreements.models.text import TemplateClause, TextTemplate
from filon.agreements.models.version import AgreementVersion, Notice, Renewal, Signature

__all__ = [
    "Agreement",
    "AgreementKind",
    "AgreementParty",
    "AgreementVersion",
    "Approval",
    "Clause",
    "ClausePart",
    "CodeChannel",
    "Comment",
    "Commitment",
    "CommitmentTerm",
    "Delivery",
    "DeliveryStep",
    "Dispute",
    "DisputeStatement",
    "DueItem",
    "Evidence",
    "MoneyLine",
    "Notice",
    "OutsideSending",
    "PaperReading",
    "PartyTerm",
    "Proposal",
    "Renewal",
    "ReturnedText",
    "ReviewRound",
    "ReviewRule",
    "Seal",
    "Seat",
    "Sending",
    "SentText",
    "Signature",
    "SigningCode",
    "SigningLink",
    "SigningPolicy",
    "Stewardship",
    "TemplateClause",
    "TextTemplate",
    "Theme",
    "UsualCommitment",
    "VersionStep",
    "Waiver",
]
