"""Secret addresses of calendars: opened, renewed, closed by whoever they belong to, read by whoever holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation

from filon.agenda import ical
from filon.agenda.models import CalendarFeed
from filon.agenda.queries.dates import about_title, dates_of, words_of
from filon.kernel import audit, clock
from filon.kernel.rights import get_visible_or_404
from filon.people.keys import hash_of, new_key
from filon.people.models import User
from filon.people.throttle import count_try

FRESH = dt.timedelta(seconds=60)
"""A program that has what was told so short a time ago is not told anew."""
REMEMBERED = 5_000
"""Dates of a feed whose history is kept."""


@transaction.atomic
def feed_open(*, by: User, about: UUID | None) -> str:
    """The key of her calendar, shown once; a calendar that has an address gets a new one, and the former opens nothing any more."""
    if about is not None and about_title(by, about) is None:
        raise Http404
    key, now = new_key(), clock.now()
    feed = CalendarFeed.objects.open().select_for_update().filter(user=by, about=about).first()
    if feed is not None:
        feed.key_hash, feed.made_at, feed.read_at = hash_of(key), now, None
        feed.save(update_fields=["key_hash", "made_at", "read_at"])
        audit.record(by, "calendar.renewed", feed)
        return key
    former = CalendarFeed.objects.filter(user=by, about=about).order_by("-id").first()
    told = {} if former is None else former.told
    opened = CalendarFeed.objects.create(user=by, about=about, key_hash=hash_of(key), made_at=now, told=told)
    audit.record(by, "calendar.opened", opened)
    return key


@transaction.atomic
def feed_close(*, by: User, feed_id: UUID) -> CalendarFeed:
    """Its address opens nothing any more."""
    feed: CalendarFeed = get_visible_or_404(CalendarFeed.objects.open(), viewer=by, id=feed_id, lock=True)
    feed.closed_at = clock.now()
    feed.save(update_fields=["closed_at"])
    audit.record(by, "calendar.closed", feed)
    return feed


@dataclass(frozen=True)
class Told:
    """A calendar as it is told now; ``body`` empty when whoever asks has it."""

    etag: str
    changed_at: dt.datetime
    body: bytes = b""


def feed_tell(*, key: str, known: str = "") -> Told:
    """What the address tells now. `known`: the validators the program sends. Http404 for an address that opens nothing; TooManyTries for a
    program that asks too often."""
    feed = CalendarFeed.objects.open().select_related("user").filter(key_hash=hash_of(key), user__is_active=True).first()
    if feed is None:
        raise Http404
    if feed.etag and feed.etag in known and feed.read_at and timezone.now() - feed.read_at < FRESH:
        return Told(feed.etag, feed.changed_at or feed.read_at)
    count_try("feed", address=str(feed.uuid))
    return _told(feed.pk, known)


@transaction.atomic
def _told(feed_id: int, known: str) -> Told:
    """One at a time for each feed, so that no two answers number a change alike."""
    feed = CalendarFeed.objects.select_for_update(of=("self",)).select_related("user").get(pk=feed_id)
    now = timezone.now()
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        entries = dates_of(feed.user, feed.about, timezone.localdate(now))
        name, words = words_of(feed)
    written, told = ical.history(entries, feed.told, now)
    etag, feed.read_at = ical.digest_of(name, words, written), now
    if feed.etag != etag:
        feed.etag, feed.changed_at, feed.told = etag, now.replace(microsecond=0), _remembered(told)
    feed.save(update_fields=["etag", "changed_at", "told", "read_at"])
    host = urlsplit(settings.BASE_URL).hostname or "filon"
    body = b"" if etag in known else ical.calendar_of(name, words, written, site=settings.BASE_URL, host=host)
    return Told(etag, feed.changed_at or now, body)


def _remembered(told: ical.Told) -> ical.Told:
    """The latest."""
    if len(told) <= REMEMBERED:
        return told
    return dict(sorted(told.items(), key=lambda item: item[1][2], reverse=True)[:REMEMBERED])
