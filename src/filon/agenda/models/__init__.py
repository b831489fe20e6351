"""Secret addresses of calendars; the week by mail."""

from filon.agenda.models.digest import Digest, MailChoice
from filon.agenda.models.feed import CalendarFeed

__all__ = ["CalendarFeed", "Digest", "MailChoice"]
