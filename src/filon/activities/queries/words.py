"""How exchanges are told: when, who, how many."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from filon.activities.kinds import Voice
from filon.activities.models import ExchangeSession
from filon.activities.rights import is_outside
from filon.activities.states import SessionState
from filon.kernel import clock, formats

if TYPE_CHECKING:
    from filon.people.models import User


def hour(moment: dt.datetime) -> str:
    """`14 h 05`, `14:05`, in Paris."""
    local = timezone.localtime(moment)
    if get_language() == "en":
        return f"{local:%H:%M}"
    return f"{local.hour}{formats.NO_BREAK}h{formats.NO_BREAK}{local:%M}"


def when(session: ExchangeSession) -> str:
    """`3 mars 2026, 14 h 00 – 16 h 30`; both days where it lasts over midnight."""
    last = timezone.localdate(session.ends_at)
    if last == session.day:
        return f"{formats.day(session.day)}, {hour(session.starts_at)} – {hour(session.ends_at)}"
    return f"{formats.moment(session.starts_at)} – {formats.moment(session.ends_at)}"


def standing(session: ExchangeSession) -> str:
    """`coming`, `running`, `to_close`, `held`, `cancelled`: the state, and what the clock adds to it."""
    if session.state != SessionState.PLANNED:
        return str(session.state)
    now = clock.now()
    if session.ends_at <= now:
        return "to_close"
    return "running" if session.starts_at <= now else "coming"


def standing_words(session: ExchangeSession) -> str:
    words = {
        "coming": _("to come"),
        "running": _("under way"),
        "to_close": _("over, to be closed"),
        "held": _("held"),
        "cancelled": pgettext("session", "cancelled"),
    }
    return words[standing(session)]


def speaker(viewer: User, row: Any, *, host_id: int) -> str:
    """The name of who speaks or works; outside the school a student is a student, and a name that was erased is a voice."""
    author = row.user if hasattr(row, "user_id") else row.author
    is_hidden = author is None or (is_outside(viewer, host_id) and row.voice == Voice.STUDENT and author.pk != viewer.pk)
    return str(Voice(row.voice).label) if is_hidden else str(author.name)


def month(session: ExchangeSession) -> str:
    """`décembre 2026`: the heading under which a list shows it."""
    return f"{MONTHS[session.day.month]} {session.day.year}".capitalize()


def places_words(session: Any, *, is_outside: bool) -> str:
    """Of a session with its `confirmed` persons: `12 of 20`; from outside, whether there is a place."""
    if not is_outside:
        return _("%(confirmed)s of %(places)s") % {
            "confirmed": formats.number(session.confirmed),
            "places": formats.number(session.capacity),
        }
    return _("full") if session.confirmed >= session.capacity else _("places left")
