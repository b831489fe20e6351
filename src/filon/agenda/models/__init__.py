"""Secret addresses of calendars."""

from filon.agenda.models.feed import CalendarFeed

__all__ = ["CalendarFeed"]
