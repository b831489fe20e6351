"""The limits of a web process: what it lends to requests, and for how long."""

from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from filon.kernel.operations.gate import Gate
from filon.kernel.operations.limits import Limits
from filon.site.middleware import OUTSIDE_DJANGO

PLACES = 4
"""Requests at work in one process: while one waits for the database another runs. Each holds one connection."""
ROOM = 60
"""Requests that wait in one process; a hundred short pages a second leave it in less than one."""
PATIENCE = 5.0
"""Seconds: who waits longer for a page is gone already."""
THREADS = PLACES + ROOM


def limited(application: WSGIHandler) -> Limits:
    """The site behind its gate, on a pool of as many connections as there are places."""
    lend_connections(settings.DATABASES["default"], seconds=settings.REQUEST_SECONDS)
    gate = Gate(places=PLACES, room=ROOM, patience=PATIENCE)
    return Limits(application, gate, seconds=settings.REQUEST_SECONDS, headers=OUTSIDE_DJANGO)


def lend_connections(database: dict[str, Any], *, seconds: int) -> None:
    """One statement takes at most as long as a request may; connections come from a pool, checked before they are lent."""
    options = database["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c statement_timeout={seconds}s".strip()
    options["pool"] = {"min_size": 1, "max_size": PLACES, "timeout": PATIENCE, "max_idle": 300.0}
    database["CONN_MAX_AGE"] = 0
