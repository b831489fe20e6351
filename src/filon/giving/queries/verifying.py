"""What anybody who holds the paper of a receipt learns by its number and code: whether it holds. Never who gave."""

from __future__ import annotations

import datetime as dt
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

from filon.giving.models import TaxReceipt
from filon.giving.queries.receipt_content import code_hash

NUMBER = re.compile(r"\s*(?P<year>\d{4})\s*[-–/ ]?\s*(?P<number>\d{1,9})\s*", re.ASCII)


class Standing(StrEnum):
    VALID = "valid"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verified:
    """``replaced_by``: the number of its successor. Everything but the standing is empty for one that is unknown."""

    standing: Standing
    number: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    amount_cents: int = 0
    form: str = ""
    ended_on: dt.date | None = None
    replaced_by: str = ""


def receipt_verified(number: str, code: str) -> Verified:
    """Numbers are those of an issuer: the code chooses among the receipts that bear this one. Hashes are compared in constant time, each of
    them, and a number that nobody bears costs a comparison too."""
    typed = code_hash(code)
    found = NUMBER.fullmatch(number)
    candidates: list[TaxReceipt] = []
    if found:
        related = ("issuer", "cancellation", "replacement")
        rows = TaxReceipt.objects.select_related(*related).filter(year=int(found["year"]), number=int(found["number"]))
        candidates = list(rows.order_by("id"))
    matching = [one for one in candidates if hmac.compare_digest(one.code_hash, typed)]
    if not candidates:
        hmac.compare_digest(code_hash(""), typed)
    return _said(matching[0]) if matching else Verified(Standing.UNKNOWN)


def _said(receipt: TaxReceipt) -> Verified:
    cancelled, successor = getattr(receipt, "cancellation", None), getattr(receipt, "replacement", None)
    standing = Standing.REPLACED if successor else Standing.CANCELLED if cancelled else Standing.VALID
    return Verified(
        standing=standing,
        number=receipt.reference,
        issuer=receipt.issuer.name,
        issued_on=receipt.issued_on,
        amount_cents=receipt.amount_cents,
        form=f"{receipt.form}*{receipt.form_version}",
        ended_on=cancelled.cancelled_on if cancelled else None,
        replaced_by=successor.reference if successor else "",
    )
