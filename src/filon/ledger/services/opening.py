"""What every write of money starts with: the books, held by one writer at a time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from filon.kernel import clock
from filon.partners.models import LegalEntity


def today() -> dt.date:
    """The day on which something is decided; in the chapters of the demo, the day they tell of."""
    return timezone.localdate(clock.now())


def locked_books(entity_id: int) -> LegalEntity:
    """The legal entity, held until the transaction ends. Lines, matches and entries are never changed and so cannot be held themselves:
    what is summed of them stays true while their books are held."""
    return LegalEntity.objects.select_for_update(no_key=True, of=("self",)).get(pk=entity_id)
