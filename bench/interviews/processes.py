"""Each run in a process of its own, measured from outside: time on the wall, CPU of all its threads, most memory it ever held.

This process stays small and imports no solver: Linux counts the memory of a process from the moment it is a copy of its parent.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOK_EVERY = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds and megabytes (10^6 bytes); `code` is None when it was stopped for taking too long.

    `first` is when the file that was waited for appeared, 0 when none was waited for or none came.
    """

    code: int | None
    wall: float
    cpu: float
    megabytes: float
    out: str
    error: str
    first: float = 0.0


def run(words: Sequence[object], *, longest: float = 3600, waited_for: Path | None = None) -> Run:
    """Runs `python words…` from the root of the project."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as error:
        began = time.perf_counter()
        command = [sys.executable, *map(str, words)]
        child = subprocess.Popen(command, cwd=ROOT, env=_variables(), stdin=subprocess.DEVNULL, stdout=out, stderr=error)
        code, usage, first = _wait(child, began, longest, waited_for)
        wall = time.perf_counter() - began
        texts = [_whole(file) for file in (out, error)]
    return Run(code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, *texts, first)


def completed(words: Sequence[object], *, waited_for: Path | None = None) -> Run:
    """As `run`; raises RuntimeError with what the process said when it failed."""
    done = run(words, waited_for=waited_for)
    if done.code != 0:
        raise RuntimeError(f"{' '.join(map(str, words))}\n{done.error}{done.out}")
    return done


def _variables() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def _wait(
    child: subprocess.Popen[bytes], began: float, longest: float, waited_for: Path | None
) -> tuple[int | None, resource.struct_rusage, float]:
    is_stopped, first = False, 0.0
    while True:
        pid, status, usage = os.wait4(child.pid, 0 if is_stopped else os.WNOHANG)
        if not first and waited_for is not None and waited_for.exists():
            first = time.perf_counter() - began
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return None if is_stopped else child.returncode, usage, first
        if time.perf_counter() - began > longest:
            child.kill()
            is_stopped = True
        else:
            time.sleep(LOOK_EVERY)


def _whole(file: tempfile._TemporaryFileWrapper[str]) -> str:
    file.seek(0)
    return file.read()
