"""A Filon that is thrown away: its own database with the demo, its files in a temporary folder, Django loaded on it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from filon.launcher import addresses, environment, postgres
from filon.launcher.place import SYSTEM_FOLDER, place_of


@contextmanager
def prepared() -> Iterator[None]:
    """On the server of DATABASE_OWNER_URL if one is given, else on a PostgreSQL of its own. Once a process: settings are read once."""
    with tempfile.TemporaryDirectory(prefix="filon-bench-") as folder:
        os.environ.update(FILON_VAR=f"{folder}/var", FILON_DEBUG="0", DJANGO_SETTINGS_MODULE="filon.site.settings")
        with _database():
            _load()
            try:
                yield
            finally:
                _disconnect()
        remove_system_folder(Path(os.environ["FILON_VAR"]))


@contextmanager
def _database() -> Iterator[None]:
    chosen = environment.read()
    if chosen.database_url is None or chosen.owner_url is None:
        with postgres.running(chosen.var):
            yield
        return
    owner, name = addresses.parse(chosen.owner_url), f"filon_bench_{os.getpid()}"
    with psycopg.connect(**owner.connection(), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            for variable, url in (("DATABASE_URL", chosen.database_url), ("DATABASE_OWNER_URL", chosen.owner_url)):
                os.environ[variable] = addresses.write(replace(addresses.parse(url), name=name))
            yield
        finally:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _load() -> None:
    """Migrations, static files, demo; and the addresses of the site with the bare page beside them."""
    import django  # noqa: PLC0415  the environment is set only now

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from filon.site.preparation import prepare  # noqa: PLC0415

    prepare()
    settings.ROOT_URLCONF = "bench.urls"


def _disconnect() -> None:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()


def remove_system_folder(var: Path) -> None:
    """As root, our own PostgreSQL keeps its data outside FILON_VAR."""
    base = place_of(var).base
    if base.parent == SYSTEM_FOLDER:
        shutil.rmtree(base, ignore_errors=True)
