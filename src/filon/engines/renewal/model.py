"""What is seen of an agreement on a day, and what is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a renewal may be doubted, the gravest first."""

    CLOSED = "closed"
    THEY_ARE_BEHIND = "they_are_behind"
    PAYMENT_IS_LATE = "payment_is_late"
    WE_ARE_BEHIND = "we_are_behind"
    SILENCE = "silence"
    CONTACT_GONE = "contact_gone"


class Level(StrEnum):
    """How much it is doubted."""

    HIGH = "high"
    WATCH = "watch"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Side:
    """The commitments of one side: how many had something due before that day, and how many of these miss some of it."""

    due: int = 0
    behind: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.behind <= self.due:
            raise ValueError(f"{self.behind} commitments behind of {self.due} that had something due")


@dataclass(frozen=True, slots=True)
class Observation:
    """What was known of an agreement on a day. `silent_months`: since the last fact, None where something happened lately or the agreement
    is too young to be silent; `late_days`: of the payment that is longest overdue, 0 for none."""

    ours: Side = Side()
    theirs: Side = Side()
    silent_months: int | None = None
    is_contact_gone: bool = False
    late_days: int = 0
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The points of each reason that holds, the most first, and their sum, at most 100."""

    points: Mapping[Reason, int]
    score: int
    level: Level

    @property
    def is_flagged(self) -> bool:
        return self.level is not Level.CALM
