"""Integer cents: exact parts of an amount, and how an amount is printed."""

from __future__ import annotations

from collections.abc import Iterable

from filon.engines.tax.errors import TaxRefused

NARROW, HARD = "\u202f", "\u00a0"
"""Spaces that no line breaks at: between thousands, before €."""


def part(amount_cents: int, numerator: int, denominator: int) -> int:
    """The fraction of an amount in whole cents, the nearest one, half a cent upwards."""
    return (2 * amount_cents * numerator + denominator) // (2 * denominator)


def percent(amount_cents: int, rate: int) -> int:
    """So many per cent of an amount."""
    return part(amount_cents, rate, 100)


def running(parts: Iterable[tuple[int, int]]) -> list[int]:
    """What each (amount, per cent) gives, so that the sum is that of the whole rounded once."""
    hundredths, told, results = 0, 0, []
    for amount, rate in parts:
        hundredths += amount * rate
        results.append(part(hundredths, 1, 100) - told)
        told += results[-1]
    return results


def check_amounts(**amounts: int) -> None:
    """Raises TaxRefused unless every amount is a whole number of cents, zero or more."""
    for name, amount in amounts.items():
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TaxRefused(f"{name}: a whole number of cents is expected, found {amount!r}.")
        if amount < 0:
            raise TaxRefused(f"{name}: an amount is zero or more, found {amount} cents.")


def french(cents: int) -> str:
    """`20 000 €`, `12,50 €`, with spaces that do not break."""
    euros, rest = divmod(cents, 100)
    return f"{euros:,}".replace(",", NARROW) + (f",{rest:02}" if rest else "") + f"{HARD}€"


def english(cents: int) -> str:
    """`€20,000`, `€12.50`."""
    euros, rest = divmod(cents, 100)
    return f"€{euros:,}" + (f".{rest:02}" if rest else "")
