"""Who comes in: the gate before Django, at the door of the web server. A request that finds no place gets a page that says so, at once."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from filon.kernel.error_pages import unavailable
from filon.kernel.operations import metrics
from filon.kernel.operations.gate import Full, Gate, Kind
from filon.kernel.operations.observed import DEADLINE
from filon.kernel.operations.routes import MACHINES

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Limits:
    """A WSGI application around another: lets in what the gate lets in, and says until when a request may work."""

    def __init__(self, application: Application, gate: Gate, *, seconds: float, headers: Mapping[str, str]) -> None:
        """`headers`: what every answer of the site carries, for those that it does not give itself."""
        self.application, self.gate, self.seconds, self.headers = application, gate, seconds, headers

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[DEADLINE] = time.monotonic() + self.seconds
        if is_always_in(environ["PATH_INFO"]):
            return self.application(environ, start_response)
        kind = kind_of(environ) if self.gate.is_busy() else Kind.PAGE
        try:
            metrics.WAITED.observe(self.gate.enter(kind))
        except Full:
            metrics.SHED.labels(kind.name.lower()).inc()
            return self._send_away(start_response)
        return self._work(environ, start_response)

    def _work(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The place is given back when the answer has been sent, for a long one reads the database while it is sent."""
        metrics.WORKING.inc()
        try:
            return _Answer(self.application(environ, start_response), self._leave)
        except BaseException:
            self._leave()
            raise

    def _send_away(self, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """503 with the sentence and when to come back. Nothing of the request was read."""
        page = unavailable("busy")
        headers = {**self.headers, **dict(page.items()), "Content-Length": str(len(page.content))}
        start_response("503 Service Unavailable", list(headers.items()))
        return [page.content]

    def _leave(self) -> None:
        metrics.WORKING.dec()
        self.gate.leave()


class _Answer:
    """The parts of an answer; `close`, which the server calls whatever happens, gives the place back once."""

    def __init__(self, parts: Iterable[bytes], leave: Callable[[], None]) -> None:
        self.parts, self.leave = parts, leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        leave, self.leave = self.leave, lambda: None
        try:
            close = getattr(self.parts, "close", None)
            if close is not None:
                close()
        finally:
            leave()


def is_always_in(path: str) -> bool:
    """Static files, and what machines ask to know how a server fares: it must answer most of all when it is full."""
    return path.startswith(settings.STATIC_URL) or path in _addresses_of_machines()


@cache
def _addresses_of_machines() -> frozenset[str]:
    return frozenset(reverse(name) for name in MACHINES)


def kind_of(environ: dict[str, Any]) -> Kind:
    """Told from the method, the parameters and the name of the address, before anything is read."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return Kind.WRITE
    query = f"&{environ.get('QUERY_STRING', '')}"
    if "&export=" in query:
        return Kind.EXPORT
    route = _route(environ["PATH_INFO"])
    if route == "search" or "&q=" in query:
        return Kind.SEARCH
    return Kind.LIST if route.endswith(":list") or route == "journal" else Kind.PAGE


def _route(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
