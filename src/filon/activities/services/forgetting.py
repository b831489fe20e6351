"""Who was registered, and who had an idea, is erased in time; the facts, their counts and the ideas stay."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from filon.activities.models import Idea, IdeaComment, IdeaTaking, Registration
from filon.kernel import clock
from filon.kernel.noted import note_again
from filon.kernel.periods import add_months
from filon.kernel.registry import Purged

REGISTRATION_YEARS, NAME_YEARS = 3, 5


def registrations_purge(today: dt.date) -> Purged:
    """Registrations of sessions that ended three years ago."""
    registrations = Registration.objects.using("owner")
    removed: int = registrations.filter(session__ends_at__lt=_years_before(today, REGISTRATION_YEARS)).delete()[0]
    if removed:
        note_again(Registration)
    return Purged(removed, ((_("the session ended less than three years ago"), registrations.count()),))


def names_purge(today: dt.date) -> Purged:
    """Names behind ideas, comments and takings of five years ago: what was said stays, without a person."""
    limit = _years_before(today, NAME_YEARS)
    named = (
        (Idea, "author", Idea.objects.using("owner").filter(author__isnull=False), "written_at"),
        (IdeaComment, "author", IdeaComment.objects.using("owner").filter(author__isnull=False), "written_at"),
        (IdeaTaking, "user", IdeaTaking.objects.using("owner").filter(user__isnull=False), "since"),
    )
    removed = kept = 0
    for model, name, rows, since in named:
        erased = rows.filter(**{f"{since}__lt": limit}).update(**{name: None})
        if erased:
            note_again(model)
        removed, kept = removed + erased, kept + rows.count()
    return Purged(removed, ((_("said less than five years ago"), kept),))


def _years_before(day: dt.date, years: int) -> dt.datetime:
    """Midnight of the same day so many years before."""
    return clock.at(add_months(day, -12 * years))
