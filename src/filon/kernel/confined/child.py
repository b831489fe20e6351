"""The confined side: `python -m filon.kernel.confined.child module:function memory seconds fresh|kept`. It answers frames until
its input ends.

The function takes (words, content) and returns (words, content). It is called with the limits of the system set: memory of the
process, seconds of CPU for each job, no file written, few files open. What it raises is told by its kind and its message.
"""

import importlib
import os
import resource
import sys
from collections.abc import Callable
from functools import partial
from typing import IO, Any

from filon.kernel.confined import frames

Function = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]
OPEN_FILES = 64
FAILED = "failed"
"""The key of an answer that says that there is none: `memory`, or `error` with its message."""


def main(name: str, memory: int, seconds: int, *, is_fresh: bool) -> None:
    answers, sys.stdout = os.fdopen(os.dup(1), "wb"), sys.stderr
    os.dup2(2, 1)
    module, _colon, attribute = name.partition(":")
    function: Function = getattr(importlib.import_module(module), attribute)
    _limit(memory)
    while True:
        try:
            words, content = frames.read(sys.stdin.buffer)
        except EOFError:
            return
        work = partial(_do, function, words, content, seconds, answers)
        if is_fresh:
            _in_a_fork(work)
        else:
            work()


def _do(function: Function, words: dict[str, Any], content: bytes, seconds: int, answers: IO[bytes]) -> None:
    _limit_time(seconds)
    frames.write(answers, *_answer(function, words, content))


def _in_a_fork(work: Callable[[], None]) -> None:
    """In a process that has just been made and is gone afterwards; this one ends as that one ended, if it ended badly."""
    fork = os.fork()
    if fork == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    ending = os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1])
    if ending < 0:
        os.kill(os.getpid(), -ending)
    if ending > 0:
        os._exit(ending)


def _answer(function: Function, words: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return function(words, content)
    except MemoryError:
        return {FAILED: "memory"}, b""
    except Exception as error:
        return {FAILED: "error", "message": f"{type(error).__name__}: {error}"[:2000]}, b""


def _limit(memory: int) -> None:
    for which, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(which, (most, most))


def _limit_time(seconds: int) -> None:
    """So many seconds of CPU from now; the system ends the process when they are used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), is_fresh=sys.argv[4] == "fresh")
