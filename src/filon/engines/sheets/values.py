"""Cells as days, figures, yes and no, however people wrote them."""

import re
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from filon.engines.sheets.columns import plain
from filon.engines.sheets.model import FORMULA

_NAMES = """
janvier janv jan january
fevrier fevr fev february feb
mars march mar
avril avr april apr
mai may
juin june jun
juillet juil july jul
aout august aug
septembre sept sep september
octobre oct october
novembre nov november
decembre dec december
"""
MONTHS = {name: number for number, line in enumerate(_NAMES.split("\n")[1:13], start=1) for name in line.split()}
NUMBERED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")
SERIAL = re.compile(r"[2-6]\d{4}")
FIRST_DAY = date(1899, 12, 30)
"""From which spreadsheets count days."""
CENTURY = 70
"""`12/05/69` is 2069, `12/05/70` is 1970, as spreadsheets have it."""
YES = frozenset(["oui", "yes", "vrai", "true", "x", "1", "o", "y", "ok"])
NO = frozenset(["non", "no", "faux", "false", "0", "n"])
GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
GROUPED_BY_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class Unreadable(ValueError):  # noqa: N818  an answer
    """The cell does not say what it should: `code` is day, figure, yes_or_no, formula or error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_computed(text: str) -> None:
    """Raises Unreadable for a formula without a result, or one whose result is an error."""
    if text == FORMULA:
        raise Unreadable("formula")
    if text.startswith("#") and text.rstrip("!?").upper() in ("#REF", "#N/A", "#VALUE", "#DIV/0", "#NAME", "#NUM", "#NULL"):
        raise Unreadable("error")


def day(text: str) -> date:
    """`31/01/2026`, `31-1-26`, `2026-01-31`, `31 janvier 2026`, `January 31, 2026`, or the number of a spreadsheet. A day comes before its
    month, as in French. Raises Unreadable."""
    check_computed(text)
    with suppress(ValueError):
        if SERIAL.fullmatch(text):
            return FIRST_DAY + timedelta(days=int(text))
        if found := ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := NUMBERED.fullmatch(text):
            return date(_year(found[3]), int(found[2]), int(found[1]))
        return _in_words(text)
    raise Unreadable("day")


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (1900 if number >= CENTURY else 2000)


def _in_words(text: str) -> date:
    """Raises ValueError."""
    words = plain(text).split()
    month = next((MONTHS[word] for word in words if word in MONTHS), None)
    numbers = [int(word.removesuffix("er").removesuffix("st")) for word in words if word[:1].isdigit()]
    if month is None or len(numbers) != 2 or max(numbers) < 1000:
        raise ValueError(text)
    return date(max(numbers), month, min(numbers))


def figure(text: str) -> Decimal:
    """`1 234,56 €`, `1.234,56`, `1,234.56`, `30 000`, `12 %` as 12. Raises Unreadable."""
    check_computed(text)
    bare = re.sub(r"[\s\u00a0\u202f'’]|€|eur(?:os?)?$|%$", "", text.strip(), flags=re.IGNORECASE).replace("−", "-")
    if GROUPED_BY_POINTS.fullmatch(bare):
        bare = bare.replace(".", "")
    elif GROUPED_BY_COMMAS.fullmatch(bare) and (bare.count(",") > 1 or "." in bare):
        bare = bare.replace(",", "")
    with suppress(InvalidOperation):
        found = Decimal(bare.replace(",", "."))
        if found.is_finite() and abs(found) < 10**13:
            return found
    raise Unreadable("figure")


def yes_or_no(text: str) -> bool:
    """Raises Unreadable."""
    check_computed(text)
    word = plain(text)
    if word in YES | NO:
        return word in YES
    raise Unreadable("yes_or_no")
