"""OFX: the tags of SGML 1.x, which need no end, and of XML 2.x, which have one, are read alike."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from filon.engines.statements.model import Line, Reason, Statement, Unreadable
from filon.engines.statements.text import cents_of, day_of, iban_in, words

_TAG = re.compile(r"<(/?)([A-Z0-9_.]+)>([^<]*)")


def is_ofx(text: str) -> bool:
    return "OFXHEADER" in text[:400] or "<OFX>" in text[:2000]


def read_ofx(text: str) -> Statement:
    """Raises Unreadable, also when the file has no end."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable(Reason.FORBIDDEN, found="DOCTYPE")
    if "</OFX>" not in text:
        raise Unreadable(Reason.TRUNCATED, place=str(text.count("\n") + 1))
    account: dict[str, str] = {}
    lines = []
    for name, values, place in _aggregates(text):
        if name == "CURDEF":
            _check_currency(values["CURDEF"], place)
        elif name == "BANKACCTFROM":
            account = account or values
        else:
            lines.append(_line(values, place))
    return Statement("ofx", tuple(line for line in lines if line.amount_cents), _iban(account))


def _aggregates(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The account, the currency and each movement, with the number of the line where it begins."""
    values: dict[str, str] | None = None
    number, counted, place = 1, 0, ""
    for tag in _TAG.finditer(text):
        number += text.count("\n", counted, tag.start())
        counted = tag.start()
        is_end, name, body = bool(tag[1]), tag[2], words(html.unescape(tag[3]))
        if name in ("STMTTRN", "BANKACCTFROM"):
            if is_end and values is not None:
                yield name, values, place
            values, place = (None if is_end else {}), str(number)
        elif name == "CURDEF" and not is_end:
            yield name, {name: body}, str(number)
        elif values is not None and not is_end and body:
            values.setdefault(name, body)


def _check_currency(currency: str, place: str) -> None:
    if currency != "EUR":
        raise Unreadable(Reason.CURRENCY, place=place, found=currency)


def _line(values: dict[str, str], place: str) -> Line:
    _check_currency(values.get("CURSYM", "EUR"), place)
    booked = day_of(values.get("DTPOSTED", "")[:8], place)
    return Line(
        booked_on=booked,
        credited_on=day_of(values["DTAVAIL"][:8], place) if "DTAVAIL" in values else booked,
        amount_cents=cents_of(values.get("TRNAMT", ""), place),
        payer_name=values.get("NAME", ""),
        payer_iban=iban_in(values.get("ACCTID", "")),
        reference=values.get("REFNUM", "") or values.get("CHECKNUM", ""),
        label=values.get("MEMO", "") or values.get("NAME", ""),
        bank_id=values.get("FITID", ""),
        place=place,
    )


def _iban(account: dict[str, str]) -> str:
    """The account's own, or made of the French bank, branch, number and key."""
    given = iban_in(account.get("ACCTID", ""))
    if given:
        return given
    body = "".join(account.get(name, "") for name in ("BANKID", "BRANCHID", "ACCTID", "ACCTKEY")).upper()
    if not re.fullmatch(r"[A-Z0-9]{23}", body):
        return ""
    return f"FR{98 - int(''.join(str(int(sign, 36)) for sign in body + 'FR00')) % 97:02d}{body}"
