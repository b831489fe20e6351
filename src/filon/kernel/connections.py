"""What every new connection to the database learns: to read moments in one call.

psycopg's own reading in Python, which Django extends, cuts each by a pattern; an agreement holds thousands of them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.backends.signals import connection_created
from psycopg.postgres import types
from psycopg.types.datetime import TimestamptzLoader


class Moments(TimestamptzLoader):
    """`2026-11-22 18:54:41.244454+00`; what Python cannot read is left to psycopg, which says why."""

    timezone = dt.UTC
    """Read by Django before each cursor: the zone of the connection."""

    def load(self, data: Any) -> dt.datetime:
        try:
            return dt.datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            return super().load(data).replace(tzinfo=self.timezone)


def declare() -> None:
    connection_created.connect(read_moments, dispatch_uid="filon.kernel.connections")


def read_moments(connection: Any, **_signal: Any) -> None:
    """Unless the connection is set to another zone."""
    if connection.timezone == Moments.timezone:
        connection.connection.adapters.register_loader(types["timestamptz"].oid, Moments)
