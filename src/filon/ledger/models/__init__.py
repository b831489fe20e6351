"""Bank lines, what is expected, matches, funds and programmes, movements, and the entries of the ledger."""

from filon.ledger.models.bank import BankAccount, BankLine, Statement
from filon.ledger.models.fund import FeeRule, FundService, Programme
from filon.ledger.models.matching import Match, Receivable, Unmatch
from filon.ledger.models.movement import Movement
from filon.ledger.models.posting import Entry, Posting

__all__ = [
    "BankAccount",
    "BankLine",
    "Entry",
    "FeeRule",
    "FundService",
    "Match",
    "Movement",
    "Posting",
    "Programme",
    "Receivable",
    "Statement",
    "Unmatch",
]
