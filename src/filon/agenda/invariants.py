"""What is always true of calendars; `filon verify` proves it again."""

from django.db.models import F

from filon.agenda.models import CalendarFeed
from filon.kernel.registry import InvariantResult


def feed_keys_hashed() -> InvariantResult:
    wrong = CalendarFeed.objects.exclude(key_hash__regex=r"^[0-9a-f]{64}$")
    return InvariantResult(CalendarFeed.objects.count(), [str(feed.uuid) for feed in wrong])


def closed_feed_is_not_read() -> InvariantResult:
    late = CalendarFeed.objects.filter(closed_at__lt=F("read_at"))
    return InvariantResult(CalendarFeed.objects.count(), [str(feed.uuid) for feed in late])
