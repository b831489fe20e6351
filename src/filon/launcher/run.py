"""`filon run`: everything on one machine, from an empty folder to a page that answers."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

from filon.launcher import postgres
from filon.launcher.environment import Environment
from filon.launcher.errors import CannotStart
from filon.launcher.keeper import Keeper
from filon.launcher.supervisor import Child, Supervisor

HEALTH = "/sante"
HEALTHY = b"filon"


def run(environment: Environment) -> int:
    """Exit code: 0 after an orderly stop, or when Filon already answers at this address. Raises CannotStart."""
    if _is_filon(environment.port):
        print(f"Filon already answers at {_address(environment)}")
        return 0
    _refuse_taken_port(environment.port)
    with ExitStack() as stack:
        stack.enter_context(_stop_signals_raise())
        stack.enter_context(_only_one(environment))
        if environment.database_url is None:
            stack.enter_context(postgres.running(environment.var))
        _prepare()
        _supervise(environment)
    return 0


def _supervise(environment: Environment) -> None:
    children = [Child(name, _filon(word)) for name, word in (("web", "serve"), ("worker", "worker"))]
    look_after = Keeper(environment.var).look if environment.database_url is None else _nothing
    Supervisor(children, look_after).run(
        has_answered=lambda: _is_filon(environment.port),
        on_answer=lambda: print(f"Filon answers at {_address(environment)}  (Ctrl-C stops it)", flush=True),
    )


def _nothing() -> None:
    """A database that was given is looked after by its own people."""


def _filon(word: str) -> list[str]:
    return [sys.executable, "-m", "filon", word]


def _prepare() -> None:
    """Migrations, rights, static files and, in an empty database, the demo: in a process of its own, so that this one stays small."""
    done = subprocess.run(_filon("prepare"), check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise CannotStart("Filon is not ready to start: the reason stands above.")


def _address(environment: Environment) -> str:
    return environment.base_url


def _is_filon(port: int) -> bool:
    """Filon answers on this port of this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", HEALTH)
        response = connection.getresponse()
        return response.status == http.client.OK and response.read(100).strip() == HEALTHY
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CannotStart(f"Port {port} is reserved to the system: choose another, for instance PORT=8000.") from error
        except OSError as error:
            raise CannotStart(
                f"Another program uses port {port}: stop it, or choose another port, for instance PORT={port + 1}."
            ) from error


@contextmanager
def _only_one(environment: Environment) -> Iterator[None]:
    """One supervisor for a FILON_VAR; the lock goes with the process, whatever happens to it."""
    environment.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(environment.var / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(f"Filon is already running, or starting, in {environment.var}: {lock.read().strip()}") from error
        lock.seek(0)
        lock.truncate()
        lock.write(_address(environment))
        lock.flush()
        yield


@contextmanager
def _stop_signals_raise() -> Iterator[None]:
    """Before the supervisor takes over, SIGTERM ends the preparation like Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
