"""Days, figures and euros as the reader's language writes them, with no-break spaces where a line must not break."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext, override

NO_BREAK = "\u00a0"
NARROW = "\u202f"
SHORT_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}

SHORT_WEEKDAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


PLACES = (Decimal("1"), Decimal("0.1"), Decimal("0.01"), Decimal("0.001"))


KEPT = 4096
"""Figures and days that a process remembers as written: the same ones come back on every page."""


def _language() -> str:
    """That of the reader, among those written here."""
    return "fr" if (get_language() or "fr").startswith("fr") else "en"


def _local(day: date) -> date:
    """A moment is shown as its day in Paris."""
    return timezone.localdate(day) if isinstance(day, datetime) and timezone.is_aware(day) else day


def _ordinal(day: date, language: str) -> str:
    return "1ᵉʳ" if day.day == 1 and language == "fr" else str(day.day)


def day(value: date | None, *, language: str | None = None) -> str:
    """`3 mars 2022`, `1ᵉʳ mars 2022`; nothing for None. Here and below `language` is the reader's where none is named."""
    return "" if value is None else _day(_local(value), language or _language())


@lru_cache(KEPT)
def _day(value: date, language: str) -> str:
    with override(language):
        return f"{_ordinal(value, language)}{NO_BREAK}{MONTHS[value.month]} {value.year}"


def day_short(value: date | None, *, language: str | None = None) -> str:
    """`3 nov. 2025`, for tables and axes; nothing for None."""
    return "" if value is None else _day_short(_local(value), language or _language())


@lru_cache(KEPT)
def _day_short(value: date, language: str) -> str:
    return f"{_ordinal(value, language)}{NO_BREAK}{SHORT_MONTHS[language][value.month - 1]}{NO_BREAK}{value.year}"


def weekday_day(value: date | None) -> str:
    """`lundi 3 mars`, without the year: for the week in view; nothing for None."""
    if value is None:
        return ""
    local = _local(value)
    return f"{WEEKDAYS[local.weekday()]} {_ordinal(local, _language())}{NO_BREAK}{MONTHS[local.month]}"


def weekday_short(value: date | None) -> str:
    """`lun. 23 nov.`, without the year: for a narrow column; nothing for None."""
    if value is None:
        return ""
    local = _local(value)
    weekday = SHORT_WEEKDAYS[_language()][local.weekday()]
    return f"{weekday}{NO_BREAK}{day_short(local)[:-5]}"


def moment(value: datetime | None) -> str:
    """`3 mars 2022 à 14 h 05`, `3 March 2022 at 14:05`, in Paris time; nothing for None."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if _language() == "fr":
        return f"{day(local)} à{NO_BREAK}{local.hour}{NO_BREAK}h{NO_BREAK}{local:%M}"
    return f"{day(local)} at{NO_BREAK}{local:%H:%M}"


def number(value: int | float | Decimal | None, decimals: int | None = None, *, language: str | None = None) -> str:
    """`1 234,5`; `decimals` None shows those that are there, at most two, without useless zeros; nothing for None."""
    return "" if value is None else _number(value, decimals, language or _language())


@lru_cache(KEPT)
def _number(value: int | float | Decimal, decimals: int | None, language: str) -> str:
    exact = (value if isinstance(value, Decimal) else Decimal(str(value))).quantize(
        PLACES[2 if decimals is None else decimals], ROUND_HALF_UP
    )
    text = f"{abs(exact):,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return f"−{text}" if exact < 0 else text


def euros(cents: int | None, *, language: str | None = None) -> str:
    """`1 234,56 €`, `1 234 €` when round (`€1,234.56` in English); nothing for None, which is not zero."""
    return "" if cents is None else _euros(cents, language or _language())


@lru_cache(KEPT)
def _euros(cents: int, language: str) -> str:
    figure = number(Decimal(abs(cents)) / 100, 0 if cents % 100 == 0 else 2, language=language)
    sign = "−" if cents < 0 else ""
    return f"{sign}{figure}{NO_BREAK}€" if language == "fr" else f"{sign}€{figure}"


def amount(quantity: Decimal, unit: str) -> str:
    """So many of a unit: `1 234,50 €` for the unit `eur`, else the bare figure, whose unit the page says."""
    return euros(int(quantity * 100)) if unit == "eur" else number(quantity)


def opening(label: object) -> str:
    """A label where it opens a line: its first letter a capital, the others as they are."""
    text = str(label)
    return text[:1].upper() + text[1:]


def percent(ratio: float | Decimal | None, *, language: str | None = None) -> str:
    """`42 %` of a ratio of 0.42, whole percents; nothing for None."""
    return "" if ratio is None else _percent(ratio, language or _language())


@lru_cache(KEPT)
def _percent(ratio: float | Decimal, language: str) -> str:
    whole = number(Decimal(str(ratio)) * 100, 0, language=language)
    return f"{whole}{NO_BREAK}%" if language == "fr" else f"{whole}%"


def days_late(count: int) -> str:
    """`3 jours de retard`."""
    return ngettext("%(count)s day late", "%(count)s days late", count) % {"count": number(count)}
