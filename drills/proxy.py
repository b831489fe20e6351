"""What stands before the web servers, as `deploy/nginx.conf` does: a request goes to one of them, and to the next when that one does not
answer. A POST too: each carries a key, so that being sent twice does not write twice."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = "127.0.0.1"
CONNECT_SECONDS, READ_SECONDS = 1.0, 5.0
NEXT = {502, 503, 504}
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "date", "server"}


class Proxy(ThreadingHTTPServer):
    """Asks the servers in turn, the one that answered last first. `turned` counts the requests that went on to the next."""

    daemon_threads = True

    def __init__(self, port: int, upstreams: list[tuple[str, int]]) -> None:
        super().__init__((LOOPBACK, port), Handler)
        self.upstreams, self.first, self.turned = upstreams, 0, 0

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        first = self.first
        for turn in range(len(self.upstreams)):
            number = (first + turn) % len(self.upstreams)
            try:
                found = ask(self.upstreams[number], method, path, headers, body)
            except (OSError, http.client.HTTPException):
                found = None
            if found is not None and found[0] not in NEXT:
                self.first = number
                return found
            self.turned += 1
        return 502, [("Content-Length", "0")], b""


def ask(
    upstream: tuple[str, int], method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection(*upstream, timeout=CONNECT_SECONDS)
    try:
        connection.connect()
        connection.sock.settimeout(READ_SECONDS)
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        content = response.read()
        kept = [(name, value) for name, value in response.getheaders() if name.lower() not in {*HOP_BY_HOP, "content-length"}]
        return response.status, [*kept, ("Content-Length", str(len(content)))], content
    finally:
        connection.close()


class Handler(BaseHTTPRequestHandler):
    """One connection of a browser; one request on it."""

    server: Proxy

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        status, kept, content = self.server.answer(self.command, self.path, headers, body)
        self.send_response_only(status)
        for name, value in kept:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


@contextmanager
def running(port: int, upstreams: list[tuple[str, int]]) -> Iterator[Proxy]:
    proxy = Proxy(port, upstreams)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
