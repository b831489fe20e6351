"""The week by mail, on Monday at seven."""

import datetime as dt

from django.utils import timezone

from filon.agenda.services import digests
from filon.kernel.tasks import task, weekly


@weekly(weekday=1, hour=7)
@task(attempts=3)
def digests_of_the_week() -> int:
    """How many people are told."""
    today = timezone.localdate()
    return digests.digests_queue(today - dt.timedelta(days=today.weekday()))


@task()
def digest_send(user_id: int, week: str) -> bool:
    return digests.digest_send(user_id, dt.date.fromisoformat(week))
