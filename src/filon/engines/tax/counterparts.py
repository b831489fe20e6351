"""What the donor gets back against what he gives: accepted up to a quarter of the gift, and valued by the beneficiary, all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from filon.engines.tax import rules
from filon.engines.tax.money import check_amounts
from filon.engines.tax.rules import Rule


@dataclass(frozen=True, slots=True)
class Ratio:
    """Compared in whole cents: no rounding decides."""

    gift_cents: int
    value_cents: int
    rule: Rule

    @property
    def is_above(self) -> bool:
        """Whether the counterparts exceed the usage, so that a person must justify them."""
        return self.value_cents * 100 > self.gift_cents * self.rule["percent"]

    @property
    def fraction(self) -> Fraction | None:
        """None when nothing is given."""
        return Fraction(self.value_cents, self.gift_cents) if self.gift_cents else None

    @property
    def room_cents(self) -> int:
        """What may still be granted; below zero when it is too much already."""
        return self.gift_cents * self.rule["percent"] // 100 - self.value_cents


class Basis(StrEnum):
    """What counterparts are compared with."""

    AGREEMENT = "agreement"
    YEAR = "year"
    PLEDGED = "pledged"
    CASH = "cash"


@dataclass(frozen=True, slots=True)
class Side:
    """Gift and counterparts on one basis; `value_cents` None: one of them has no value. `year` counts from 1, for a basis YEAR."""

    basis: Basis
    gift_cents: int
    value_cents: int | None
    year: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ratios` follow the sides that have a value. Without every value there is no statement for the donor: `is_blocked`."""

    ratios: tuple[tuple[Side, Ratio], ...]
    is_blocked: bool

    @property
    def above(self) -> tuple[Side, ...]:
        """Where the usage is exceeded."""
        return tuple(side for side, found in self.ratios if found.is_above)


def ratio(gift_cents: int, value_cents: int, *, on: date | None = None) -> Ratio:
    """`on` is the day of the gift; None: the latest rule. A gift in kind counts at the donor's cost."""
    check_amounts(gift=gift_cents, counterparts=value_cents)
    code = "counterparts.limit"
    return Ratio(gift_cents, value_cents, rules.latest(code) if on is None else rules.on(code, on))


def judge(sides: Sequence[Side], *, on: date | None = None) -> Verdict:
    """Every basis by itself: an agreement may be within the usage and one of its years above it."""
    valued = [(side, ratio(side.gift_cents, side.value_cents, on=on)) for side in sides if side.value_cents is not None]
    return Verdict(tuple(valued), is_blocked=len(valued) < len(sides))


def needs_statement(gifts_of_year_cents: int, *, on: date) -> bool:
    """Whether the company must declare its gifts of the exercice, and so needs the value of what it received (CGI 238 bis, 6)."""
    return gifts_of_year_cents > rules.on("company.statement", on)["above_cents"]
