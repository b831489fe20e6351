"""A calendar as programs read it (RFC 5545, with the name and the rhythm of RFC 7986): the same dates make the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from filon.kernel.registry import CalendarEntry

PRODUCT = "-//Filon//Calendar//FR"
RHYTHM = dt.timedelta(hours=1)
"""How often a program is asked to look again."""
CEREMONY = dt.timedelta(hours=1)
Told = dict[str, list[Any]]


@dataclass(frozen=True)
class Written:
    """An entry with its history: how often it changed since it was first told, and when it became what it is."""

    entry: CalendarEntry
    sequence: int
    changed_at: dt.datetime


def history(entries: Sequence[CalendarEntry], told: Mapping[str, list[Any]], now: dt.datetime) -> tuple[list[Written], Told]:
    """The entries with their history, and what is to be remembered of them. What is told no more keeps its place: should it come again, its
    SEQUENCE goes on."""
    kept: Told = dict(told)
    written = []
    for entry in entries:
        digest = _digest(entry)
        sequence, former, changed = kept.get(entry.key, [-1, "", ""])
        if former != digest:
            sequence, changed = sequence + 1, now.replace(microsecond=0).isoformat()
        kept[entry.key] = [sequence, digest, changed]
        written.append(Written(entry, sequence, dt.datetime.fromisoformat(changed)))
    return written, kept


def _digest(entry: CalendarEntry) -> str:
    return hashlib.sha256(repr(entry).encode()).hexdigest()[:16]


def calendar_of(name: str, words: str, entries: Iterable[Written], *, site: str, host: str) -> bytes:
    """`site` is put before the path of each entry, `host` after its key."""
    calendar = Calendar()
    for key, value in {
        "VERSION": "2.0",
        "PRODID": PRODUCT,
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
        "NAME": name,
        "X-WR-CALNAME": name,
        "DESCRIPTION": words,
        "X-WR-CALDESC": words,
        "X-WR-TIMEZONE": "Europe/Paris",
        "X-PUBLISHED-TTL": "PT1H",
    }.items():
        calendar.add(key, value)
    calendar.add("REFRESH-INTERVAL", RHYTHM, parameters={"VALUE": "DURATION"})
    for each in entries:
        calendar.add_component(_event(each, site, host))
    written: bytes = calendar.to_ical()
    return written


def _event(written: Written, site: str, host: str) -> Event:
    entry, event = written.entry, Event()
    event.add("UID", f"{entry.key}@{host}")
    event.add("DTSTAMP", written.changed_at)
    event.add("LAST-MODIFIED", written.changed_at)
    event.add("SEQUENCE", written.sequence)
    event.add("DTSTART", entry.at.astimezone(dt.UTC) if entry.at else entry.on)
    event.add("DTEND", (entry.at.astimezone(dt.UTC) + CEREMONY) if entry.at else entry.on + dt.timedelta(days=1))
    event.add("SUMMARY", entry.title)
    event.add("TRANSP", "OPAQUE" if entry.at else "TRANSPARENT")
    event.add("CLASS", "CONFIDENTIAL")
    link = f"{site}{entry.url}" if entry.url else ""
    for key, value in (("DESCRIPTION", "\n".join(filter(None, [entry.context, link]))), ("LOCATION", entry.place), ("URL", link)):
        if value:
            event.add(key, value)
    return event


def digest_of(name: str, words: str, entries: Sequence[Written]) -> str:
    """Another one for other bytes of `calendar_of`, and dear only where these are."""
    return hashlib.sha256(repr((PRODUCT, name, words, entries)).encode()).hexdigest()


def cut(entries: Iterable[CalendarEntry], most: int) -> list[CalendarEntry]:
    """In order; what is too far for a calendar of so many dates is counted on the day where it stops."""
    ordered = sorted(entries, key=lambda entry: (entry.on, entry.key))
    if len(ordered) <= most:
        return ordered
    left = len(ordered) - most
    title = _("This calendar stops here: %(count)d later dates are not in it, Filon has them") % {"count": left}
    return [*ordered[:most], CalendarEntry("end-of-calendar", ordered[most].on, title, "/")]
