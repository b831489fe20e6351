"""Sessions in the database, as Django keeps them; the look-up that every request makes is written once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from filon.kernel.prepared import Given, Prepared


class SessionStore(db.SessionStore):
    """Named in `settings.SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Session | None:
        """The session of the cookie's key while it lasts; a key that opens none is forgotten, so that none is made under it."""
        found = _LASTING(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return next(iter(found), None)


def _lasting(_reader: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=Given(CharField(), "key"), expire_date__gt=Given(DateTimeField(), "now"))


_LASTING = Prepared(_lasting)
