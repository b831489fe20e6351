"""Rows that no audit event has taken along yet (`filon.kernel.noted`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unnoted() -> Iterator[set[str]]:
    """The tables that got a row inside without an event after it; what stood before is left out."""
    tables: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('filon.noted', '', true)")
        yield tables
        cursor.execute("SELECT current_setting('filon.noted', true)")
        tables |= {row["table"] for row in json.loads(cursor.fetchone()[0] or "[]")}
