"""A client that keeps some connections busy for some seconds: `python -m bench.client`, in a process of its own so that it takes nothing
from the server. Reads JSON (an `Order`) from its standard input and writes JSON (a `Tally`) to its standard output."""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field

from bench.servers import keep_on, other_cores

HEAD_END = b"\r\n\r\n"
LONGEST_SECONDS = 60.0


@dataclass(frozen=True)
class Order:
    """What is asked of whom: `headers` without the Host, `seconds` at most sixty."""

    host: str
    port: int
    path: str
    connections: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Tally:
    """Answers by status, and the seconds that each took."""

    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    largest: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def quantile(self, part: float) -> float:
        """Milliseconds within which this part of the answers came."""
        return sorted(self.times)[min(len(self.times) - 1, int(part * len(self.times)))] * 1000


class _Line:
    """One connection: asks, reads the whole answer, asks again."""

    def __init__(self, order: Order, request: bytes) -> None:
        self.request, self.began, self.received = request, 0.0, b""
        self.needed: int | None = None
        self.status = 0
        self.socket = socket.create_connection((order.host, order.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.ask()

    def ask(self) -> None:
        self.received, self.needed, self.began = b"", None, time.perf_counter()
        self.socket.sendall(self.request)

    def has_answer(self) -> bool:
        """Reads what has come. Raises ConnectionError when the other side hung up."""
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("the server hung up")
        self.received += chunk
        if self.needed is None and HEAD_END in self.received:
            head, _, _ = self.received.partition(HEAD_END)
            self.status = int(head[9:12])
            self.needed = len(head) + len(HEAD_END) + _length(head)
        return self.needed is not None and len(self.received) >= self.needed


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without Content-Length")


def run(order: Order) -> Tally:
    """Keeps the connections busy, then stops, whatever is under way."""
    headers = [f"{name}: {value}" for name, value in {"Host": f"{order.host}:{order.port}", **order.headers}.items()]
    request = "\r\n".join([f"GET {order.path} HTTP/1.1", *headers, "", ""]).encode()
    tally, selector = Tally(), selectors.DefaultSelector()
    for _number in range(order.connections):
        line = _Line(order, request)
        selector.register(line.socket, selectors.EVENT_READ, line)
    began = time.perf_counter()
    end = began + min(order.seconds, LONGEST_SECONDS)
    while time.perf_counter() < end:
        for key, _events in selector.select(timeout=1):
            _advance(key.data, tally)
    tally.seconds = time.perf_counter() - began
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return tally


def _advance(line: _Line, tally: Tally) -> None:
    if line.has_answer():
        tally.times.append(time.perf_counter() - line.began)
        tally.statuses[line.status] = tally.statuses.get(line.status, 0) + 1
        tally.largest = max(tally.largest, len(line.received))
        line.ask()


if __name__ == "__main__":
    keep_on(0, other_cores())
    json.dump(asdict(run(Order(**json.load(sys.stdin)))), sys.stdout)
