"""From a due rule to due items: how the quantity of a commitment falls due over the term, and over a renewal.

A term is half-open (`start` ≤ d < `end`). A due date may lie on `end` itself: the day on which the term is over.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count, cycle, islice, takewhile

from filon.engines.balance.due_rule import DueRule, Every, Once, OnDates, OverTerm, Unstated
from filon.engines.balance.shares import WHOLE, finest_step, is_whole, split
from filon.engines.months import add_months

Entry = tuple[date | None, Decimal]
"""A due date (None: not stated) and the quantity due on it."""


class ScheduleRefused(ValueError):  # noqa: N818
    """The due rule does not fit the commitment or its term."""


class ScheduleDoesNotAddUp(ScheduleRefused):
    """The dated quantities do not make the promised quantity."""

    def __init__(self, *, scheduled: Decimal, promised: Decimal) -> None:
        super().__init__(f"The due dates add up to {scheduled}, but the commitment is for {promised}.")
        self.scheduled = scheduled
        self.promised = promised


class ScheduleOutsideTerm(ScheduleRefused):
    """A due date lies before the start or after the end of the term."""

    def __init__(self, *, due: date, start: date, end: date) -> None:
        super().__init__(f"The due date {due} lies outside the term, {start} to {end}.")
        self.due = due
        self.start = start
        self.end = end


def expand(rule: DueRule, *, quantity: Decimal, start: date, end: date, unit: str) -> list[Entry]:
    """List the due dates of the term with their quantities, oldest first; they add up to `quantity` exactly.

    Whole quantities are split into whole parts if there is one for each date; euros, and the others, to the hundredth.
    Raises ScheduleDoesNotAddUp, ScheduleOutsideTerm, or ScheduleRefused for a quantity that is not above 0 or a rule without any date.
    """
    if quantity <= 0:
        raise ScheduleRefused(f"The quantity must be above 0, and is {quantity}.")
    match rule:
        case Unstated():
            return [(None, quantity)]
        case Once(on):
            return _within([(on, quantity)], start, end)
        case OnDates(dates):
            return _within(_adding_up(dates, quantity), start, end)
        case OverTerm():
            return _evenly(_year_ends(start, end), quantity, unit)
        case Every():
            return _within(_evenly(_rhythm(rule, end), quantity, unit), start, end)


def extend(rule: DueRule, *, quantity: Decimal, term_start: date, term_end: date, new_end: date, unit: str) -> list[Entry]:
    """List what a renewal from `term_end` to `new_end` adds when `quantity` was promised for the term that ends.

    A rhythm and a promise over the term repeat with the same parts; dates written one by one are not repeated.
    """
    match rule:
        case OverTerm():
            parts = [part for _, part in expand(rule, quantity=quantity, start=term_start, end=term_end, unit=unit)]
            return list(zip(_year_ends(term_end, new_end), cycle(parts), strict=False))
        case Every():
            return _repeated(rule, quantity=quantity, term_start=term_start, term_end=term_end, new_end=new_end, unit=unit)
        case _:
            return []


def _repeated(rule: Every, *, quantity: Decimal, term_start: date, term_end: date, new_end: date, unit: str) -> list[Entry]:
    parts = [part for _, part in expand(rule, quantity=quantity, start=term_start, end=term_end, unit=unit)]
    shift = _shift(term_start, term_end)
    entries: list[Entry] = []
    for turn in takewhile(lambda turn: shift(rule.first, turn) < new_end, count(1)):
        again = replace(rule, first=shift(rule.first, turn), count=len(parts))
        entries += [(due, part) for due, part in zip(_rhythm(again, new_end), parts, strict=False) if term_end <= due < new_end]
    return entries


def _shift(start: date, end: date) -> Callable[[date, int], date]:
    """How to move a date by so many times the length of the term: in months when it is a number of months, else in days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) == end:
        return lambda day, turn: _later(day, months * turn)
    return lambda day, turn: day + (end - start) * turn


def _later(day: date, months: int) -> date:
    """So many months later. Raises ScheduleRefused after the year 9999."""
    try:
        return add_months(day, months)
    except ValueError as beyond:
        raise ScheduleRefused(f"{months} months after {day} is beyond the calendar.") from beyond


def _rhythm(rule: Every, end: date) -> list[date]:
    if rule.months < 1 or (rule.count is not None and rule.count < 1):
        raise ScheduleRefused("A rhythm needs at least one month between two dates, and at least one date.")
    dates = (_later(rule.first, rule.months * turn) for turn in count())
    if rule.count is None:
        return list(takewhile(lambda due: due < end, dates))
    found: list[date] = []
    for due in islice(dates, rule.count):
        found.append(due)
        if due > end:  # one date outside the term is enough to refuse them all
            break
    return found


def _year_ends(start: date, end: date) -> list[date]:
    if end <= start:
        raise ScheduleRefused(f"The term ends on {end}, which is not after its start, {start}.")
    return [*takewhile(lambda due: due < end, (_later(start, 12 * year) for year in count(1))), end]


def _evenly(dates: list[date], quantity: Decimal, unit: str) -> list[Entry]:
    if not dates:
        raise ScheduleRefused("The rhythm starts after the end of the term: no date is left.")
    in_whole = unit != "eur" and is_whole(quantity) and quantity >= len(dates)
    parts = split(quantity, [WHOLE] * len(dates), WHOLE if in_whole else finest_step(quantity))
    return [(due, part) for due, part in zip(dates, parts, strict=True) if part]


def _adding_up(dates: tuple[tuple[date, Decimal], ...], quantity: Decimal) -> list[Entry]:
    scheduled = sum((part for _, part in dates), Decimal(0))
    if scheduled != quantity or any(part <= 0 for _, part in dates):
        raise ScheduleDoesNotAddUp(scheduled=scheduled, promised=quantity)
    return [*sorted(dates)]


def _within(entries: list[Entry], start: date, end: date) -> list[Entry]:
    for due, _ in entries:
        if due is not None and not start <= due <= end:
            raise ScheduleOutsideTerm(due=due, start=start, end=end)
    return entries
