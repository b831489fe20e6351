"""The moment at which something is recorded. It is now, but for the demo, which tells a story of years in a few seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """When a row written here is recorded. Default of every `recorded_at`; the audit trail never asks this clock, but the database's."""
    return _told.get() or timezone.now()


def at(day: date, hour: int = 0) -> datetime:
    """That hour of that day, here."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


@contextmanager
def told_on(day: date) -> Iterator[None]:
    """Inside, rows are recorded on that day at ten. Used by the chapters of the demo and by tests of what was known when."""
    token = _told.set(at(day, 10))
    try:
        yield
    finally:
        _told.reset(token)
