"""The reduction of a household's income tax for its gifts in one calendar year: CGI 200.

Each gift finds the rules of its own day. A gift that gets the reduction of CGI 978 is not given here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from filon.engines.tax import rules
from filon.engines.tax.errors import TaxRefused
from filon.engines.tax.explanation import Code, Line
from filon.engines.tax.money import check_amounts, percent, running
from filon.engines.tax.rules import Rule


@dataclass(frozen=True, slots=True)
class Gift:
    """`is_aid`: to a body that helps people in need (a school’s foundation is none)."""

    on: date
    cents: int
    is_aid: bool = False


@dataclass(frozen=True, slots=True)
class Excess:
    """What the gifts of a year exceeded the ceiling by, still to be used."""

    year: int
    cents: int


@dataclass(frozen=True, slots=True)
class Year:
    """`income_cents` is the taxable income, without what is taxed at a flat rate; `carried` comes from the five years before."""

    year: int
    income_cents: int
    gifts: tuple[Gift, ...] = ()
    carried: tuple[Excess, ...] = ()


@dataclass(frozen=True, slots=True)
class IndividualYear:
    """Gifts + carried before = `aid_used` (at the high rate) + `used` (within the ceiling) + `expired` + the sum of `excess`, to the cent.

    The reduction is that before the tax due, which it never exceeds; what the tax is too small for is lost, and the school cannot know it.
    """

    year: Year
    ceiling_cents: int
    aid_used_cents: int
    used_cents: int
    reduction_cents: int
    expired_cents: int
    excess: tuple[Excess, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A sum that meets the ceiling of 20 % of the income; `origin` is its year."""

    cents: int
    rule: Rule
    origin: int


def reduction(year: Year) -> IndividualYear:
    """Raises TaxRefused for a negative amount, or a gift or an excess of another year than it may be."""
    _check(year)
    last = date(year.year, 12, 31)
    rate, carry = rules.on("individual.rate", last), rules.on("individual.carry", last)
    at_high_rate, others = _aid(year)
    usable = [one for one in year.carried if year.year - one.year <= carry["years"]]
    expired = [one for one in year.carried if one not in usable]
    waiting = [*(_Part(one.cents, rate, one.year) for one in sorted(usable, key=lambda one: one.year)), *others]
    ceiling = percent(year.income_cents, rate["income_percent"])
    used, left = _use(waiting, ceiling)
    gains = running([*((line.base_cents, line.percent) for line in at_high_rate), *((one.cents, one.rule["percent"]) for one in used)])
    high = [replace(line, cents=gain) for line, gain in zip(at_high_rate, gains, strict=False)]
    excess = _by_year(left)
    return IndividualYear(
        year=year,
        ceiling_cents=ceiling,
        aid_used_cents=sum(line.base_cents for line in high),
        used_cents=sum(one.cents for one in used),
        reduction_cents=sum(gains),
        expired_cents=sum(one.cents for one in expired),
        excess=excess,
        lines=(
            *high,
            Line(Code.INCOME_CEILING, (rate,), ceiling, base_cents=year.income_cents, percent=rate["income_percent"]),
            *_used_lines(used, gains[len(high) :], year.year, carry),
            *(Line(Code.YEAR_EXPIRED, (carry,), one.cents, origin=str(one.year)) for one in expired),
            *(Line(Code.YEAR_CARRIED, (carry,), one.cents, origin=str(one.year)) for one in excess),
        ),
    )


def _check(year: Year) -> None:
    check_amounts(income=year.income_cents)
    for gift in year.gifts:
        check_amounts(gift=gift.cents)
        if gift.on.year != year.year:
            raise TaxRefused(f"A gift of {gift.on.isoformat()} does not belong to the income of {year.year}.")
    for one in year.carried:
        check_amounts(carried=one.cents)
        if one.year >= year.year:
            raise TaxRefused(f"An excess of {one.year} cannot be carried to {year.year}.")


def _aid(year: Year) -> tuple[list[Line], list[_Part]]:
    """Lines of what counts at the high rate, still without what it gives, and every other sum of the year, by day."""
    first, last = (rules.on("individual.aid", date(year.year, month, day)) for month, day in ((1, 1), (12, 31)))
    shared = () if first is last else (rules.on("individual.two_ceilings", date(year.year, 12, 31)),)
    lines: list[Line] = []
    others: list[_Part] = []
    used = 0
    for gift in sorted(year.gifts, key=lambda gift: gift.on):
        high = rules.on("individual.aid", gift.on)
        taken = min(gift.cents, max(0, high["ceiling_cents"] - used)) if gift.is_aid else 0
        used += taken
        if taken:
            lines.append(Line(Code.AID_75, (high, *shared), 0, taken, high["percent"], str(year.year), high["ceiling_cents"]))
        if taken < gift.cents:
            others.append(_Part(gift.cents - taken, rules.on("individual.rate", gift.on), year.year))
    return lines, others


def _use(parts: Sequence[_Part], room: int) -> tuple[list[_Part], list[_Part]]:
    """What fits into the room, in order, and what is left."""
    used, left = [], []
    for one in parts:
        taken = min(one.cents, room)
        room -= taken
        if taken:
            used.append(replace(one, cents=taken))
        if taken < one.cents:
            left.append(replace(one, cents=one.cents - taken))
    return used, left


def _by_year(parts: Sequence[_Part]) -> tuple[Excess, ...]:
    years = sorted({one.origin for one in parts})
    return tuple(Excess(year, sum(one.cents for one in parts if one.origin == year)) for year in years)


def _used_lines(used: Sequence[_Part], gains: Sequence[int], year: int, carry: Rule) -> list[Line]:
    lines = []
    for one, gain in zip(used, gains, strict=True):
        is_carried = one.origin < year
        code, named = (Code.YEAR_CARRY_USED, (one.rule, carry)) if is_carried else (Code.GIFT, (one.rule,))
        lines.append(Line(code, named, gain, one.cents, one.rule["percent"], str(one.origin)))
    return lines
