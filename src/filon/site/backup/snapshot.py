"""What the database is at one moment: everything that is read inside `taken` is of the same instant, whatever others write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.kernel.models import AuditHead, Installation, StoredFile
from filon.site.backup.manifest import Head, State

OWNER = "owner"


@dataclass(frozen=True)
class Kept:
    """A file that the database names: where it is kept, and what its content was when it came."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """`token` lets `pg_dump` look at the same instant."""

    token: str
    state: State
    files: tuple[Kept, ...]


@contextmanager
def taken() -> Iterator[Snapshot]:
    """As the owner, read only; nobody waits for it. Raises Refused where there is no Filon yet."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        token = str(cursor.fetchone()[0])
        if "kernel_storedfile" not in tables():
            raise Refused(_("There is no Filon in this database yet: there is nothing to save."))
        kept = StoredFile.objects.using(OWNER).order_by("id").values_list("path", "sha256")
        yield Snapshot(token, state(), tuple(Kept(*row) for row in kept.iterator()))


def state() -> State:
    """Read on the owner's connection: inside its transaction, if there is one."""
    return State(
        taken_at=timezone.now().isoformat(timespec="seconds"),
        server=server(),
        is_demo=Installation.objects.using(OWNER).filter(demo=True).exists(),
        migrations=migrations(),
        tables=counts(),
        heads=heads(),
    )


def server() -> int:
    """The major version of the server."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::integer / 10000")
        return int(cursor.fetchone()[0])


def tables() -> list[str]:
    """Every table that is not the server's own or an extension's, with its schema where that is not `public`."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT CASE relnamespace::regnamespace::text WHEN 'public' THEN relname ELSE relnamespace::regnamespace || '.' || relname END"
            "  FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'"
            "   AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e') ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def counts() -> dict[str, int]:
    """How many rows each table has."""
    with connections[OWNER].cursor() as cursor:
        found = {}
        for table in tables():
            cursor.execute(f"SELECT count(*) FROM {'.'.join(map(cursor.db.ops.quote_name, table.split('.')))}")  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
    return found


def heads() -> tuple[Head, ...]:
    rows = AuditHead.objects.using(OWNER).order_by("host_key").values_list("host_key", "seq", "hash")
    return tuple(Head(*row) for row in rows)


def migrations() -> tuple[str, ...]:
    """Those that this database has seen, as `app.name`."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return tuple(name for (name,) in cursor.fetchall())
