"""Makes the database of the suite and cleans it after a test that commits.

A template, named after a digest of whatever shapes the schema, is migrated once; each worker, each run copies it in an instant.
"""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from tools.trial import end_own_sessions

from filon.launcher.addresses import Address
from filon.site.preparation import migrate

MAINTENANCE = "postgres"
"""A database that every server has, for what is said of another one."""
MAKING_TEMPLATES = 724_513
"""Key of the advisory lock under which one process at a time migrates a template."""
SHAPES_THE_SCHEMA = ("migrations/*.py", "models.py", "models/*.py", "apps.py", "appendonly.py", "preparation.py")


def connect(server: dict[str, Any], name: str | None = None) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of the owner, each statement by itself, outside Django's guards of a test."""
    address = Address(
        name=name or server["NAME"],
        user=server["USER"],
        password=server["PASSWORD"],
        host=server["HOST"],
        port=str(server["PORT"]),
        options=tuple(server["OPTIONS"].items()),
    )
    return psycopg.connect(**address.connection(), autocommit=True)  # type: ignore[arg-type]


def create(server: dict[str, Any], name: str) -> None:
    """An empty, migrated database with the rights of the application."""
    template = f"filon_template_{_digest()}"
    with closing(connect(server)) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MAKING_TEMPLATES])
        if not _exists(connection, template):
            _drop_former_templates(connection)
            _make_template(connection, template)
        _drop(connection, name)
        _run(connection, "CREATE DATABASE {} TEMPLATE {}", name, template)
        _run(connection, "ALTER DATABASE {} SET synchronous_commit = off", name)  # nothing here outlives the run


def drop(server: dict[str, Any], name: str) -> None:
    with closing(connect(server)) as connection:
        _drop(connection, name)


def _make_template(connection: psycopg.Connection[tuple[Any, ...]], template: str) -> None:
    """Under another name until it is whole: a run that dies half-way leaves no template behind."""
    unfinished = f"{template}_unfinished"
    _drop(connection, unfinished)
    _run(connection, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", unfinished)
    owner = connections["owner"]
    owner.close()
    named, owner.settings_dict["NAME"] = owner.settings_dict["NAME"], unfinished
    migrate()
    owner.close()
    owner.settings_dict["NAME"] = named
    _run(connection, "ALTER DATABASE {} RENAME TO {}", unfinished, template)


def _drop_former_templates(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Templates of another state of the code that nobody is copying."""
    former = connection.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'filon\\_template\\_%' AND pg_has_role(datdba, 'member')"
    )
    for (name,) in former.fetchall():
        _drop(connection, name)


def _exists(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """What a killed run or a thread of a test left open, each role ends for itself."""
    if not _exists(connection, name):
        return
    for alias in ("owner", "default"):
        with closing(connect(settings.DATABASES[alias], MAINTENANCE)) as own:
            end_own_sessions(own, name)
    _run(connection, "DROP DATABASE IF EXISTS {}", name)


def _run(connection: psycopg.Connection[tuple[Any, ...]], statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def _digest() -> str:
    """Of every file that shapes the schema, and of the packages that bring migrations."""
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    files = {path for pattern in SHAPES_THE_SCHEMA for path in (root / "src/filon").rglob(pattern)}
    for path in sorted(files | set((root / "requirements").glob("*.txt"))):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    digest.update(repr((settings.INSTALLED_APPS, settings.DATABASES["default"]["USER"])).encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Reference:
    """The rows that migrations bring (kinds, content types…), put back after a test that commits."""

    connection: psycopg.Connection[tuple[Any, ...]]
    tables: tuple[str, ...]
    copied: tuple[str, ...]

    @classmethod
    def read(cls, name: str) -> Self:
        """Copies every table that is not empty into the schema `reference`; `django_migrations` is left alone."""
        connection = connect(settings.DATABASES["owner"], name)
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'")
        tables = tuple(sorted(table for (table,) in found.fetchall()))
        connection.execute("CREATE SCHEMA reference")
        copied = tuple(_not_empty(connection, tables))
        for table in copied:
            _run(connection, "CREATE TABLE {}.{} AS TABLE public.{}", "reference", table, table)
        return cls(connection=connection, tables=tables, copied=copied)

    def restore(self) -> None:
        """Back to the rows of the migrations, in one transaction, as the owner with maintenance on."""
        dirty = _not_empty(self.connection, tuple(table for table in self.tables if table not in self.copied))
        truncated = sql.SQL(", ").join(sql.Identifier("public", table) for table in (*dirty, *self.copied))
        with self.connection.transaction():
            self.connection.execute("SET LOCAL filon.maintenance = 'on'")
            if dirty or self.copied:
                self.connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(truncated))
            for table in self.copied:
                columns = sql.SQL(", ").join(map(sql.Identifier, self._columns(table)))
                statement = sql.SQL("INSERT INTO public.{0} ({1}) SELECT {1} FROM reference.{0}")
                self.connection.execute(statement.format(sql.Identifier(table), columns))

    def _columns(self, table: str) -> list[str]:
        """Without the generated ones, which refuse a value."""
        rows = self.connection.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in rows.fetchall()]


def _not_empty(connection: psycopg.Connection[tuple[Any, ...]], tables: tuple[str, ...]) -> list[str]:
    """Those of the tables that have a row; one query for all."""
    if not tables:
        return []
    each = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(table), sql.Identifier("public", table)) for table in tables
    ]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(each)).fetchall()]
