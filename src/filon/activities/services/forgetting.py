"""Who was registered, and who had an idea, is erased in time; the facts, their counts and the ideas stay."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from filon.activities.models import Idea, IdeaComment, IdeaTaking, Registration
from filon.kernel import audit
from filon.kernel.appendonly import maintenance
from filon.kernel.noted import note_again

REGISTRATION_YEARS, NAME_YEARS = 3, 5


def registrations_forget(today: dt.date) -> int:
    """Registrations of sessions that ended three years ago. How many."""
    with maintenance():
        old = Registration.objects.using("owner").filter(session__ends_at__lt=_years_before(today, REGISTRATION_YEARS))
        erased: int = old.delete()[0]
        if erased:
            note_again(Registration)
    if erased:
        audit.record(None, "registration.forgotten", None, rows=erased)
    return erased


def names_forget(today: dt.date) -> int:
    """Names behind ideas, comments and takings of five years ago: what was said stays, without a person. How many."""
    limit = _years_before(today, NAME_YEARS)
    with maintenance():
        ideas = Idea.objects.using("owner").filter(written_at__lt=limit, author__isnull=False).update(author=None)
        comments = IdeaComment.objects.using("owner").filter(written_at__lt=limit, author__isnull=False).update(author=None)
        takings = IdeaTaking.objects.using("owner").filter(since__lt=limit, user__isnull=False).update(user=None)
        for model, erased in ((Idea, ideas), (IdeaComment, comments), (IdeaTaking, takings)):
            if erased:
                note_again(model)
    total = ideas + comments + takings
    if total:
        audit.record(None, "idea.forgotten", None, rows=total)
    return total


def _years_before(day: dt.date, years: int) -> dt.datetime:
    """Midnight of the same day so many years before; 28 February for the 29th."""
    before = day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)
    return timezone.make_aware(dt.datetime.combine(before, dt.time()))
