"""Rules that the law sets for agreements: dated, with their source, chosen by the date of what they apply to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class DatedRatio:
    """A ratio that holds from a day on. ``mark``: V read in the source, K general knowledge, D derived by us."""

    start: dt.date
    ratio: Decimal
    source: str
    mark: str


#: Value of the counterparts a donor company may receive, as a share of its gift; usage, valued by the beneficiary.
COUNTERPART_CEILINGS = (
    DatedRatio(
        dt.date(2003, 8, 1),
        Decimal("0.25"),
        "Disproportion marquée, usage de 1 à 4 (CGI 238 bis, charte du mécénat) ; début daté de la loi n° 2003-709 du 1er août 2003",
        "V for the ratio, D for the day",
    ),
)


def counterpart_ceiling(on: dt.date) -> Decimal | None:
    """The ceiling of that day; None before the first rule."""
    held = [rule.ratio for rule in COUNTERPART_CEILINGS if rule.start <= on]
    return held[-1] if held else None
