"""Addresses of calendars that were closed go after a year, weeks told by mail after three months."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from filon.agenda.models import CalendarFeed, Digest
from filon.kernel.registry import Purged

KEPT = dt.timedelta(days=365)


def feeds_purge(today: dt.date) -> Purged:
    feeds = CalendarFeed.objects.using("owner")
    removed = feeds.filter(closed_at__date__lt=today - KEPT).delete()[0]
    return Purged(removed, ((_("open, or closed less than a year ago"), feeds.count()),))


TOLD = dt.timedelta(days=92)


def digests_purge(today: dt.date) -> Purged:
    digests = Digest.objects.using("owner")
    removed = digests.filter(week__lt=today - TOLD).delete()[0]
    return Purged(removed, ((_("told less than three months ago"), digests.count()),))
