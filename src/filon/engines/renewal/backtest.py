"""What the reasons would have said, before they were over, of agreements whose term has passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from filon.engines.renewal.model import Assessment, Reason

ENOUGH = 10
"""Terms flagged, and terms not flagged, from which a share says something."""


class Counted(NamedTuple):
    """So many terms, of which so many were not renewed."""

    terms: int = 0
    lost: int = 0

    @property
    def share(self) -> float | None:
        """Of those not renewed; None of nothing."""
        return self.lost / self.terms if self.terms else None


@dataclass(frozen=True, slots=True)
class Past:
    """A term that is over: what was made of it on its last day to decide, and what became of it."""

    assessment: Assessment
    is_renewed: bool


@dataclass(frozen=True, slots=True)
class Backtest:
    """`flagged` and `calm` make all terms. A term that bears several reasons counts under each of them."""

    flagged: Counted
    calm: Counted
    by_reason: Mapping[Reason, Counted] = field(default_factory=dict)

    @property
    def whole(self) -> Counted:
        return Counted(self.flagged.terms + self.calm.terms, self.flagged.lost + self.calm.lost)

    @property
    def says_something(self) -> bool:
        """There are enough terms on both sides to compare."""
        return min(self.flagged.terms, self.calm.terms) >= ENOUGH

    @property
    def caught(self) -> float | None:
        """Of the terms that were not renewed, the share that had been flagged; None where all were renewed."""
        return self.flagged.lost / self.whole.lost if self.whole.lost else None


def backtest(terms: Iterable[Past]) -> Backtest:
    """Of those flagged, how many were not renewed; and of the others."""
    known = list(terms)
    bearing = {reason: [one for one in known if reason in one.assessment.points] for reason in Reason}
    return Backtest(
        flagged=_counted(one for one in known if one.assessment.is_flagged),
        calm=_counted(one for one in known if not one.assessment.is_flagged),
        by_reason={reason: _counted(borne) for reason, borne in bearing.items() if borne},
    )


def _counted(terms: Iterable[Past]) -> Counted:
    outcomes = [one.is_renewed for one in terms]
    return Counted(len(outcomes), outcomes.count(False))
