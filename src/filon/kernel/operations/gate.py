"""How many requests work at once, who waits, who is sent away first. Knows no request: threads, places and kinds.

A web process has few places, for Python runs one thread at a time and each place holds a connection to the database; the others wait in a
room. Who leaves hands the place to the most important of those who wait. Each kind may fill only a part of the room: exports stop coming
in while there is still room for pages, and writes have the whole of it."""

import heapq
import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count


class Kind(IntEnum):
    """What a request asks for, the most important first."""

    WRITE = 0
    PAGE = 1
    LIST = 2
    SEARCH = 3
    EXPORT = 4


SHARES: Mapping[Kind, float] = {Kind.WRITE: 1.0, Kind.PAGE: 0.75, Kind.LIST: 0.5, Kind.SEARCH: 0.25, Kind.EXPORT: 0.1}
"""The part of the waiting room that a kind may find taken and still come in."""


class Full(Exception):  # noqa: N818  an answer, not an error
    """No place in time for this request."""


@dataclass(order=True)
class _Waiter:
    kind: Kind
    turn: int
    called: threading.Event = field(default_factory=threading.Event, compare=False)
    gone: bool = field(default=False, compare=False)


class Gate:
    """`places` work, at most `room` wait, nobody waits longer than `patience` seconds."""

    def __init__(self, *, places: int, room: int, patience: float) -> None:
        self.places, self.room, self.patience = places, room, patience
        self.free = places
        self.waiting = 0
        self._turns = count()
        self._queue: list[_Waiter] = []
        self._lock = threading.Lock()

    def is_busy(self) -> bool:
        """Nobody comes in now without waiting."""
        return self.free == 0

    def enter(self, kind: Kind) -> float:
        """Takes a place and returns the seconds waited for it. Raises Full."""
        with self._lock:
            if self.free:
                self.free -= 1
                return 0.0
            if self.waiting >= math.ceil(self.room * SHARES[kind]):
                raise Full
            waiter = _Waiter(kind, next(self._turns))
            heapq.heappush(self._queue, waiter)
            self.waiting += 1
        return self._wait(waiter)

    def _wait(self, waiter: _Waiter) -> float:
        began = time.monotonic()
        if not waiter.called.wait(self.patience):
            with self._lock:
                if not waiter.called.is_set():
                    waiter.gone = True
                    self.waiting -= 1
                    raise Full
        return time.monotonic() - began

    def leave(self) -> None:
        """Gives the place back, or to the first of those who wait."""
        with self._lock:
            while self._queue:
                waiter = heapq.heappop(self._queue)
                if not waiter.gone:
                    self.waiting -= 1
                    waiter.called.set()
                    return
            self.free += 1
