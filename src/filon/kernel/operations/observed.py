"""Each request is measured and leaves one line: route, status, time, statements. Neither address nor person: the audit has them, under the
same identifier."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from filon.kernel.operations import metrics
from filon.kernel.operations.routes import MACHINES, route_of

logger = logging.getLogger("filon.requests")

DEADLINE = "filon.deadline"
"""Key of the WSGI environment: the moment of `time.monotonic()` after which a request sends no statement any more."""


class OutOfTime(OperationalError):  # noqa: N818
    """The request has used up its time; what it wrote is undone."""


class Statements:
    """Counts the statements of one request and sends no more once its time is over."""

    def __init__(self, deadline: float | None) -> None:
        self.count, self.deadline = 0, deadline

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.count += 1
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise OutOfTime("the request took too long")
        return execute(*statement)


class Observed:
    """Middleware, inside the one that gives the identifier and outside all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        statements = Statements(request.META.get(DEADLINE))
        with connection.execute_wrapper(statements):
            response = self.get_response(request)
        _tell(request, response.status_code, time.perf_counter() - began, statements.count)
        return response


def _tell(request: HttpRequest, status: int, seconds: float, statements: int) -> None:
    route, method = route_of(request), request.method if request.method in ("GET", "POST", "HEAD") else "other"
    metrics.REQUESTS.labels(route, method, str(status)).inc()
    metrics.DURATION.labels(route).observe(seconds)
    metrics.QUERIES.labels(route).inc(statements)
    if route not in MACHINES:
        told = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1), "queries": statements}
        logger.info("%(method)s %(route)s %(status)s in %(ms)s ms, %(queries)s queries", told, extra={"told": told})
