"""Exact splits: the parts add up to the whole, to the last step."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

CENT = Decimal("0.01")
WHOLE = Decimal(1)


def is_whole(quantity: Decimal) -> bool:
    """Whether the quantity counts whole things."""
    return quantity == quantity.to_integral_value()


def finest_step(quantity: Decimal) -> Decimal:
    """The step of a split that is not in whole units: a hundredth, or the last digit of a finer quantity."""
    exponent = quantity.normalize().as_tuple().exponent
    return min(CENT, Decimal(1).scaleb(exponent)) if isinstance(exponent, int) else CENT


def split(quantity: Decimal, weights: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Share `quantity` in proportion to `weights` (their sum above 0), in multiples of `step`, by the largest remainder.

    Equal remainders go to the first. `quantity` must itself be a multiple of `step`.
    """
    whole = sum(weights, Decimal(0))
    exact = [quantity * weight / whole / step for weight in weights]
    floors = [share.to_integral_value(ROUND_FLOOR) for share in exact]
    rest = int(quantity / step - sum(floors))
    first = sorted(range(len(weights)), key=lambda index: (floors[index] - exact[index], index))[:rest]
    return [(floor + (index in first)) * step for index, floor in enumerate(floors)]
