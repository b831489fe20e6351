"""The week by mail, on Monday at seven; dates that come near, each day."""

import datetime as dt

from django.utils import timezone

from filon.agenda.services import digests, due
from filon.kernel.tasks import daily, task, weekly


@weekly(weekday=1, hour=7)
@task(attempts=3)
def digests_of_the_week() -> int:
    """How many people are told."""
    today = timezone.localdate()
    return digests.digests_queue(today - dt.timedelta(days=today.weekday()))


@task()
def digest_send(user_id: int, week: str) -> bool:
    return digests.digest_send(user_id, dt.date.fromisoformat(week))


@daily(hour=7)
@task(attempts=3)
def dates_of_the_day() -> int:
    """How many people who asked for it may be told what falls due in three days."""
    return due.due_queue(timezone.localdate())


@task()
def due_send(user_id: int, today: str) -> bool:
    return due.due_send(user_id, dt.date.fromisoformat(today))
