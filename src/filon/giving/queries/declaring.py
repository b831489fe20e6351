"""What an issuer declares for a period, and every difference with its ledger, line by line."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet, Sum

from filon.giving.kinds import DeclarationPart, Difference
from filon.giving.models import AnnualDeclarationLine, Gift, TaxReceipt, TaxReceiptLine
from filon.ledger.kinds import Account
from filon.ledger.models import BankLine, Entry, Match, Posting

BANK_LINE = "ledger.bankline"


def ledger_received(issuer_id: int, start: dt.date, end: dt.date) -> int:
    """What the bank brought into the books of the issuer in the period (half-open), in cents."""
    entries = Entry.objects.filter(
        account=Account.BANK, entity=issuer_id, posting__cause_type=BANK_LINE, posting__on__gte=start, posting__on__lt=end
    )
    return -(entries.aggregate(sum=Sum("amount_cents"))["sum"] or 0)


def credits_of(issuer_id: int, start: dt.date, end: dt.date) -> list[BankLine]:
    """The bank lines that make this sum."""
    posted = Posting.objects.filter(entity=issuer_id, cause_type=BANK_LINE, on__gte=start, on__lt=end, entries__account=Account.BANK)
    return list(BankLine.objects.filter(uuid__in=posted.values("cause_uuid"), amount_cents__gt=0).order_by("credited_on", "id"))


def declaration_lines(issuer_id: int, start: dt.date, end: dt.date) -> list[AnnualDeclarationLine]:
    """The gifts that make the amount, the documents that make the number, and what leads from the ledger to the amount."""
    declared = list(declared_gifts(issuer_id, start, end))
    issued = TaxReceipt.objects.live().filter(issuer=issuer_id, issued_on__gte=start, issued_on__lt=end).order_by("number")
    return [
        *(_amount(line) for line in declared),
        *(
            AnnualDeclarationLine(part=DeclarationPart.DOCUMENT, on=one.issued_on, amount_cents=one.amount_cents, receipt=one)
            for one in issued
        ),
        *_differences(issuer_id, start, end, declared),
    ]


def declared_gifts(issuer_id: int, start: dt.date, end: dt.date) -> QuerySet[TaxReceiptLine]:
    """The lines of live receipts whose gift was received in the period."""
    lines = TaxReceiptLine.objects.filter(is_live=True, receipt__issuer=issuer_id, gift_date__gte=start, gift_date__lt=end)
    return lines.select_related("receipt", "gift__match__line").order_by("gift_date", "id")


def _amount(line: TaxReceiptLine) -> AnnualDeclarationLine:
    return AnnualDeclarationLine(
        part=DeclarationPart.AMOUNT,
        on=line.gift_date,
        amount_cents=line.amount_cents,
        receipt_line=line,
        receipt=line.receipt,
        gift=line.gift,
    )


def _differences(issuer_id: int, start: dt.date, end: dt.date, declared: Sequence[TaxReceiptLine]) -> Iterator[AnnualDeclarationLine]:
    """First what the bank brought and is not declared, then what is declared and the bank did not bring in the period."""
    credits = credits_of(issuer_id, start, end)
    known = {line.pk for line in credits}
    receipted = {line.gift_id: line for line in declared}
    matches = Match.objects.live().filter(line__in=credits).select_related("gift").order_by("id")
    found: dict[int, list[Match]] = {}
    for match in matches:
        found.setdefault(match.line_id, []).append(match)
    elsewhere = set(TaxReceiptLine.objects.filter(is_live=True, gift__match__line__in=credits).values_list("gift", flat=True))
    for credit in credits:
        yield from _not_declared(credit, found.get(credit.pk, []), receipted, elsewhere)
    for line in declared:
        money = line.gift.match
        if money is None:
            yield _difference(Difference.IN_KIND, line.gift_date, line.amount_cents, gift=line.gift)
        elif money.line_id not in known:
            yield _difference(Difference.DATE, line.gift_date, line.amount_cents, gift=line.gift, bank_line=money.line)


def _not_declared(
    credit: BankLine, matches: Iterable[Match], receipted: dict[int, TaxReceiptLine], elsewhere: set[int]
) -> Iterator[AnnualDeclarationLine]:
    """What of a credit the declaration does not hold, and why."""
    left = credit.amount_cents
    for match in matches:
        left -= match.amount_cents
        gift: Gift | None = getattr(match, "gift", None)
        if gift is None:
            yield _difference(Difference.NOT_GIVING, credit.credited_on, -match.amount_cents, bank_line=credit)
        elif gift.pk in receipted:
            back = match.amount_cents - receipted[gift.pk].amount_cents
            if back:
                yield _difference(Difference.REFUNDED, credit.credited_on, -back, gift=gift, bank_line=credit)
        else:
            why = Difference.DATE if gift.pk in elsewhere else Difference.NO_RECEIPT
            yield _difference(why, credit.credited_on, -match.amount_cents, gift=gift, bank_line=credit)
    if left:
        yield _difference(Difference.UNIDENTIFIED, credit.credited_on, -left, bank_line=credit)


def _difference(
    why: Difference, on: dt.date, cents: int, *, gift: Gift | None = None, bank_line: BankLine | None = None
) -> AnnualDeclarationLine:
    return AnnualDeclarationLine(part=DeclarationPart.DIFFERENCE, difference=why, on=on, amount_cents=cents, gift=gift, bank_line=bank_line)


def declaration_digest(lines: Iterable[AnnualDeclarationLine]) -> str:
    """sha256 of the list: part, reason, day, cents and what each line is about."""
    told = [
        [
            line.part,
            line.difference,
            line.on.isoformat(),
            line.amount_cents,
            line.receipt_line_id,
            line.receipt_id,
            line.gift_id,
            line.bank_line_id,
        ]
        for line in lines
    ]
    told.sort(key=lambda row: [str(value) for value in row])
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()
