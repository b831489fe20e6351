"""What the week says of gifts: PDFs of tax receipts that could not be made. The ledger tells of instalments that are late or due, the
agreements of the promises behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.giving.models import RenderingFailure
from filon.giving.queries.receipt_sheet import failures_seen
from filon.kernel.addresses import address
from filon.kernel.formats import number
from filon.kernel.registry import WeekItem
from filon.ledger.rights import is_officer
from filon.people.models import User
from filon.people.roles import WORKING

FAILED = "giving.failures"


def has_failed(host: str) -> Exists:
    """The PDF of a receipt of the school could not be made, `host` being the column with its key."""
    return Exists(RenderingFailure.objects.filter(receipt__host=OuterRef(host)))


def week_items(viewer: User, today: dt.date) -> Iterator[WeekItem]:
    """For those who work on the school's gifts, and the officers of a foundation: one line, however many there are. No query of a member
    unless there is one."""
    if not (viewer.marks(FAILED, WORKING) or is_officer(viewer)):
        return
    count = failures_seen(viewer).count()
    if count:
        words = ngettext("PDF of %(count)s tax receipt could not be made", "PDFs of %(count)s tax receipts could not be made", count)
        again = _("tried again by itself; number and amount stand")
        yield WeekItem("late", today, words % {"count": number(count)}, address("giving:receipts"), note=again)
