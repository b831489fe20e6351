"""The annual declaration of receipts, CGI 222 bis: sums by the day received, documents by the day issued, one for each issuer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from filon.engines.tax import rules
from filon.engines.tax.errors import TaxRefused
from filon.engines.tax.money import check_amounts
from filon.engines.tax.rules import Rule


@dataclass(frozen=True, slots=True)
class Receipt:
    """A tax receipt; `issuer` is the identity of the legal entity that issued it. A cancelled one keeps its number and counts for nothing;
    so does a gift without receipt, whose `issued_on` is None: it is outside the declaration."""

    number: str
    issuer: str
    received_on: date
    issued_on: date | None
    amount_cents: int
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What one receipt adds: its sum, and 1 when its document counts."""

    number: str
    amount_cents: int
    documents: int


@dataclass(frozen=True, slots=True)
class Declaration:
    """Totals of one issuer over one period, with a line for each of its receipts."""

    amount_cents: int
    documents: int
    lines: tuple[Counted, ...]
    rule: Rule


def counts(receipts: Iterable[Receipt], *, issuer: str, start: date, end: date) -> Declaration:
    """The declaration of `issuer` for `start` ≤ day < `end`, a calendar year or an exercice."""
    if end <= start:
        raise TaxRefused(f"The period ends on {end.isoformat()}, before it starts: give a later end.")
    lines = tuple(_counted(receipt, start, end) for receipt in receipts if receipt.issuer == issuer)
    total = sum(line.amount_cents for line in lines)
    return Declaration(total, sum(line.documents for line in lines), lines, rules.on("declaration.counts", start))


def _counted(receipt: Receipt, start: date, end: date) -> Counted:
    check_amounts(amount=receipt.amount_cents)
    if receipt.is_cancelled or receipt.issued_on is None:
        return Counted(receipt.number, 0, 0)
    amount = receipt.amount_cents if start <= receipt.received_on < end else 0
    return Counted(receipt.number, amount, int(start <= receipt.issued_on < end))
