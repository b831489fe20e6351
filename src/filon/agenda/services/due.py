"""Dates that come near, three days before, for those who asked for it: what a calendar would tell of that day."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from filon.agenda.models import Digest
from filon.agenda.queries.choices import DUE
from filon.agenda.queries.recipients import ABOUT, told_of_dates
from filon.agenda.services.choices import stop_link
from filon.agenda.services.digests import MOST, hold, host_id_of, language_of, own_retry
from filon.kernel import tasks
from filon.kernel.formats import day
from filon.kernel.registry import CalendarEntry, CalendarSource, all_of
from filon.people.mail import About, carrier
from filon.people.models import User

AHEAD = dt.timedelta(days=3)


def due_queue(today: dt.date) -> int:
    """One task for each person who wants it; how many."""
    from filon.agenda.tasks import due_send as send  # noqa: PLC0415  a task calls a service

    keys = list(told_of_dates(today).values_list("pk", flat=True))
    for key in keys:
        tasks.enqueue(send, user_id=key, today=today.isoformat())
    return len(keys)


def due_send(user_id: int, today: dt.date) -> bool:
    """False when nothing is due that day, she no longer wants it, or another task tells it."""
    with carrier() as post:
        user = told_of_dates(today).filter(pk=user_id).first() or own_retry(user_id, today, Digest.Kind.DUE)
        letter = due_letter(user, today) if user else None
        if user is None or letter is None or not hold(user, today, Digest.Kind.DUE):
            return False
        post.take(letter, about=About(ABOUT, user.uuid, host_id_of(user)))
    return True


def due_letter(user: User, today: dt.date) -> EmailMessage | None:
    """In the language she chose; None when nothing falls on that day."""
    on = today + AHEAD
    with translation.override(language_of(user)):
        entries = [entry for source in all_of(CalendarSource) for entry in source.entries(user, None, on, on + dt.timedelta(days=1))]
        return _letter(user, on, entries) if entries else None


def _letter(user: User, on: dt.date, entries: list[CalendarEntry]) -> EmailMessage:
    stop = stop_link(user, DUE)
    lines = "\n".join(f"- {' · '.join(part for part in (entry.title, entry.context) if part)}" for entry in entries[:MOST])
    words = {"name": user.name, "day": day(on), "lines": lines, "link": settings.BASE_URL, "stop": stop}
    body = _(
        "Hello %(name)s,\n\nOn %(day)s:\n\n%(lines)s\n\nEverything is here: %(link)s\n\nNo longer these letters, with one click: %(stop)s\n"
    )
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(_("In three days, on %(day)s") % words, body % words, to=[user.email], headers=headers)
