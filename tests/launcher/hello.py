"""The smallest web application, on a door that is open already: `python -m tests.launcher.hello DESCRIPTOR`."""

import sys
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces

from filon.launcher.server import AtTheDoor


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


if __name__ == "__main__":
    AtTheDoor(
        "tests.launcher.hello:application",
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        workers_kill_timeout=5,  # as `filon serve`: a process that is asked to stop while it starts does not hear it
        descriptor=int(sys.argv[1]),
    ).serve()
