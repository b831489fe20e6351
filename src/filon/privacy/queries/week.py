"""What the week says of personal data: demands that wait, with the day by which the law wants an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.registry import WeekItem
from filon.people.models import User
from filon.privacy.models import Demand
from filon.privacy.models.demand import TREATING, answer_by_law

WAITING = "privacy.demand"


def oldest_waiting(host: str) -> Subquery:
    """When the school was asked what waits longest for an answer, `host` being the column with its key."""
    return Subquery(Demand.objects.waiting().filter(host=OuterRef(host)).order_by("asked_at").values("asked_at")[:1])


def week_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """For those who answer, a line for each school; no query."""
    for asked_at in viewer.marks(WAITING, TREATING).values():
        answer_by = answer_by_law(asked_at)
        late = (today - answer_by).days
        yield WeekItem(
            "late" if late > 0 else "decide",
            answer_by,
            _("Answer whoever asks that her personal data be erased"),
            address("privacy:demands"),
            note=formats.days_late(late) if late > 0 else "",
        )
