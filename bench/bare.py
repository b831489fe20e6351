"""The least that a WSGI application can do: one answer, known beforehand.

`python -m bench.bare PORT ANSWER` serves it as `filon serve` would."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ANSWER = "BARE_ANSWER"


@dataclass(frozen=True)
class Answer:
    """Status line, headers and body of an answer; the body in base64 when kept."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def keep(self, path: Path) -> None:
        path.write_text(json.dumps({**asdict(self), "body": base64.b64encode(self.body).decode()}))

    @classmethod
    def kept(cls, path: Path) -> Answer:
        found = json.loads(path.read_text())
        headers = [(name, value) for name, value in found["headers"]]
        return cls(found["status"], headers, base64.b64decode(found["body"]))


if ANSWER in os.environ:
    KNOWN = Answer.kept(Path(os.environ[ANSWER]))


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response(KNOWN.status, KNOWN.headers)
    return [KNOWN.body]


def serve(port: int, answer: Path) -> None:
    """One process, with the threads that one of the site has."""
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    from filon.launcher.commands import WEB_THREADS  # noqa: PLC0415

    os.environ[ANSWER] = str(answer)
    Server(
        "bench.bare:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=WEB_THREADS,
        backpressure=WEB_THREADS,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
