"""Amounts as people type them: understood without doubt, or refused with what to write instead; and amounts as files hold them."""

from __future__ import annotations

import re
from fractions import Fraction

from filon.engines.tax.errors import TaxRefused

MOST_EUROS = 10**13
SPACE = "[ \u00a0\u2009\u202f]"
_CURRENCY = re.compile(rf"{SPACE}*(?:€|EUR|euros?)$", re.IGNORECASE)
_PLAIN = re.compile(r"(?P<euros>[0-9]+)(?:[.,](?P<cents>[0-9]{1,2}))?")
_SPACED = re.compile(rf"(?P<euros>[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+)(?:[.,](?P<cents>[0-9]{{1,2}}))?")
_COMMAS = re.compile(r"(?P<euros>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<cents>[0-9]{1,2})|(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){2,})")
_POINTS = re.compile(r"(?P<euros>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<cents>[0-9]{1,2})|(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){2,})")
_DOUBTFUL = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_FINER = re.compile(r"[0-9]+[.,][0-9]{3,}")


def cents_of(text: str) -> int:
    """`1 234,56`, `1234.56`, `1,234.56`, `1.234,56`, `20 000 €`. Raises TaxRefused for anything else, zero or more being expected."""
    bare = _CURRENCY.sub("", text.strip())
    if not bare:
        raise TaxRefused("an amount in euros is expected, like 1234.56, and nothing stands there")
    if bare[0] in "-−":
        raise TaxRefused(f"“{text.strip()}” is below zero: an amount of zero or more is expected")
    for form in (_PLAIN, _SPACED, _COMMAS, _POINTS):
        found = form.fullmatch(bare)
        if found is not None:
            return _cents(found, text)
    raise TaxRefused(_why(bare, text.strip()))


def _cents(found: re.Match[str], text: str) -> int:
    groups = found.groupdict()
    euros = int(re.sub(r"\D", "", groups["euros"] or groups["whole"]))
    if euros >= MOST_EUROS:
        raise TaxRefused(f"“{text.strip()}” is too large: an amount below {MOST_EUROS} euros is expected")
    return euros * 100 + int((groups["cents"] or "").ljust(2, "0"))


def _why(bare: str, text: str) -> str:
    if _DOUBTFUL.fullmatch(bare):
        thousands, decimals = bare[:-4] + bare[-3:], f"{bare[:-4]}.{bare[-3:-1]}"
        return f"“{text}” may mean {thousands} or about {decimals}: write the thousands without a sign, and cents with two digits"
    if _FINER.fullmatch(bare):
        return f"“{text}” is finer than a cent: at most two digits after the sign are expected"
    return f"“{text}” is not an amount in euros: write it like 1234.56 or 1 234,56"


def two_decimals(cents: int) -> str:
    """`20000.00`"""
    return f"{cents // 100}.{cents % 100:02}"


def one_decimal(cents: int) -> str:
    """`330.0`, `49999.5`, `12.34`: no more digits than needed, and one at least."""
    return two_decimals(cents).removesuffix("0")


def decimal(fraction: Fraction | None) -> str:
    """`0.25`, `0.2500001` when seven digits say it exactly, else four: `0.2667`; `n/a` for None."""
    if fraction is None:
        return "n/a"
    exact = fraction * 10**7
    digits = 7 if exact.denominator == 1 else 4
    units = int(fraction * 10**digits + Fraction(1, 2))
    return f"{units // 10**digits}.{units % 10**digits:0{digits}}".rstrip("0").rstrip(".")
