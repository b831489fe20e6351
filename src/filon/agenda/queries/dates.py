"""The dates that a calendar tells: what every app knows, for this person, today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from filon.agenda import ical
from filon.agenda.models import CalendarFeed
from filon.kernel.registry import CalendarEntry, CalendarSource, all_of

if TYPE_CHECKING:
    from filon.people.models import User

BEHIND, AHEAD = dt.timedelta(days=92), dt.timedelta(days=400)
MOST = 1_000


def dates_of(viewer: User, about: UUID | None, today: dt.date) -> list[CalendarEntry]:
    """From three months ago to thirteen ahead, a thousand at most."""
    sources = all_of(CalendarSource)
    found = (entry for source in sources for entry in source.entries(viewer, about, today - BEHIND, today + AHEAD))
    return ical.cut(found, MOST)


def titles_of(viewer: User, objects: list[UUID]) -> dict[UUID, str]:
    """How those of these objects are called that she sees."""
    return {uuid: title for source in all_of(CalendarSource) for uuid, title in source.titles(viewer, objects).items()}


def about_title(viewer: User, about: UUID) -> str | None:
    """How the object is called; None when she does not see it."""
    return titles_of(viewer, [about]).get(about)


def words_of(feed: CalendarFeed) -> tuple[str, str]:
    """The name of the calendar and what it says of itself."""
    title = about_title(feed.user, feed.about) if feed.about else ""
    name = "Filon" if not title else f"Filon · {title}"
    if title is None:
        return name, _("This is no longer yours to see: remove this calendar.")
    return name, _("Due dates, days to decide, ends of agreements, signatures and ceremonies, as %(name)s may see them.") % {
        "name": feed.user.name
    }


@dataclass(frozen=True)
class FeedLine:
    """An open address, and what it is about in words; `title` empty: everything; None: no longer hers to see."""

    feed: CalendarFeed
    title: str | None


def feeds_of(viewer: User) -> list[FeedLine]:
    """Hers that are open, that of everything first."""
    feeds = list(CalendarFeed.objects.visible_to(viewer).open())
    titles = titles_of(viewer, [feed.about for feed in feeds if feed.about])
    lines = [FeedLine(feed, titles.get(feed.about) if feed.about else "") for feed in feeds]
    return sorted(lines, key=lambda line: (line.feed.about is not None, line.title or ""))
