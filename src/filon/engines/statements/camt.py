"""CAMT.053 (ISO 20022), versions 2 to 8: entries, with the payments that a batch holds where they make its amount."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

from filon.engines.statements.model import Line, Reason, Statement, Unreadable
from filon.engines.statements.text import cents_of, iso_day, words

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_GIVEN = {"", "NOTPROVIDED", "NONREF", "NOREF"}


def is_camt(text: str) -> bool:
    return "camt.053" in text[:4000] or "<BkToCstmrStmt" in text[:4000]


def read_camt(text: str) -> Statement:
    """Pending entries are left out: they come again once booked. Raises Unreadable."""
    lines: list[Line] = []
    iban = ""
    number = 0
    for tag, element in _elements(text):
        if tag == "Acct":
            iban = iban or _text(element, "Id/IBAN")
            _check_currency(_text(element, "Ccy") or "EUR", "Stmt/Acct/Ccy")
        elif tag == "Ntry":
            number += 1
            lines += _entry(element, f"Stmt/Ntry[{number}]")
            element.clear()
    return Statement("camt053", tuple(lines), iban)


def _elements(text: str) -> Iterator[tuple[str, Element]]:
    """Accounts and entries, without their namespace. Entities and document types are refused before anything is read."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable(Reason.FORBIDDEN, found="DOCTYPE")
    source = io.BytesIO(_DECLARATION.sub("", text, count=1).encode())
    depth: list[str] = []
    try:
        for event, element in iterparse(source, events=("start", "end")):  # noqa: S314  neither entities nor types get here
            element.tag = element.tag.rpartition("}")[2]
            if event == "start":
                depth.append(element.tag)
                continue
            depth.pop()
            if element.tag == "Ntry" or (element.tag == "Acct" and depth[-1:] == ["Stmt"]):
                yield element.tag, element
    except ParseError as error:
        raise Unreadable(Reason.TRUNCATED, place=str(error.position[0])) from error


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return words(found.text) if found is not None else ""


def _first(element: Element, *paths: str) -> str:
    return next((text for text in (_text(element, path) for path in paths) if text), "")


def _check_currency(currency: str, place: str) -> None:
    if currency != "EUR":
        raise Unreadable(Reason.CURRENCY, place=place, found=currency)


def _entry(entry: Element, place: str) -> list[Line]:
    """The payments of a batch when they make its amount, else the entry as one line."""
    if _first(entry, "Sts/Cd", "Sts") not in ("BOOK", ""):
        return []
    total = _signed(entry, "Amt", _text(entry, "CdtDbtInd"), place)
    payments = entry.findall("NtryDtls/TxDtls")
    parts = [_part(payment, _text(entry, "CdtDbtInd"), f"{place}/TxDtls[{at}]") for at, payment in enumerate(payments, 1)]
    amounts = [cents for cents in parts if cents]
    if len(payments) > 1 and len(amounts) == len(payments) and sum(amounts) == total:
        return [
            _line(entry, payment, cents, f"{place}/TxDtls[{at}]")
            for at, (payment, cents) in enumerate(zip(payments, amounts, strict=True), 1)
        ]
    return [_line(entry, payments[0] if len(payments) == 1 else None, total, place)] if total else []


def _part(payment: Element, indicator: str, place: str) -> int | None:
    """In cents; None where the bank does not say."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        if payment.find(path) is not None:
            return _signed(payment, path, _text(payment, "CdtDbtInd") or indicator, place)
    return None


def _signed(element: Element, path: str, indicator: str, place: str) -> int:
    amount = element.find(path)
    if amount is None or indicator not in ("CRDT", "DBIT"):
        raise Unreadable(Reason.AMOUNT, place=place, found=indicator)
    _check_currency(amount.get("Ccy", "EUR"), f"{place}/{path}")
    cents = cents_of(amount.text or "", f"{place}/{path}")
    return cents if indicator == "CRDT" else -cents


def _line(entry: Element, payment: Element | None, cents: int, place: str) -> Line:
    """A reversal goes the other way, between the same two: whoever paid us is still the debtor."""
    source = entry if payment is None else payment
    booked = _first(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    credited = _first(entry, "ValDt/Dt", "ValDt/DtTm") or booked
    is_reversal = _text(entry, "RvslInd") == "true"
    other = "Dbtr" if (cents > 0) != is_reversal else "Cdtr"
    remittance = " ".join(words(found.text) for found in source.iterfind("RmtInf/Ustrd"))
    name = _first(
        source, f"RltdPties/{other}/Nm", f"RltdPties/{other}/Pty/Nm", f"RltdPties/Ultmt{other}/Nm", f"RltdPties/Ultmt{other}/Pty/Nm"
    )
    return Line(
        booked_on=iso_day(booked, f"{place}/BookgDt"),
        credited_on=iso_day(credited, f"{place}/ValDt"),
        amount_cents=cents,
        payer_name=name,
        payer_iban=_text(source, f"RltdPties/{other}Acct/Id/IBAN"),
        reference=_reference(source),
        label=words(remittance or _first(source, "AddtlTxInf") or _text(entry, "AddtlNtryInf")),
        bank_id=_bank_id(entry, payment, place),
        place=place,
    )


def _reference(source: Element) -> str:
    given = (_text(source, path) for path in ("RmtInf/Strd/CdtrRefInf/Ref", "Refs/EndToEndId"))
    return next((text for text in given if text not in _NOT_GIVEN), "")


def _bank_id(entry: Element, payment: Element | None, place: str) -> str:
    """Of the payment, else of the entry and the place of the payment in it."""
    own = "" if payment is None else _text(payment, "Refs/AcctSvcrRef")
    if own not in _NOT_GIVEN:
        return own
    shared = _text(entry, "AcctSvcrRef")
    return "" if shared in _NOT_GIVEN else f"{shared}/{place.rpartition('/')[2] if 'TxDtls' in place else ''}"
