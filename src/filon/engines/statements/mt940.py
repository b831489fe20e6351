"""MT940 (SWIFT): `:61:` movements and what `:86:` says of them, in the German, the French or the plain manner."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from filon.engines.statements.model import Line, Reason, Statement, Unreadable
from filon.engines.statements.text import cents_of, iban_in, words

_TAG = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_MOVEMENT = re.compile(
    r"(?P<value>\d{6})(?P<booked>\d{4})?(?P<way>R?[CD]|E[CD])(?P<funds>[A-Z])?(?P<amount>\d{1,13},\d{0,2})"
    r"(?P<type>[A-Z][A-Z0-9]{3})(?P<reference>[^/\n]*)(?://(?P<bank>[^\n]*))?(?:\n(?P<more>.*))?",
    re.DOTALL,
)
_BALANCE = re.compile(r"(?P<way>[CD])(?P<day>\d{6})(?P<currency>[A-Z]{3})(?P<amount>\d{1,15},\d{0,2})")
_GERMAN = re.compile(r"^\d{3}([^\w\s])\d{2}")
_MARKS = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|IBAN|BIC)\+")
_SLASHES = re.compile(r"/(EREF|ORDP|BENM|REMI|NAME|IBAN|ORDRT|RREF|PREF|TRTP|BIC|CNTP|MARF|CSID)/")


@dataclass(frozen=True)
class _Field:
    tag: str
    text: str
    place: str


@dataclass(frozen=True)
class _Said:
    """What `:86:` says."""

    name: str = ""
    iban: str = ""
    reference: str = ""
    label: str = ""


def is_mt940(text: str) -> bool:
    return bool(re.search(r"^:(20|25|28C?|60[FM]):", text[:2000], re.MULTILINE))


def read_mt940(text: str) -> Statement:
    """Opening balance and movements make the closing balance, or the file is not whole. Raises Unreadable."""
    lines: list[Line] = []
    iban, opening, balance = "", False, 0
    fields = list(_fields(text))
    for at, field in enumerate(fields):
        if field.tag == "25":
            iban = iban or iban_in(field.text.split("/")[-1])
        elif field.tag in ("60F", "60M"):
            opening, balance = True, _balance(field)
        elif field.tag == "61":
            said = fields[at + 1].text if fields[at + 1 : at + 2] and fields[at + 1].tag == "86" else ""
            lines.append(_line(field, said))
            balance += lines[-1].amount_cents
        elif field.tag in ("62F", "62M"):
            _check_closed(field, balance)
            opening = False
    if opening or not fields:
        raise Unreadable(Reason.TRUNCATED, place=fields[-1].place if fields else "1")
    return Statement("mt940", tuple(line for line in lines if line.amount_cents), iban)


def _check_closed(field: _Field, balance: int) -> None:
    if _balance(field) != balance:
        raise Unreadable(Reason.TRUNCATED, place=field.place, found=field.text)


def _fields(text: str) -> Iterator[_Field]:
    starts = list(_TAG.finditer(text))
    number, counted = 1, 0
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        number += text.count("\n", counted, start.start())
        counted = start.start()
        body = text[start.end() : following.start() if following else len(text)]
        yield _Field(start[1], re.split(r"^-\}?", body, maxsplit=1, flags=re.MULTILINE)[0].strip("\n"), str(number))


def _balance(field: _Field) -> int:
    found = _BALANCE.match(field.text)
    if found is None:
        raise Unreadable(Reason.TRUNCATED, place=field.place, found=field.text)
    if found["currency"] != "EUR":
        raise Unreadable(Reason.CURRENCY, place=field.place, found=found["currency"])
    cents = cents_of(found["amount"], field.place)
    return cents if found["way"] == "C" else -cents


def _line(field: _Field, told: str) -> Line:
    found = _MOVEMENT.fullmatch(field.text.rstrip())
    if found is None:
        raise Unreadable(Reason.TRUNCATED, place=field.place, found=field.text)
    credited = _day(found["value"], field.place)
    cents = cents_of(found["amount"], field.place)
    said = _said(told)
    reference = found["reference"].strip()
    return Line(
        booked_on=_booked(found["booked"], credited, field.place),
        credited_on=credited,
        amount_cents=cents if found["way"] in ("C", "EC", "RD") else -cents,
        payer_name=said.name,
        payer_iban=said.iban,
        reference=said.reference or ("" if reference in ("NONREF", "NOREF") else reference),
        label=said.label or words(found["more"]),
        place=field.place,
    )


def _day(text: str, place: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%y%m%d").date()
    except ValueError as error:
        raise Unreadable(Reason.DAY, place=place, found=text) from error


def _booked(text: str | None, credited: dt.date, place: str) -> dt.date:
    """Month and day alone: of the year that is nearest to the value date."""
    if not text:
        return credited
    try:
        near = [
            dt.date(credited.year + shift, int(text[:2]), int(text[2:])) for shift in (-1, 0, 1) if _is_day(text, credited.year + shift)
        ]
        return min(near, key=lambda day: abs((day - credited).days))
    except ValueError as error:
        raise Unreadable(Reason.DAY, place=place, found=text) from error


def _is_day(text: str, year: int) -> bool:
    try:
        dt.date(year, int(text[:2]), int(text[2:]))
    except ValueError:
        return False
    return True


def _said(text: str) -> _Said:
    german = _GERMAN.match(text)
    if german:
        return _german(text, german[1])
    if _SLASHES.search(text):
        return _slashes(text)
    return _Said(label=words(text))


def _german(text: str, separator: str) -> _Said:
    """`166?00SEPA-GUTSCHRIFT?20EREF+…?30BIC?31IBAN?32name?33name`; subfields 20 to 29 and 60 to 63 are one text with marks in it."""
    parts = text.replace("\n", "").split(separator)[1:]
    fields = [(part[:2], part[2:]) for part in parts]
    use = "".join(body for key, body in fields if key in {*map(str, range(20, 30)), *map(str, range(60, 64))})
    marked = _marked(_MARKS, use)
    own = dict(fields)
    name = words(own.get("32", "") + own.get("33", ""))
    label = marked.get("SVWZ", "") or marked.get("", "") or own.get("00", "")
    return _Said(name, iban_in(own.get("31", "")) or iban_in(marked.get("IBAN", "")), _given(marked.get("EREF", "")), words(label))


def _slashes(text: str) -> _Said:
    """`/EREF/…/ORDP//NAME/…/REMI/…`."""
    marked = _marked(_SLASHES, text.replace("\n", ""))
    name = marked.get("NAME", "") or marked.get("ORDP", "") or marked.get("BENM", "") or marked.get("CNTP", "")
    return _Said(
        words(name.strip("/")),
        iban_in(marked.get("IBAN", "").strip("/")),
        _given(marked.get("EREF", "").strip("/")),
        words(marked.get("REMI", "").strip("/")),
    )


def _marked(marks: re.Pattern[str], text: str) -> dict[str, str]:
    """What follows each mark; under "" what comes before the first."""
    pieces = marks.split(text)
    found = {"": pieces[0].strip()}
    for mark, body in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(mark, body.strip())
    return found


def _given(reference: str) -> str:
    return "" if reference in ("NOTPROVIDED", "NONREF") else reference
