"""`filon run`: everything on one machine, from an empty folder to a page that answers."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import IO

from filon.launcher import postgres
from filon.launcher.door import open_door
from filon.launcher.environment import Environment
from filon.launcher.errors import CannotStart
from filon.launcher.keeper import Keeper
from filon.launcher.supervisor import Child, Supervisor, handling

HEALTH = "/sante"
HEALTHY = b"filon"
LOCK = "run.lock"
SECONDS_TO_RENEW = 600.0
"""Migrations included."""


@dataclass
class Slip:
    """What stands in the lock of a running Filon: its address, its process, how often the code on the disk was to take over, and did."""

    lock: IO[str]
    address: str
    tried: int = 0
    done: int = 0

    def note(self, is_renewed: bool | None) -> None:
        """After a renewal, whether it succeeded; None at the start."""
        self.tried += is_renewed is not None
        self.done += bool(is_renewed)
        text = f"{self.address}\n{os.getpid()}\n{self.tried}\n{self.done}\n".encode()
        os.pwrite(self.lock.fileno(), text, 0)  # over the former, never emptied first: whoever reads it now finds one or the other
        os.ftruncate(self.lock.fileno(), len(text))


def run(environment: Environment) -> int:
    """Exit code: 0 after an orderly stop, or when Filon already answers at this address. Raises CannotStart."""
    if is_filon(environment):
        print(f"Filon already answers at {_address(environment)}")
        return 0
    with ExitStack() as stack:
        door = stack.enter_context(open_door(environment.listen, environment.port))
        stack.enter_context(handling((signal.SIGTERM, signal.SIGHUP), _interrupt))
        slip = stack.enter_context(_only_one(environment))
        if environment.database_url is None:
            stack.enter_context(postgres.running(environment.var))
        _prepare()
        _supervise(environment, door, slip)
    return 0


def renew(environment: Environment) -> None:
    """Asks the Filon that runs here to let the code on the disk take over, and waits until it has. Raises CannotStart."""
    pid, tried, done = _slip_of(environment)
    os.kill(pid, signal.SIGUSR1)
    deadline = time.monotonic() + SECONDS_TO_RENEW
    while time.monotonic() < deadline:
        time.sleep(0.1)
        _pid, now_tried, now_done = _slip_of(environment)
        if now_done > done:
            return
        if now_tried > tried:
            raise CannotStart("The code on the disk did not take over and the former one goes on: read the messages of `filon run`.")
    raise CannotStart(f"The code on the disk did not take over within {SECONDS_TO_RENEW:.0f} seconds: read the messages of `filon run`.")


def _slip_of(environment: Environment) -> tuple[int, int, int]:
    """Process, renewals tried, renewals done. Raises CannotStart when nothing runs here."""
    absent = f"No `filon run` is at work in {environment.var}: there is nothing to renew. Services of their own are restarted one by one."
    try:
        with (environment.var / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError as error:
        raise CannotStart(absent) from error
    except BlockingIOError:
        _address_there, *numbers = (environment.var / LOCK).read_text().splitlines()[:4] or [""]
        if len(numbers) < 3:
            raise CannotStart(f"Filon is just starting in {environment.var}: wait until it answers, then ask again.") from None
        pid, tried, done = map(int, numbers)
        return pid, tried, done
    raise CannotStart(absent)


def _supervise(environment: Environment, door: socket.socket, slip: Slip) -> None:
    web = [*_filon("serve"), "--socket", str(door.fileno())]
    children = [
        Child("web", web, kept_open=(door.fileno(),), processes=environment.web_processes),
        Child("worker", _filon("worker")),
    ]
    look_after = Keeper(environment.var).look if environment.database_url is None else _nothing
    Supervisor(children, look_after, prepare=_prepare, on_renewal=slip.note).run(
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


@contextmanager
def _only_one(environment: Environment) -> Iterator[Slip]:
    """One supervisor for a FILON_VAR; the lock goes with the process, whatever happens to it."""
    environment.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(environment.var / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(f"Filon is already running, or starting, in {environment.var}: {lock.readline().strip()}") from error
        slip = Slip(lock, _address(environment))
        slip.note(None)
        yield slip


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Before the supervisor takes over, SIGTERM ends the preparation like Ctrl-C does."""
    raise KeyboardInterrupt
