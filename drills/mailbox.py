"""A mail server on 127.0.0.1 that remembers for whom it took a letter, and takes its time to say so."""

from __future__ import annotations

import random
import re
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SLOWEST = 0.06
"""seconds between having a letter and saying so: a worker may die in between."""


@dataclass
class Mailbox:
    """`taken` counts the letters for each address, from the moment the server has all of one."""

    port: int = 0
    taken: Counter[str] = field(default_factory=Counter)


class Carrier(socketserver.StreamRequestHandler):
    """One connection: as little SMTP (RFC 5321) as Django speaks."""

    def handle(self) -> None:
        self._say("220 drill")
        address = ""
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT":
                address = re.search(rb"<(.+?)>", line)[1].decode()  # type: ignore[index]
            if word == b"DATA":
                self._take(address)
            else:
                self._say("221 bye" if word == b"QUIT" else "250 ok")

    def _take(self, address: str) -> None:
        self._say("354 go on")
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
        self.server.mailbox.taken[address] += 1  # type: ignore[attr-defined]
        time.sleep(random.uniform(0, SLOWEST))
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Workers are killed in the middle of a sentence: that is the drill."""


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with Server(("127.0.0.1", 0), Carrier) as server:
        server.mailbox, mailbox.port = mailbox, server.server_address[1]  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield mailbox
        finally:
            server.shutdown()
