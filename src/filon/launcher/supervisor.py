"""Keeps the processes of Filon alive: starts them, restarts the one that dies, stops them all.

Each child leads its own process group, so that Ctrl-C at the terminal reaches the supervisor alone, which then stops the rest in order.
On Linux the kernel tells a child when its supervisor dies, however it dies.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from filon.launcher.errors import CannotStart

FIRST_PAUSE = 0.5
"""seconds before a child that died is started again; doubles each time."""
LONGEST_PAUSE = 15.0
QUIET_SECONDS = 60.0
"""a child that lived this long is healthy: its former deaths are forgotten."""
MOST_DEATHS = 6
STOP_SECONDS = 15.0
LOOK_EVERY = 0.2
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process to keep alive; `deaths` counts those that followed closely."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        self.started_at = time.monotonic()
        # Between fork and exec only prctl runs: the supervisor has no thread.
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            env=self.environment,
            process_group=0,
            preexec_fn=_end_with_parent,  # noqa: PLW1509
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tell(self, number: signal.Signals) -> None:
        """Sends a signal to the child and whatever it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


@dataclass
class Supervisor:
    """Runs children until it is told to stop (Ctrl-C, SIGTERM, SIGHUP)."""

    children: list[Child]
    look_after: Callable[[], None] = lambda: None
    """What else is kept alive, looked at as often as the children; raises nothing."""
    is_stopping: bool = field(default=False, init=False)

    def run(self, *, has_answered: Callable[[], bool], on_answer: Callable[[], None], seconds_to_answer: float = 60.0) -> None:
        """Returns after an orderly stop. Raises CannotStart when a child keeps dying or nothing answers; everything is stopped then too."""
        with handling((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), self._ask_to_stop):
            try:
                for child in self.children:
                    child.start()
                self._until_answer(has_answered, seconds_to_answer)
                if not self.is_stopping:
                    on_answer()
                while not self.is_stopping:
                    self._look()
            finally:
                self._stop_all()

    def _until_answer(self, has_answered: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self.is_stopping and not has_answered():
            if time.monotonic() > deadline:
                raise CannotStart(f"The web server did not answer within {seconds:.0f} seconds: read the messages above.")
            self._look()

    def _look(self) -> None:
        """One look at every child, and at what they live on, then a short pause."""
        self.look_after()
        for child in self.children:
            if not child.is_alive():
                self._revive(child)
        time.sleep(LOOK_EVERY)

    def _revive(self, child: Child) -> None:
        """Starts a dead child again after a pause that grows; gives up on one that keeps dying."""
        now = time.monotonic()
        if child.process is not None:
            child.deaths = 1 if now - child.started_at > QUIET_SECONDS else child.deaths + 1
            code = child.process.returncode
            if child.deaths >= MOST_DEATHS:
                raise CannotStart(f"“{child.name}” stopped {child.deaths} times in a row (exit code {code}): read its messages above.")
            pause = min(FIRST_PAUSE * 2 ** (child.deaths - 1), LONGEST_PAUSE)
            print(f"“{child.name}” stopped (exit code {code}); it starts again in {pause:g} s.", file=sys.stderr)
            child.tell(signal.SIGTERM)
            child.process, child.start_again_at = None, now + pause
        elif now >= child.start_again_at:
            child.start()

    def _stop_all(self) -> None:
        """All are asked first, then waited for together; who does not listen is killed."""
        for child in self.children:
            child.tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.is_alive() for child in self.children) and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY / 2)
        for child in self.children:
            child.tell(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Only a flag: the loop stops what runs."""
        self.is_stopping = True


@contextmanager
def handling(numbers: Iterable[signal.Signals], handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """These signals go to the handler; what was there before comes back at the end."""
    former = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, before in former.items():
            signal.signal(number, before)


def _end_with_parent() -> None:
    """Linux sends SIGTERM to this process when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
