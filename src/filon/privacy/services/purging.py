"""The purge: every class that has an end, in one transaction of the owner; a trial is the same purge, undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from filon.kernel import audit
from filon.kernel.appendonly import maintenance
from filon.kernel.erasing import deleted
from filon.kernel.periods import add_months
from filon.kernel.registry import Purge, Purged, all_of
from filon.privacy.models import Demand, PurgeLine, PurgeRun


@dataclass(frozen=True)
class ClassPurged:
    """What the purge did, or would do, of a class."""

    code: str
    purged: Purged

    @property
    def kept(self) -> int:
        return sum(count for _reason, count in self.purged.kept)


class _UndoneError(Exception):
    """A trial is over."""


def purge_try(today: dt.date) -> list[ClassPurged]:
    """What `purge` would do on that day; nothing stays of it."""
    found: list[ClassPurged] = []
    try:
        with maintenance():
            found = _purged(today)
            raise _UndoneError
    except _UndoneError:
        return found


def purge(today: dt.date) -> list[ClassPurged]:
    """Removes what the register says to remove, and tells it: the run in the report, and an event of the audit."""
    with maintenance():
        done = _purged(today)
    with transaction.atomic():
        run = PurgeRun.objects.create(day=today)
        PurgeLine.objects.bulk_create(_line(run, one) for one in done)
        audit.record(None, "privacy.purged", run, removed={one.code: one.purged.removed for one in done if one.purged.removed})
    return done


def _purged(today: dt.date) -> list[ClassPurged]:
    return [ClassPurged(one.code, one.run(today)) for one in all_of(Purge)]


def _line(run: PurgeRun, one: ClassPurged) -> PurgeLine:
    with translation.override("en"):  # sentences are English message ids
        reasons = [(str(why), count) for why, count in one.purged.kept]
    return PurgeLine(run=run, code=one.code, removed=one.purged.removed, kept=one.kept, reasons=reasons)


DEMAND_YEARS = 5


def demands_purge(today: dt.date) -> Purged:
    demands = Demand.objects.using("owner")
    removed = deleted(demands.filter(answered_at__date__lt=add_months(today, -12 * DEMAND_YEARS)))
    return Purged(removed, ((_("waiting, or answered less than five years ago"), demands.count()),))
