"""The web server, on a door that somebody else holds open: `filon run`, systemd, or `filon serve` itself for its own processes."""

from __future__ import annotations

from typing import Any

from granian._granian import SocketHolder
from granian.server import Server

from filon.launcher.door import BACKLOG


class AtTheDoor(Server):  # type: ignore[misc]
    """Granian opens a socket for each of its processes, and those who wait at one are sent away when that process ends; here all of them
    share one. Relies on `_init_shared_socket`, which Granian does not promise: tests/launcher/test_door.py says when it moves."""

    def __init__(self, *arguments: Any, descriptor: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._descriptor = descriptor

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None
        self._sfd = self._descriptor
        self._shd = SocketHolder(self._descriptor, False, BACKLOG)  # type: ignore[call-arg]
