"""Lines hold what the file says of people: once an import is thirty days old they are forgotten."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.models import Import, ImportRow, ImportState
from filon.kernel.registry import Purged

KEPT = dt.timedelta(days=30)


def lines_purge(today: dt.date) -> Purged:
    """The import, its figures and its audit stay; one that was left alone for so long is given up, one being written is waited for."""
    limit = clock.at(today - KEPT)
    old = Import.objects.using("owner").filter(created_at__lt=limit)
    left_alone = old.filter(state__in=(ImportState.MAPPING, ImportState.PREVIEW))
    left_alone.update(state=ImportState.GIVEN_UP, finished_at=timezone.now())
    rows = ImportRow.objects.using("owner")
    removed: int = rows.filter(batch__in=old.exclude(state=ImportState.WRITING)).delete()[0]
    return Purged(removed, ((_("the file came less than thirty days ago"), rows.count()),))
