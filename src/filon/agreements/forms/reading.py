"""As of which day an agreement is read, and with what was known by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.forms.fields import parse_day
from filon.agreements.queries.balance import known_by_the_end_of
from filon.kernel.errors import Refused


@dataclass(frozen=True)
class Reading:
    """`?au=` and `?su=`, each a day; a day that cannot be read is refused with its sentence."""

    as_of: dt.date
    known_on: dt.date | None

    @property
    def known_at(self) -> dt.datetime | None:
        """The end of that day; None: by now."""
        return None if self.known_on is None else known_by_the_end_of(self.known_on)

    @property
    def is_past(self) -> bool:
        """Another reading than that of today."""
        return self.as_of != timezone.localdate() or self.known_on is not None

    @property
    def query(self) -> str:
        """These days as an address says them."""
        days = {"au": self.as_of.isoformat(), "su": self.known_on.isoformat() if self.known_on else ""}
        return urlencode({name: day for name, day in days.items() if day})

    @classmethod
    def of(cls, query: QueryDict) -> Reading:
        as_of, known_on = (_asked(query.get(name, "")) for name in ("au", "su"))
        return cls(as_of or timezone.localdate(), known_on)


def _asked(text: str) -> dt.date | None:
    day = parse_day(text) if text.strip() else None
    if day is not None and not dt.date(1900, 1, 1) <= day <= dt.date(2200, 1, 1):
        raise Refused(_("No agreement is read as of %(day)s: choose a day between 1900 and 2200.") % {"day": text})
    return day
