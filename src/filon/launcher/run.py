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
from filon.launcher.supervisor import Child, Supervisor, handling

HEALTH = "/sante"
HEALTHY = b"filon"


def run(environment: Environment) -> int:
    """Exit code: 0 after an orderly stop, or when Filon already answers at this address. Raises CannotStart."""
    if is_filon(environment):
        print(f"Filon already answers at {_address(environment)}")
        return 0
    _refuse_taken_port(environment)
    with ExitStack() as stack:
        stack.enter_context(handling((signal.SIGTERM, signal.SIGHUP), _interrupt))
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
        has_answered=lambda: is_filon(environment),
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


def is_filon(environment: Environment) -> bool:
    """Filon answers at this address of this machine."""
    answer = ask(environment, HEALTH)
    return answer is not None and answer[0] == http.client.OK and answer[1].strip() == HEALTHY


def ask(environment: Environment, path: str) -> tuple[int, bytes] | None:
    """Status and first bytes of what the web server of this machine answers within two seconds; None when it does not."""
    connection = http.client.HTTPConnection(environment.reached_at, environment.port, timeout=2)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read(1000)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _refuse_taken_port(environment: Environment) -> None:
    port = environment.port
    with socket.socket(socket.AF_INET6 if ":" in environment.listen else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.listen, port))
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


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Before the supervisor takes over, SIGTERM ends the preparation like Ctrl-C does."""
    raise KeyboardInterrupt
