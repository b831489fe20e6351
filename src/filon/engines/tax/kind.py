"""What a gift in kind or in skills is worth on the receipt: what it costs the donor, as the donor says; never a sale price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeAlias

from filon.engines.months import add_months
from filon.engines.tax import rules
from filon.engines.tax.errors import NoValue, TaxRefused
from filon.engines.tax.explanation import Code, Line
from filon.engines.tax.money import check_amounts, part

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class GoodsInStock:
    """Goods bought: price less rebates, and what was borne to have them here."""

    on: date
    purchase_cents: int
    rebate_cents: int = 0
    borne_cents: int = 0


@dataclass(frozen=True, slots=True)
class GoodsProduced:
    """Goods the donor made: materials and charges of production."""

    on: date
    materials_cents: int
    charges_cents: int


@dataclass(frozen=True, slots=True)
class Service:
    """A service given, at its full cost."""

    on: date
    hours: Decimal
    hour_cost_cents: int


@dataclass(frozen=True, slots=True)
class Secondment:
    """Work of one employee for `months` months from the month of `start`, `share` of her time; `cost_cents` is pay and charges of that
    time alone. The cap holds over all these months together; give each month by itself to hold it month by month."""

    start: date
    months: int
    cost_cents: int
    share: Fraction = WHOLE


@dataclass(frozen=True, slots=True)
class Declared:
    """Anything else, such as equipment that has served: the donor's own figure, None while there is none."""

    on: date
    declared_cents: int | None


GiftInKind: TypeAlias = GoodsInStock | GoodsProduced | Service | Secondment | Declared


@dataclass(frozen=True, slots=True)
class Value:
    """`cents` goes on the receipt; `cap_cents` only for skills."""

    cents: int
    lines: tuple[Line, ...]
    cap_cents: int | None = None


def value(gift: GiftInKind) -> Value:
    """Raises NoValue when the donor has not valued the gift, TaxRefused for an impossible figure."""
    if isinstance(gift, Secondment):
        return _skills(gift)
    if isinstance(gift, Declared):
        return _declared(gift)
    found = _cost(gift)
    code = "kind.service" if isinstance(gift, Service) else "kind.goods"
    return Value(found, (Line(Code.COST, (rules.on(code, gift.on), rules.on("kind.donor", gift.on)), found),))


def _cost(gift: GoodsInStock | GoodsProduced | Service) -> int:
    if isinstance(gift, GoodsInStock):
        check_amounts(purchase=gift.purchase_cents, rebate=gift.rebate_cents, borne=gift.borne_cents)
        if gift.rebate_cents > gift.purchase_cents:
            raise TaxRefused("The rebate is more than the price: correct one of them.")
        return gift.purchase_cents - gift.rebate_cents + gift.borne_cents
    if isinstance(gift, GoodsProduced):
        check_amounts(materials=gift.materials_cents, charges=gift.charges_cents)
        return gift.materials_cents + gift.charges_cents
    check_amounts(hour=gift.hour_cost_cents)
    if not gift.hours.is_finite() or gift.hours < 0:
        raise TaxRefused(f"The hours are zero or more, found {gift.hours}.")
    return int((gift.hours * gift.hour_cost_cents).to_integral_value(ROUND_HALF_UP))


def _skills(gift: Secondment) -> Value:
    check_amounts(cost=gift.cost_cents)
    if gift.months < 1:
        raise TaxRefused(f"A secondment lasts one month or more, found {gift.months}.")
    if not 0 < gift.share <= 1:
        raise TaxRefused(f"The share of the time is above 0 and at most 1, found {gift.share}.")
    days = [add_months(gift.start.replace(day=1), count) for count in range(gift.months)]
    rule = rules.on("kind.skills", gift.start)
    ceilings = sum(rules.on("kind.month_ceiling", day)["cents"] for day in days) * rule["ceilings"]
    cap = part(ceilings, gift.share.numerator, gift.share.denominator)
    texts = (rule, rules.on("kind.skills_part", gift.start), *dict.fromkeys(rules.on("kind.month_ceiling", day) for day in days))
    found = min(gift.cost_cents, cap)
    code = Code.SKILLS if gift.cost_cents <= cap else Code.SKILLS_CAPPED
    return Value(found, (Line(code, texts, found, base_cents=gift.cost_cents, other_cents=cap),), cap)


def _declared(gift: Declared) -> Value:
    if gift.declared_cents is None:
        raise NoValue("The donor has not valued this gift: ask for its value. Nobody sets it in the donor’s place; until then no receipt.")
    check_amounts(declared=gift.declared_cents)
    return Value(gift.declared_cents, (Line(Code.DECLARED, (rules.on("kind.donor", gift.on),), gift.declared_cents),))
