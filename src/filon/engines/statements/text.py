"""Words, days and amounts as banks write them."""

from __future__ import annotations

import codecs
import datetime as dt
import re

from filon.engines.statements.model import Reason, Unreadable

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_AMOUNT = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:[.,]\d{3})+(?=[.,]\d{1,2}-?$)|\d{1,13})(?:[.,](?P<cents>\d{0,2}))?(?P<after>-?)")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d.%m.%y", "%Y%m%d")


def decoded(content: bytes) -> str:
    """UTF-8, with its mark or without, else the French Windows page. Raises Unreadable for an empty file and for what is no text."""
    if not content.strip():
        raise Unreadable(Reason.EMPTY)
    if content.startswith(_WIDE):
        raise Unreadable(Reason.ENCODING, found="UTF-16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _windows(content)
    wrong = _CONTROLS.search(text)
    if wrong:
        raise Unreadable(Reason.ENCODING, place=place_of(text, wrong.start()))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(Reason.ENCODING, place=str(line)) from error


def place_of(text: str, position: int) -> str:
    """The number of the line."""
    return str(text.count("\n", 0, position) + 1)


def words(text: str | None) -> str:
    """On one line."""
    return " ".join((text or "").split())


def day_of(text: str, place: str) -> dt.date:
    """Raises Unreadable."""
    for form in _DAYS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise Unreadable(Reason.DAY, place=place, found=text.strip())


def iso_day(text: str, place: str) -> dt.date:
    """Of a day or a moment of ISO 8601."""
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise Unreadable(Reason.DAY, place=place, found=text.strip()) from error


def cents_of(text: str, place: str) -> int:
    """`1 234,56`, `1.234,56`, `1,234.56`, `-12`, `12,5 €`, `12,34-`. Raises Unreadable for anything else."""
    bare = _SPACES.sub("", text).removesuffix("€").removesuffix("EUR").replace("−", "-")
    found = _AMOUNT.fullmatch(bare)
    if found is None or (found["sign"] and found["after"]):
        raise Unreadable(Reason.AMOUNT, place=place, found=text.strip())
    cents = int(re.sub(r"[.,]", "", found["whole"])) * 100 + int((found["cents"] or "").ljust(2, "0"))
    return -cents if "-" in (found["sign"], found["after"]) else cents


def iban_in(text: str) -> str:
    """An IBAN without spaces, "" for an account that is told otherwise."""
    bare = re.sub(r"\s", "", text).upper()
    return bare if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", bare) else ""
