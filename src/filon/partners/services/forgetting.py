"""What a partner's people changed is forgotten a year after the school has seen it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.periods import add_months
from filon.kernel.registry import Purged
from filon.partners.models import PartnerChange


def changes_purge(today: dt.date) -> Purged:
    """The audit keeps that something changed, without the words."""
    limit = clock.at(add_months(today, -12))
    changes = PartnerChange.objects.using("owner")
    removed: int = changes.filter(seen_at__lt=limit).delete()[0]
    return Purged(removed, ((_("nobody has seen it, or less than a year ago"), changes.count()),))
