"""What must be true of exchanges. Each refusal is a sentence for who typed it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from filon.agreements.units import Unit
from filon.kernel.errors import Refused

LARGEST = 5_000
"""Places of a session: beyond, a figure was mistyped."""
SMALLEST_SHOWN = 5
"""No page read from outside tells a number of persons under it."""
ONE_EACH = (Unit.EVENT, Unit.DAY, Unit.UNSTATED)
"""Units of which an exchange is one."""
PERSON_EACH = (Unit.PLACE, Unit.SEAT)
"""Units of which each person present is one."""
COUNTED = (*ONE_EACH, *PERSON_EACH, Unit.TEACHING_HOUR)
"""Units of what an exchange may fulfil."""


def check_moments(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """A session ends after it starts."""
    if ends_at <= starts_at:
        raise Refused(_("The session ends before it starts: correct one of the two moments."), field="ends_at")


def check_capacity(capacity: int, *, confirmed: int = 0) -> None:
    """At least a place, and never fewer than those already given."""
    if not 1 <= capacity <= LARGEST:
        raise Refused(_("A session has between 1 and %(most)d places.") % {"most": LARGEST}, field="capacity")
    if capacity < confirmed:
        sentence = _("%(count)d persons have a place already: ask some of them to leave before you take places away.")
        raise Refused(sentence % {"count": confirmed}, field="capacity")


def check_text(text: str, *, sentence: str, field: str) -> str:
    """What was typed, trimmed. Raises Refused with the sentence when there is nothing."""
    if not text.strip():
        raise Refused(sentence, field=field)
    return text.strip()


def check_reason(reason: str) -> str:
    """Why something is undone, trimmed."""
    return check_text(reason, sentence=_("Say why: whoever reads it later must understand."), field="reason")


def check_not_begun(starts_at: dt.datetime, *, now: dt.datetime) -> None:
    """Places are taken and given up before the session begins."""
    if starts_at <= now:
        raise Refused(_("The session has begun: its list of persons registered is closed."))


def check_begun(starts_at: dt.datetime, *, now: dt.datetime) -> None:
    """Nobody has come to a session that has not begun."""
    if starts_at > now:
        raise Refused(_("The session has not begun: say who came once it has."))


def check_present(persons: int) -> None:
    """Somebody came; else there is nothing to record."""
    if persons < 1:
        raise Refused(_("Nobody came: cancel the session instead of closing it."), field="others")


def quantity_of(unit: str, *, persons: int, hours: Decimal = Decimal(0)) -> Decimal:
    """What an exchange with so many persons delivers of a commitment counted in that unit. Raises Refused where it delivers none."""
    if unit in ONE_EACH:
        return Decimal(1)
    if unit in PERSON_EACH and persons:
        return Decimal(persons)
    if unit == Unit.TEACHING_HOUR and hours:
        return hours
    raise Refused(_("An exchange does not count in the unit of this commitment: declare it on its agreement."), field="commitments")


def hours_between(starts_at: dt.datetime, ends_at: dt.datetime) -> Decimal:
    """Hours, to the hundredth."""
    return (Decimal((ends_at - starts_at).total_seconds()) / 3600).quantize(Decimal("0.01"))


def shown_persons(count: int, *, is_outside: bool) -> int | None:
    """A number of persons as this reader may know it; None where it is too small to be told."""
    return None if is_outside and count < SMALLEST_SHOWN else count
