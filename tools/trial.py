"""A Filon that is thrown away, for the browser's journeys and the benchmark: a port, a database, whether it answers, and no trace left."""

from __future__ import annotations

import http.client
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from filon.launcher import addresses, environment
from filon.launcher.place import SYSTEM_FOLDER, place_of


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str) -> bool:
    """A page is there: it says 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """The variables of a new database on the server of DATABASE_URL, made and dropped by its owner; none without DATABASE_URL, where
    Filon has its own server."""
    chosen = environment.read()
    if chosen.database_url is None or chosen.owner_url is None:
        yield {}
        return
    urls = {"DATABASE_URL": chosen.database_url, "DATABASE_OWNER_URL": chosen.owner_url}
    with closing(_connected(chosen.owner_url)) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {variable: addresses.write(replace(addresses.parse(url), name=name)) for variable, url in urls.items()}
        finally:
            for url in urls.values():
                with closing(_connected(url)) as role:
                    end_own_sessions(role, name)
            owner.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def end_own_sessions(connection: psycopg.Connection[Any], name: str) -> None:
    """Those that the role of this connection has in another database, before it is dropped: DROP … FORCE would need rights over the
    sessions of both roles, and a plain DROP sends autovacuum away by itself."""
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
        [name],
    )


def _connected(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(make_conninfo(**addresses.parse(url).connection()), autocommit=True)


def remove_system_folder(var: Path) -> None:
    """As root, our own PostgreSQL keeps its data outside FILON_VAR."""
    base = place_of(var).base
    if base.parent == SYSTEM_FOLDER:
        shutil.rmtree(base, ignore_errors=True)
