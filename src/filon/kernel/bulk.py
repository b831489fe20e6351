"""Writing by the million: what is kept row by row (indexes, foreign keys) is set aside, and made and proved again at once at the end.

For a load that fills an empty installation, in one transaction of the owner. Triggers, checks and primary keys stay: what is append-only or
frozen refuses here what it refuses everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

FOREIGN_KEYS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY oid"
UNIQUE = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE conrelid = %s::regclass AND contype = 'u'
       AND NOT EXISTS (SELECT FROM pg_constraint AS pointing WHERE pointing.conindid = pg_constraint.conindid AND pointing.contype = 'f')
     ORDER BY oid"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
     WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
     ORDER BY indexrelid"""


@dataclass(frozen=True)
class _SetAside:
    """What makes it go, and what makes it again."""

    drop: str
    make: str


@contextmanager
def set_aside(models: Sequence[type[Model]]) -> Iterator[None]:
    """Inside, the tables of these models have neither foreign keys nor indexes but their primary key. Afterwards they have the same again,
    under the same names, and every row was checked. Call it in a transaction of the owner; no check may be waiting there."""
    with connection.cursor() as cursor:
        found = [one for model in models for one in _found(cursor, model._meta.db_table)]
        for one in found:
            cursor.execute(one.drop)
    yield
    with connection.cursor() as cursor:
        for one in reversed(found):
            cursor.execute(one.make)


def _found(cursor: CursorWrapper, table: str) -> list[_SetAside]:
    """Foreign keys first: they are made last, once there are indexes."""
    quoted = cursor.db.ops.quote_name
    kept = []
    for query in (FOREIGN_KEYS, UNIQUE):
        cursor.execute(query, [table])
        for name, definition in cursor.fetchall():
            made = f"ALTER TABLE {quoted(table)} ADD CONSTRAINT {quoted(name)} {definition}"
            kept.append(_SetAside(f"ALTER TABLE {quoted(table)} DROP CONSTRAINT {quoted(name)}", made))
    cursor.execute(INDEXES, [table])
    return [*kept, *(_SetAside(f"DROP INDEX {name}", definition) for name, definition in cursor.fetchall())]


def last_key(model: type[Model]) -> int:
    """The greatest key of the table, 0 when it is empty."""
    return int(model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0)


def continue_keys(models: Sequence[type[Model]]) -> None:
    """Keys were given by hand: the next one the database gives comes after them."""
    with connection.cursor() as cursor:
        for model in models:
            table = cursor.db.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}")  # noqa: S608


@dataclass(frozen=True)
class Manifest:
    """How many objects were written, and the sha256 of their UUIDs, one a line, in the order of the tables and keys."""

    count: int
    sha256: str


def manifest_since(last_keys: dict[type[Model], int]) -> Manifest:
    """Of the rows behind these keys, as the database streams them: nothing is held in memory."""
    digest, count = hashlib.sha256(), 0
    with connection.cursor() as cursor:
        for model, last in last_keys.items():
            table = cursor.db.ops.quote_name(model._meta.db_table)
            statement = f"COPY (SELECT uuid FROM {table} WHERE id > {int(last)} ORDER BY id) TO STDOUT"  # noqa: S608  keys of ours
            with cursor.copy(statement) as lines:
                for block in lines:
                    digest.update(block)
                    count += bytes(block).count(b"\n")
    return Manifest(count, digest.hexdigest())
