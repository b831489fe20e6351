"""Servers of a benchmark: started on a free port of 127.0.0.1, kept on one core where the system can, stopped by their pid."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOOPBACK = "127.0.0.1"
START_SECONDS, STOP_SECONDS = 60, 20
LOOK_EVERY = 0.1


@contextmanager
def running(words: list[str], port: int, **variables: str) -> Iterator[None]:
    """`python <words>` on the first core until the block ends. Raises RuntimeError when it does not answer."""
    process = subprocess.Popen([sys.executable, *words], env={**os.environ, **variables}, stdin=subprocess.DEVNULL)
    try:
        keep_on(process.pid, {0})
        _wait(process, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def keep_on(process_id: int, cores: set[int]) -> None:
    """With the children to come; 0 is this process. Nothing where the system cannot, or has one core only."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(process_id, cores)


def other_cores() -> set[int]:
    """For the client, which takes nothing from the server."""
    return set(range(1, os.cpu_count() or 1))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(port):
            return
        time.sleep(LOOK_EVERY)
    raise RuntimeError(f"the server on port {port} did not start")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/sante")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
