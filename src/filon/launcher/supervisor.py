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

from filon.launcher import readiness
from filon.launcher.errors import CannotStart

FIRST_PAUSE = 0.5
"""seconds before a child that died is started again; doubles each time."""
LONGEST_PAUSE = 15.0
QUIET_SECONDS = 60.0
"""a child that lived this long is healthy: its former deaths are forgotten."""
MOST_DEATHS = 6
STOP_SECONDS = 15.0
SECONDS_TO_BE_READY = 120.0
SECONDS_TO_LEAVE = 660.0
"""The longest request, or the task at hand."""
LOOK_EVERY = 0.2
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process to keep alive; `deaths` counts those that followed closely."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    kept_open: tuple[int, ...] = ()
    """Descriptors that it inherits."""
    processes: int = 1
    """Of it, those that tell when they are ready."""
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    deaths: int = 0

    def start(self, *, telling: int | None = None) -> None:
        """`telling`: the descriptor into which it tells that it is ready."""
        told = {} if telling is None else {readiness.VARIABLE: str(telling)}
        self.started_at = time.monotonic()
        # Between fork and exec only prctl runs: the supervisor has no thread.
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            env={**(self.environment or os.environ), **told},
            pass_fds=self.kept_open if telling is None else (*self.kept_open, telling),
            process_group=0,
            preexec_fn=_end_with_parent,  # noqa: PLW1509
        )

    def replace(self, *, is_over: Callable[[], bool]) -> subprocess.Popen[bytes] | None:
        """Starts another process beside the one at work, which is asked to finish once the other is ready, and returned. Raises CannotStart
        when it does not become ready: then nothing has changed."""
        former, since = self.process, self.started_at
        reader, writer = os.pipe()
        try:
            self.start(telling=writer)
            os.close(writer)
            if not readiness.wait_for(self.processes, reader, seconds=SECONDS_TO_BE_READY, is_over=is_over):
                self.tell(signal.SIGKILL)
                self.process, self.started_at = former, since
                raise CannotStart(f"The new “{self.name}” did not become ready, and the former one goes on: read its messages above.")
        finally:
            os.close(reader)
        self.deaths = 0
        if former is not None:
            with suppress(ProcessLookupError):
                os.kill(former.pid, signal.SIGTERM)
        return former

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
    prepare: Callable[[], None] = lambda: None
    """What comes before another code takes over; raises CannotStart."""
    on_renewal: Callable[[bool], None] = lambda _is_renewed: None
    is_stopping: bool = field(default=False, init=False)
    is_to_renew: bool = field(default=False, init=False)
    leaving: dict[subprocess.Popen[bytes], float] = field(default_factory=dict, init=False)
    """Former processes that finish what they have begun, and until when they may."""

    def run(self, *, has_answered: Callable[[], bool], on_answer: Callable[[], None], seconds_to_answer: float = 60.0) -> None:
        """Returns after an orderly stop. Raises CannotStart when a child keeps dying or nothing answers; everything is stopped then too."""
        stops = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        with handling(stops, self._ask_to_stop), handling((signal.SIGUSR1,), self._ask_to_renew):
            try:
                for child in self.children:
                    child.start()
                self._until_answer(has_answered, seconds_to_answer)
                if not self.is_stopping:
                    on_answer()
                while not self.is_stopping:
                    self._look()
                    if self.is_to_renew:
                        self._renew()
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
        self._see_off()
        time.sleep(LOOK_EVERY)

    def _renew(self) -> None:
        """The code that is on the disk now takes over, one child after the other. Where it cannot, the former one goes on."""
        self.is_to_renew, is_renewed = False, False
        try:
            self.prepare()
            for child in self.children:
                former = child.replace(is_over=lambda: self.is_stopping)
                if former is not None:
                    self.leaving[former] = time.monotonic() + SECONDS_TO_LEAVE
            is_renewed = True
        except CannotStart as refusal:
            print(refusal, file=sys.stderr)
        self.on_renewal(is_renewed)

    def _see_off(self) -> None:
        """Who has finished is forgotten; who does not is killed."""
        for former, deadline in list(self.leaving.items()):
            if former.poll() is None and time.monotonic() > deadline:
                _kill_group(former)
            if former.poll() is not None:
                del self.leaving[former]

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
        for former in self.leaving:
            _kill_group(former)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Only a flag: the loop stops what runs."""
        self.is_stopping = True

    def _ask_to_renew(self, _number: int, _frame: FrameType | None) -> None:
        self.is_to_renew = True


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


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
