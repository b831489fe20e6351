"""The door of the web server: a socket that listens before the server starts, while it is replaced and after it has died, so that whoever
knocks waits instead of finding it closed."""

from __future__ import annotations

import socket

from filon.launcher.errors import CannotStart

BACKLOG = 1024
"""People who wait at the door while nobody opens: the system keeps no more."""


def open_door(address: str, port: int) -> socket.socket:
    """Raises CannotStart when another program stands there."""
    door = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((address, port))
    except PermissionError as error:
        raise CannotStart(f"Port {port} is reserved to the system: choose another, for instance PORT=8000.") from error
    except OSError as error:
        raise CannotStart(f"Another program uses port {port}: stop it, or choose another port, for instance PORT={port + 1}.") from error
    door.listen(BACKLOG)
    return door
