"""The side that asks: processes kept ready, each for one job at a time, ended when a job lasts too long."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from filon.kernel.confined import child, frames


class Cause(Enum):
    """Why there is no answer."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    BUSY = "busy"


class Broken(Exception):  # noqa: N818  an answer of its own
    """The confined process gave no answer. The message is for the log, not for a person."""

    def __init__(self, cause: Cause, message: str = "") -> None:
        super().__init__(f"{cause.value}: {message}")
        self.cause = cause


@dataclass
class _Process:
    running: subprocess.Popen[bytes]
    jobs: int = 0
    is_late: bool = False

    def end(self) -> None:
        self.is_late = True
        self.kill()

    def kill(self) -> None:
        """And its fork, which is of its group."""
        if self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)


@dataclass
class Pool:
    """At most `size` processes at once, started when they are needed, each for `jobs` jobs. With `is_fresh` every job has a process that
    nobody has used, a fork of one that has only loaded its modules: for content that could hold on to it.

    `function` is "module:name" of a function from (words, content) to (words, content). `seconds` are those of one job, start of the
    process included, and `memory` bytes of address space. Safe for threads; a fork starts processes of its own."""

    function: str
    seconds: int
    memory: int
    jobs: int
    size: int = 2
    is_fresh: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    _idle: queue.SimpleQueue[_Process] = field(init=False, repr=False)
    _places: threading.Semaphore = field(init=False, repr=False)
    _owner: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._forget()

    def ask(self, words: dict[str, Any], content: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """The function's answer. Raises Broken, ValueError for more than a frame may hold."""
        if self._owner != os.getpid():
            self._forget()
        if not self._places.acquire(timeout=self.seconds):
            raise Broken(Cause.BUSY, "all processes are at work")
        try:
            return self._ask(self._take(), words, content)
        finally:
            self._places.release()

    def close(self) -> None:
        """Ends the processes that wait for work."""
        while not self._idle.empty():
            _end(self._idle.get())

    def _forget(self) -> None:
        self._idle, self._places, self._owner = queue.SimpleQueue(), threading.Semaphore(self.size), os.getpid()

    def _take(self) -> _Process:
        while True:
            try:
                found = self._idle.get_nowait()
            except queue.Empty:
                return _Process(self._start())
            if found.running.poll() is None:
                return found
            _end(found)

    def _start(self) -> subprocess.Popen[bytes]:
        python = [sys.executable, "-P", "-s", "-B", "-m", child.__name__]
        return subprocess.Popen(
            [*python, self.function, str(self.memory), str(self.seconds), "fresh" if self.is_fresh else "kept"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LANG": "C.UTF-8", **self.environment},
            start_new_session=True,
        )

    def _ask(self, process: _Process, words: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        clock = threading.Timer(self.seconds, process.end)
        clock.start()
        is_sound = False
        try:
            answer = _exchange(process, words, content)
            is_sound = True
        finally:
            clock.cancel()
            process.jobs += 1
            if is_sound and process.jobs < self.jobs and child.FAILED not in answer[0]:
                self._idle.put(process)
            else:
                _end(process)
        return _checked(answer)


def _exchange(process: _Process, words: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    assert process.running.stdin is not None
    assert process.running.stdout is not None
    try:
        frames.write(process.running.stdin, words, content)
        return frames.read(process.running.stdout)
    except (OSError, EOFError, json.JSONDecodeError) as error:
        process.kill()
        process.running.wait()
        raise Broken(_cause(process), f"the process ended with {process.running.returncode}") from error


def _cause(process: _Process) -> Cause:
    if process.is_late or process.running.returncode in (-signal.SIGXCPU, -signal.SIGALRM):
        return Cause.TIME
    return Cause.MEMORY if process.running.returncode == -signal.SIGABRT else Cause.CRASH


def _checked(answer: tuple[dict[str, Any], bytes]) -> tuple[dict[str, Any], bytes]:
    failed = answer[0].get(child.FAILED)
    if failed == "memory":
        raise Broken(Cause.MEMORY)
    if failed is not None:
        raise Broken(Cause.CRASH, str(answer[0].get("message")))
    return answer


def _end(process: _Process) -> None:
    process.kill()
    for stream in (process.running.stdin, process.running.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    process.running.wait()
