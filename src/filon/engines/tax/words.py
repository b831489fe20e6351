"""Amounts in words, as a receipt needs them.

French follows the traditional spelling (spaces, hyphens below a hundred): cent and vingt agree when they are multiplied and nothing of
their number follows, also before million and milliard, which are nouns, but not before mille, which never changes; a round million takes
“d’”. Our own, for num2words 0.5.14 writes “deux millions euros” and reads whole numbers as cents.
"""

from __future__ import annotations

from filon.engines.tax.errors import TaxRefused
from filon.engines.tax.money import HARD, check_amounts, french

MOST_EUROS = 10**12
MILLION, MILLIARD = 10**6, 10**9

# fmt: off
UNITS_FR = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
    "seize",
)
TENS_FR = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
UNITS_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
TENS_EN = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety"}
# fmt: on


def euros_fr(cents: int) -> str:
    """`mille deux cents euros et un centime`. Raises TaxRefused below zero or from a thousand milliards of euros on."""
    euros, rest = _parts(cents)
    centimes = f"{_below_hundred_fr(rest)} centime{'s' if rest > 1 else ''}"
    if not euros and rest:
        return centimes
    link = " d’" if euros and euros % MILLION == 0 else " "
    whole = f"{integer_fr(euros)}{link}euro{'s' if euros > 1 else ''}"
    return f"{whole} et {centimes}" if rest else whole


def euros_en(cents: int) -> str:
    """`one thousand two hundred euros and one cent`. Raises like `euros_fr`."""
    euros, rest = _parts(cents)
    small = f"{_below_hundred_en(rest)} cent{'' if rest == 1 else 's'}"
    if not euros and rest:
        return small
    whole = f"{integer_en(euros)} euro{'' if euros == 1 else 's'}"
    return f"{whole} and {small}" if rest else whole


def guarded_figures(cents: int) -> str:
    """`***1 234,50 €***`: figures between asterisks replace the words on a receipt made by computer."""
    check_amounts(amount=cents)
    text = french(cents)
    return f"***{text if cents % 100 else text.replace(f'{HARD}€', f',00{HARD}€')}***"


def _parts(cents: int) -> tuple[int, int]:
    check_amounts(amount=cents)
    euros, rest = divmod(cents, 100)
    if euros >= MOST_EUROS:
        raise TaxRefused(f"An amount in words is below {french(MOST_EUROS * 100)}, found {french(cents)}.")
    return euros, rest


def integer_fr(number: int) -> str:
    """A number from 0 to 999 999 999 999."""
    if number == 0:
        return UNITS_FR[0]
    words = []
    for size, noun in ((MILLIARD, "milliard"), (MILLION, "million")):
        count, number = divmod(number, size)
        if count:
            words.append(f"{_below_thousand_fr(count)} {noun}{'s' if count > 1 else ''}")
    thousands, number = divmod(number, 1000)
    if thousands:
        words.append("mille" if thousands == 1 else f"{_below_thousand_fr(thousands, agrees=False)} mille")
    if number:
        words.append(_below_thousand_fr(number))
    return " ".join(words)


def _below_thousand_fr(number: int, *, agrees: bool = True) -> str:
    """From 1 to 999; `agrees` unless mille follows."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        is_plural = hundreds > 1 and not rest and agrees
        words.append(("" if hundreds == 1 else f"{UNITS_FR[hundreds]} ") + ("cents" if is_plural else "cent"))
    if rest:
        words.append(_below_hundred_fr(rest, agrees=agrees))
    return " ".join(words)


def _below_hundred_fr(number: int, *, agrees: bool = True) -> str:
    if number < 17:
        return UNITS_FR[number]
    if number < 20:
        return f"dix-{UNITS_FR[number - 10]}"
    if number >= 80:
        rest = number - 80
        return f"quatre-vingt-{_below_hundred_fr(rest)}" if rest else f"quatre-vingt{'s' if agrees else ''}"
    tens = min(number // 10, 6)
    rest = number - 10 * tens
    if not rest:
        return TENS_FR[tens]
    link = " et " if rest in (1, 11) else "-"
    return f"{TENS_FR[tens]}{link}{_below_hundred_fr(rest)}"


def integer_en(number: int) -> str:
    """A number from 0 to 999,999,999,999."""
    if number == 0:
        return UNITS_EN[0]
    words = []
    for size, noun in ((MILLIARD, "billion"), (MILLION, "million"), (1000, "thousand")):
        count, number = divmod(number, size)
        if count:
            words.append(f"{_below_thousand_en(count)} {noun}")
    if number:
        words.append(f"and {_below_hundred_en(number)}" if words and number < 100 else _below_thousand_en(number))
    return " ".join(words)


def _below_thousand_en(number: int) -> str:
    """From 1 to 999."""
    hundreds, rest = divmod(number, 100)
    words = [f"{UNITS_EN[hundreds]} hundred"] if hundreds else []
    if rest:
        words.append(_below_hundred_en(rest))
    return " and ".join(words)


def _below_hundred_en(number: int) -> str:
    if number < 20:
        return UNITS_EN[number]
    tens, rest = divmod(number, 10)
    return f"{TENS_EN[tens]}-{UNITS_EN[rest]}" if rest else TENS_EN[tens]
