"""Donors and issuers, pledges and their plans, gifts, receipts, declarations, attributions."""

from filon.giving.models.donor import Donor, DonorPersonal, Issuer
from filon.giving.models.gift import Attribution, Campaign, Donation, Gift, GiftWithdrawal, InKindGift
from filon.giving.models.pledge import Call, CounterpartJustification, CounterpartValue, Instalment, Pledge, PledgeTerm, Waive
from filon.giving.models.receipt import (
    AnnualDeclaration,
    AnnualDeclarationLine,
    DonorLink,
    IssueRun,
    ReceiptCancellation,
    ReceiptContent,
    ReceiptCounter,
    ReceiptRendering,
    RenderingFailure,
    TaxReceipt,
    TaxReceiptLine,
)

__all__ = [
    "AnnualDeclaration",
    "AnnualDeclarationLine",
    "Attribution",
    "Call",
    "Campaign",
    "CounterpartJustification",
    "CounterpartValue",
    "Donation",
    "Donor",
    "DonorLink",
    "DonorPersonal",
    "Gift",
    "GiftWithdrawal",
    "InKindGift",
    "Instalment",
    "IssueRun",
    "Issuer",
    "Pledge",
    "PledgeTerm",
    "ReceiptCancellation",
    "ReceiptContent",
    "ReceiptCounter",
    "ReceiptRendering",
    "RenderingFailure",
    "TaxReceipt",
    "TaxReceiptLine",
    "Waive",
]
