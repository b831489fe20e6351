"""A Filon of its own for the browser: free port, temporary FILON_VAR, the demo in a database that is thrown away at the end."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import django
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from filon.launcher import addresses, environment
from filon.launcher.place import SYSTEM_FOLDER, place_of

START_SECONDS = 180
STOP_SECONDS = 30
LOOK_EVERY = 0.25


@dataclass(frozen=True)
class Server:
    """A running Filon. `variables` is the environment that its commands need."""

    address: str
    variables: dict[str, str]
    log: Path

    def filon(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of the same installation, for instance `filon("verify")`."""
        command = [sys.executable, "-m", "filon", *words]
        return subprocess.run(command, env=self.variables, check=False, capture_output=True, text=True)


@contextmanager
def running() -> Iterator[Server]:
    """Starts everything, waits until it answers, stops it by its pid, removes what it wrote."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="filon-e2e-") as folder, _database(f"filon_e2e_{port}") as urls:
        variables = {**os.environ, **urls, "FILON_VAR": f"{folder}/var", "PORT": str(port), "FILON_BASE_URL": f"http://127.0.0.1:{port}"}
        server = Server(f"http://127.0.0.1:{port}", variables, Path(folder) / "server.log")
        try:
            with _process(server, port):
                yield server
        finally:
            _remove_system_folder(Path(variables["FILON_VAR"]))


@contextmanager
def _process(server: Server, port: int) -> Iterator[None]:
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "filon", "run"], env=server.variables, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, server, port)
            yield
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], server: Server, port: int) -> None:
    """Until the server answers. Raises RuntimeError with what it printed when it stops or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(port):
            return
        time.sleep(LOOK_EVERY)
    raise RuntimeError(f"Filon did not start:\n{server.log.read_text()}")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sante")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    """Addresses of a new database on the server of DATABASE_URL, made and dropped by its owner; nothing to say without DATABASE_URL."""
    chosen = environment.read()
    if chosen.database_url is None or chosen.owner_url is None:
        yield {}
        return
    owner = addresses.parse(chosen.owner_url)
    with psycopg.connect(make_conninfo(**owner.connection()), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            given = {"DATABASE_URL": chosen.database_url, "DATABASE_OWNER_URL": chosen.owner_url}
            yield {variable: addresses.write(replace(addresses.parse(url), name=name)) for variable, url in given.items()}
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _remove_system_folder(var: Path) -> None:
    """As root, our own PostgreSQL keeps its data outside FILON_VAR."""
    base = place_of(var).base
    if base.parent == SYSTEM_FOLDER:
        shutil.rmtree(base, ignore_errors=True)


def load_django(server: Server) -> None:
    """The addresses and the records of that server, read in this process; playwright's loop runs in it, hence the permission."""
    os.environ.update(server.variables)
    os.environ.update(DJANGO_SETTINGS_MODULE="filon.site.settings", DJANGO_ALLOW_ASYNC_UNSAFE="1")
    django.setup()
