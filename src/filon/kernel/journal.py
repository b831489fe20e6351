"""The audit in words: what the journals of the upper floors show of each event."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock, formats
from filon.kernel.lists import Column, Filter
from filon.kernel.models import AuditEvent, AuditSeal
from filon.kernel.registry import AuditedSubject, Sentence, all_of

PER_PAGE = 50
NEWEST_FIRST = ("-pk",)

Events = QuerySet[AuditEvent]


def subject_of(action: str) -> AuditedSubject | None:
    code = action.partition(".")[0]
    return next((subject for subject in all_of(AuditedSubject) if subject.code == code), None)


def action_words(event: AuditEvent) -> str:
    """What was done; the code itself for an action of a former version of Filon."""
    subject = subject_of(event.action)
    words = None if subject is None else subject.actions.get(event.action.partition(".")[2])
    return event.action if words is None else str(words)


def figures(event: AuditEvent) -> list[str]:
    """The values of its payload that people read, in the order their subject gives."""
    subject = subject_of(event.action)
    if subject is None:
        return []
    told = ((words, event.payload.get(key)) for key, words in subject.figures.items())
    return [words(value) for words, value in told if value not in (None, "", [])]


def said(sentence: Sentence, show: Callable[[Any], str] = str) -> Callable[[Any], str]:
    """Words for a value: the sentence has `%(value)s` where `show` of the value goes."""
    return lambda value: str(sentence) % {"value": show(value)}


def day_of(value: str) -> str:
    """A day as a payload holds it, in words."""
    return formats.day(dt.date.fromisoformat(value))


def seal_of(event: AuditEvent) -> AuditSeal | None:
    """Its place in the chain; None until the sealer has passed. No query when the event was read with its seal."""
    return getattr(event, "seal", None)


def actor_name(event: AuditEvent) -> str:
    """The `actor_name` that people add to an event; the house acts by itself where there is no actor."""
    name: str | None = getattr(event, "actor_name", None)
    return str(_("Filon, by itself")) if event.actor_id is None else name or ""


def since(events: Events, day: str) -> Events:
    return events.filter(at__gte=clock.at(dt.date.fromisoformat(day)))


def until(events: Events, day: str) -> Events:
    """That day included."""
    return events.filter(at__lt=clock.at(dt.date.fromisoformat(day) + dt.timedelta(days=1)))


def _of_subject(events: Events, code: str) -> Events:
    return events.filter(action__startswith=f"{code}.")


def _subjects() -> list[tuple[str, Sentence]]:
    known = sorted((str(subject.label), subject.code) for subject in all_of(AuditedSubject))
    return [("", _("Everything")), *((code, label) for label, code in known)]


#: The days of the filters are those of Paris.
DAYS: tuple[Filter[AuditEvent], ...] = (Filter("from", _("From day"), since), Filter("to", _("To day"), until))
SUBJECT: Filter[AuditEvent] = Filter("subject", _("About what"), _of_subject, _subjects)


def _seal_value(event: AuditEvent, name: str) -> Any:
    return getattr(seal_of(event), name, None)


#: An export says what the page says, and what identifies each event for whoever checks the chain.
COLUMNS: tuple[Column[AuditEvent], ...] = (
    Column("at", _("When"), lambda event: event.at),
    Column("actor", _("Who"), actor_name),
    Column("what", _("What"), action_words),
    Column("figures", _("Figures"), lambda event: " · ".join(figures(event))),
)
PROOF: tuple[Column[AuditEvent], ...] = (
    Column("seq", _("Place in the chain"), partial(_seal_value, name="seq"), number=True),
    Column("action", _("Code of the action"), lambda event: event.action),
    Column("object", _("Object"), lambda event: event.object_uuid),
    Column("event", _("Event"), lambda event: event.uuid),
    Column("hash", _("SHA-256 fingerprint"), partial(_seal_value, name="hash")),
)

#: How a template tells a row.
PAGE_WORDS: dict[str, Callable[[AuditEvent], Any]] = {
    "action_words": action_words,
    "actor_name": actor_name,
    "figures": figures,
    "seal_of": seal_of,
}
