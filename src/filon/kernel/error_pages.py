"""The pages of what went wrong: `handler400 … handler500` of the site's urls, and `CSRF_FAILURE_VIEW`."""

import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from filon.kernel.operations.observed import OutOfTime
from filon.kernel.pages import error_page

RETRY_AFTER = 5
QUERY_CANCELED, DISK_FULL = "57014", "53100"
"""SQLSTATE of PostgreSQL."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django says 400 when the session cannot be kept after the page: when that is because the database went away, it is 503."""
    if any(isinstance(cause, OperationalError | InterfaceError) for cause in _chain(exception)):
        return unavailable("away")
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    sentence = _("This form did not come from a page that was open here, or the page was open too long. Open it again and send it again.")
    return error_page(request, 403, sentence)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Without the request on purpose: whatever broke may be what a page needs. A database that is away, or a statement cut short, is
    nobody's fault and passes: 503, to be tried again."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(reason_of(error))
    return HttpResponseServerError(render_to_string("errors/500.html"))


def _chain(exception: BaseException | None) -> Iterator[BaseException]:
    """An exception and what it came from."""
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


def unavailable(reason: str) -> HttpResponse:
    """503 for a reason of `errors/503.html`, with the seconds after which to ask again."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("errors/503.html", {"reason": reason}), status=503, headers=headers)


def reason_of(error: Exception) -> str:
    """Slow: the time was over, that of the request or that of one statement. Full: no room is left on the database's disk."""
    state = getattr(error.__cause__, "sqlstate", None)
    if isinstance(error, OutOfTime) or state == QUERY_CANCELED:
        return "slow"
    return "full" if state == DISK_FULL else "away"
