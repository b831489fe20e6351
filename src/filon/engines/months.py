"""Dates a number of months apart."""

from calendar import monthrange
from datetime import date


def add_months(day: date, count: int) -> date:
    """The same day `count` months later (or earlier), or the last day of a month that is too short. Raises ValueError outside the
    years 1 to 9999."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
