"""The reduction of a company's tax for its gifts, exercice after exercice: CGI 238 bis.

A gift belongs to the exercice of its payment. What exceeds the ceiling is carried in slices that keep their rate and their origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from filon.engines.tax import rules, taxdue
from filon.engines.tax.errors import TaxRefused
from filon.engines.tax.explanation import Code, Line
from filon.engines.tax.money import check_amounts, part, running
from filon.engines.tax.rules import Rule


@dataclass(frozen=True, slots=True)
class Year:
    """One exercice. `closed_on` None: the latest rules of the table hold. `aid_cents` are gifts to bodies that help people in need, beside
    `gifts_cents`. `tax_due_cents` None: what the reduction pays is not followed. `name` is what lines call it; default: its closing."""

    gifts_cents: int
    turnover_cents: int
    closed_on: date | None = None
    name: str = ""
    aid_cents: int = 0
    tax_due_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the gifts of one exercice with its rate; `origin` is the place of that exercice in the list."""

    origin: int
    name: str
    cents: int
    percent: int
    is_aid: bool = False


@dataclass(frozen=True, slots=True)
class CompanyYear:
    """What the exercice gives. Gifts + carried before = `gift_used` + `carry_used` + `expired` + `carry_left`, to the cent.

    `carry_left` is what the exercice leaves unused; its `slices`, once too old, are `expired` in the next one.
    """

    year: Year
    ceiling_cents: int
    gift_used_cents: int
    carry_used_cents: int
    reduction_cents: int
    carry_left_cents: int
    expired_cents: int
    slices: tuple[Slice, ...]
    tax: taxdue.Applied | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The rules of one exercice."""

    ceiling: Rule
    rate: Rule
    carry: Rule
    order: Rule
    tax: Rule


def reduction(years: Sequence[Year]) -> list[CompanyYear]:
    """Consecutive exercices in order, one without gift included. Raises TaxRefused for a negative amount or days out of order."""
    _check(years)
    results: list[CompanyYear] = []
    carried: tuple[Slice, ...] = ()
    unpaid: tuple[taxdue.Unpaid, ...] = ()
    for place, given in enumerate(years):
        year = replace(given, name=given.name or (given.closed_on.isoformat() if given.closed_on else str(place + 1)))
        texts = _texts(year)
        result = _exercice(place, year, carried, texts)
        carried = result.slices
        if year.tax_due_cents is not None:
            tax, lines = taxdue.apply(taxdue.Unpaid(place, year.name, result.reduction_cents), year.tax_due_cents, unpaid, texts.tax)
            unpaid = tax.unpaid
            result = replace(result, tax=tax, lines=(*result.lines, *lines))
        results.append(result)
    return results


def _check(years: Sequence[Year]) -> None:
    for year in years:
        amounts = {"gifts": year.gifts_cents, "turnover": year.turnover_cents, "aid": year.aid_cents, "tax due": year.tax_due_cents or 0}
        check_amounts(**amounts)
    days = [year.closed_on for year in years if year.closed_on is not None]
    if days and len(days) < len(years):
        raise TaxRefused("Either every exercice has its closing day, or none.")
    for former, later in pairwise(days):
        if later <= former:
            raise TaxRefused(f"The exercice closed on {later.isoformat()} does not follow that of {former.isoformat()}: put them in order.")
    if len({year.tax_due_cents is None for year in years}) > 1:
        raise TaxRefused("Either the tax due of every exercice is given, or that of none.")


def _texts(year: Year) -> _Texts:
    codes = ("company.ceiling", "company.rate", "company.carry", "company.order", "company.tax")
    day = year.closed_on
    return _Texts(*(rules.latest(code) if day is None else rules.on(code, day) for code in codes))


def _exercice(place: int, year: Year, carried: Sequence[Slice], texts: _Texts) -> CompanyYear:
    most = texts.carry["exercices"]
    expired = [one for one in carried if place - one.origin > most]
    usable = [one for one in carried if place - one.origin <= most]
    ceiling, ceiling_line = _ceiling(year, texts.ceiling)
    used, left_gifts = _use(_slices(place, year, texts.rate), ceiling)
    used_before, left_before = _use(usable, ceiling - _sum(used))
    left = (*left_before, *left_gifts)
    gains = running((one.cents, one.percent) for one in (*used, *used_before))
    return CompanyYear(
        year=year,
        ceiling_cents=ceiling,
        gift_used_cents=_sum(used),
        carry_used_cents=_sum(used_before),
        reduction_cents=sum(gains),
        carry_left_cents=_sum(left),
        expired_cents=_sum(expired),
        slices=left,
        tax=None,
        lines=(
            ceiling_line,
            *(_used_line(one, place, gain, texts) for one, gain in zip((*used, *used_before), gains, strict=True)),
            *(Line(Code.EXPIRED, (texts.carry,), one.cents, origin=one.name) for one in expired),
            *(Line(Code.CARRIED, (texts.carry, texts.order), one.cents, percent=one.percent, origin=one.name) for one in left),
        ),
    )


def _ceiling(year: Year, rule: Rule) -> tuple[int, Line]:
    by_turnover = part(year.turnover_cents, rule["turnover_per_10000"], 10_000)
    found = max(rule["floor_cents"], by_turnover)
    code = Code.CEILING_FLOOR if found > by_turnover else Code.CEILING_TURNOVER
    return found, Line(code, (rule,), found, base_cents=year.turnover_cents)


def _slices(place: int, year: Year, rule: Rule) -> list[Slice]:
    """Highest rate first."""
    threshold = rule.parameters.get("threshold_cents", year.gifts_cents)
    below, above = min(year.gifts_cents, threshold), max(0, year.gifts_cents - threshold)
    found = [
        Slice(place, year.name, year.aid_cents, rule["aid_percent"], is_aid=True),
        Slice(place, year.name, below, rule["percent"]),
        Slice(place, year.name, above, rule.parameters.get("percent_above", 0)),
    ]
    return [one for one in found if one.cents]


def _use(slices: Sequence[Slice], room: int) -> tuple[list[Slice], list[Slice]]:
    """What fits into the room, in order, and what is left."""
    used, left = [], []
    for one in slices:
        taken = min(one.cents, room)
        room -= taken
        if taken:
            used.append(replace(one, cents=taken))
        if taken < one.cents:
            left.append(replace(one, cents=one.cents - taken))
    return used, left


def _used_line(one: Slice, place: int, gain: int, texts: _Texts) -> Line:
    """The rate of a carried slice is that of its own exercice; its line names the carry."""
    if one.origin < place:
        return Line(Code.CARRY_USED, (texts.carry, texts.order), gain, one.cents, one.percent, one.name)
    code = Code.AID_GIFT if one.is_aid else Code.GIFT
    return Line(code, (texts.rate,), gain, one.cents, one.percent, one.name)


def _sum(slices: Sequence[Slice]) -> int:
    return sum(one.cents for one in slices)
