"""Periods are half-open: they hold their first day and not their end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from filon.engines.months import add_months

__all__ = ["Period", "add_months", "holding", "not_over"]


@dataclass(frozen=True, order=True)
class Period:
    """From `start` included to `end` excluded; no end means it lasts. Raises ValueError when it would hold no day."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"A period ends after it starts: {self.start} … {self.end}")

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        return self.intersection(other) is not None

    def intersection(self, other: "Period") -> "Period | None":
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        return None if end is not None and end <= start else Period(start, end)

    @property
    def days(self) -> int | None:
        """Number of days, None when it has no end."""
        return None if self.end is None else (self.end - self.start).days

    def months(self) -> Iterator["Period"]:
        """Its months counted from its first day, the last one cut at the end. Endless when the period is."""
        count = 0
        while self.end is None or add_months(self.start, count) < self.end:
            start, end = add_months(self.start, count), add_months(self.start, count + 1)
            yield Period(start, end if self.end is None else min(end, self.end))
            count += 1


def holding(day: date, at: str = "") -> Q:
    """Of rows with a `start` and an `end`: those that hold on that day. `at` leads to them from another row (`memberships__`)."""
    return not_over(day, at) & Q((f"{at}start__lte", day))


def not_over(day: date, at: str = "") -> Q:
    """Of the same rows: those that hold on that day or begin later."""
    return Q((f"{at}end__isnull", True)) | Q((f"{at}end__gt", day))
