"""A process tells whoever started it that it is ready: one byte into a pipe, whose number is in its environment."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from contextlib import suppress

VARIABLE = "FILON_READY_FD"
LOOK_EVERY = 0.2


def tell_ready() -> None:
    """Nobody asked, or nobody listens any more: nothing happens."""
    descriptor = os.environ.get(VARIABLE)
    if descriptor:
        with suppress(OSError):
            os.write(int(descriptor), b".")


def wait_for(count: int, descriptor: int, *, seconds: float, is_over: Callable[[], bool]) -> bool:
    """As many processes are ready as are wanted. False when they are all gone, when it takes too long, or when `is_over` says so."""
    deadline = time.monotonic() + seconds
    while count > 0 and time.monotonic() < deadline and not is_over():
        if select.select([descriptor], [], [], LOOK_EVERY)[0]:
            told = os.read(descriptor, count)
            if not told:
                return False
            count -= len(told)
    return count == 0
