"""A Filon to break: its own folder, its own PostgreSQL, a school with its director, and the processes that a drill kills."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg

from filon.launcher import postgres
from filon.launcher.place import SYSTEM_FOLDER, Place, place_of

ROOT = Path(__file__).resolve().parent.parent
NOT_HANDED_ON = ("DATABASE_URL", "DATABASE_OWNER_URL", "EMAIL_URL", "FILES_URL", "PORT", "DJANGO_SETTINGS_MODULE")
"""Beside everything of ours: a drill never works on the operator's own data."""
DIRECTOR = "direction@ecole.example"
SECONDS_TO_START, SECONDS_TO_STOP = 60.0, 20.0
SEALING_SECONDS = 60.0


class DrillFailed(Exception):  # noqa: N818  a sentence for whoever runs the drill
    """The drill could not be carried out; the message says why."""


@dataclass
class Process:
    """One command of Filon, in a process group of its own with whatever it starts."""

    popen: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """As the system does when memory is short: nobody is asked."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self) -> int:
        """Asks, waits, and says the exit code; raises DrillFailed when it does not listen."""
        with suppress(ProcessLookupError):
            os.kill(self.popen.pid, signal.SIGTERM)
        try:
            return self.popen.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            raise DrillFailed(f"{self.popen.args!r} did not stop within {SECONDS_TO_STOP:.0f} seconds:\n{self.said()}") from None

    @property
    def is_alive(self) -> bool:
        return self.popen.poll() is None

    def said(self) -> str:
        """The last lines it wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


@dataclass
class House:
    """Where it is and how it is run."""

    folder: Path
    port: int
    variables: dict[str, str]
    link: str = ""
    """With which the director of its school signs in, once, within fifteen minutes."""
    python: str = sys.executable
    """Which Filon: that of this environment, unless a drill installs others."""
    processes: list[Process] = field(default_factory=list)

    @property
    def var(self) -> Path:
        return Path(self.variables["FILON_VAR"])

    @property
    def place(self) -> Place:
        return place_of(self.var)

    def command(self, *words: str, code: int | None = 0, **variables: str) -> str:
        """Runs `filon …` to its end and says what it printed. Raises DrillFailed when it ends with another code; None takes any."""
        done = subprocess.run(
            [self.python, "-m", "filon", *words],
            env={**self.variables, **variables},
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if code is not None and done.returncode != code:
            raise DrillFailed(f"filon {' '.join(words)} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout + done.stderr

    def start(self, *words: str, **variables: str) -> Process:
        """Starts `filon …`; everything it says goes to a file."""
        log = self.folder / f"{len(self.processes)}-{words[0]}.log"
        with log.open("wb") as out:
            process = Process(self._popen(words, variables, out), log)
        self.processes.append(process)
        return process

    def _popen(self, words: tuple[str, ...], variables: Mapping[str, str], out: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self.python, "-m", "filon", *words],
            env={**self.variables, **variables},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )

    def wait_until_it_answers(self, process: Process) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if not process.is_alive or time.monotonic() > deadline:
                raise DrillFailed(f"Filon does not answer on port {self.port}:\n{process.said()}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """The web server answers; that somebody listens is not enough, for the door is open before there is a server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/sante")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, read as its owner."""
        with psycopg.connect(**self.place.owner().connection()) as connection:  # type: ignore[arg-type]
            return connection.execute(query, values or None).fetchall()  # type: ignore[arg-type]

    def value(self, query: str, *values: Any) -> Any:
        return self.rows(query, *values)[0][0]

    def seal(self) -> None:
        """A worker runs until every event is sealed and no task waits for its turn."""
        worker = self.start("worker")
        deadline = time.monotonic() + SEALING_SECONDS
        while self.value("SELECT count(*) FROM kernel_auditevent e LEFT JOIN kernel_auditseal s ON s.event_id = e.id WHERE s IS NULL"):
            if time.monotonic() > deadline or not worker.is_alive:
                raise DrillFailed(f"The audit is not sealed after {SEALING_SECONDS:.0f} seconds:\n{worker.said()}")
            time.sleep(0.1)
        worker.stop()

    def violations(self) -> list[str]:
        """What `filon verify` finds."""
        lines = self.command("verify", "--full", code=None).splitlines()
        if not any(line.startswith("✓") for line in lines):
            raise DrillFailed("filon verify proved nothing:\n" + "\n".join(lines[-20:]))
        return [line for line in lines if line.startswith("✗")]


@contextmanager
def opened(*, holds_database: bool = True, furnishing: Callable[[House], None] | None = None, **variables: str) -> Iterator[House]:
    """A house with one school, or as `furnishing` leaves it. Unless told otherwise the drill itself keeps PostgreSQL running."""
    with tempfile.TemporaryDirectory(prefix="filon-drill-") as folder:
        house = House(Path(folder), free_port(), {})
        house.variables = {**_environment(), "FILON_VAR": f"{folder}/var", "PORT": str(house.port), "FILON_WORKERS": "1", **variables}
        try:
            with postgres.running(house.var) if holds_database else _nothing():
                (furnishing or furnish)(house)
                yield house
                end(house)
        finally:
            end(house)
            remove(house)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def end(house: House) -> None:
    """No process of the house is left."""
    for process in house.processes:
        process.kill()


def remove(house: House) -> None:
    """Stops PostgreSQL, whatever happened to it, and removes what it keeps outside the folder of the house."""
    postgres.stop(house.var)
    for folder in (house.place.base, house.place.socket):
        if folder.is_relative_to(SYSTEM_FOLDER) or not folder.is_relative_to(house.folder):
            shutil.rmtree(folder, ignore_errors=True)


def furnish(house: House) -> None:
    """As an operator does it: migrate, open a school, gather what is served as it is."""
    house.command("migrate")
    said = house.command("host", "add", "École du Gardon", "--director", DIRECTOR, "--name", "Anne Roux")
    found = re.search(r"http://\S+", said)
    if found is None:
        raise DrillFailed(f"filon host add gave no link:\n{said}")
    house.link = found.group()
    house.command("prepare")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("FILON_") and name not in NOT_HANDED_ON}
