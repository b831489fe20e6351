"""What every request goes through in the house: an identifier, a limit on what comes in, an answer for each refusal."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from filon.kernel import requestid
from filon.kernel.errors import Refused
from filon.kernel.pages import error_page, keep_toast

GetResponse = Callable[[HttpRequest], HttpResponse]

LARGEST_REQUEST = 26 * 1024 * 1024
"""Bytes of a whole request: a file of 25 MB and its form. `settings.LARGEST_REQUEST_BYTES` changes it."""
LARGEST_DRAINED = 1024 * 1024 * 1024
"""Bytes of a refused request that are read and thrown away, so that the browser gets the sentence and not a broken line."""


class RequestIdentity:
    """Gives each request an identifier, kept by the audit and sent back as `X-Request-Id`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META[requestid.KEY] = uuid4().hex
        token = requestid.current.set(request.META[requestid.KEY])
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = requestid.current.get()
            return response
        finally:
            requestid.current.reset(token)


class SizeLimit:
    """Refuses a request that announces more than the house takes, before a byte of it is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        largest = getattr(settings, "LARGEST_REQUEST_BYTES", LARGEST_REQUEST)
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        if announced <= largest:
            return self.get_response(request)
        _drain(request, min(announced, LARGEST_DRAINED))
        sentence = _("This is too large (%(size)s MB): at most %(largest)s MB are taken at once. Reduce the file and send it again.")
        words = {"size": announced // 1024**2, "largest": largest // 1024**2 - 1}
        return error_page(request, 413, sentence % words)


def _drain(request: HttpRequest, size: int) -> None:
    left = size
    while left > 0:
        chunk = request.read(min(left, 256 * 1024))
        if not chunk:
            break
        left -= len(chunk)
    request._body = b""  # what reads the form later finds none


class Answers:
    """Turns a refusal that no form caught into a page with its sentence (422), and keeps the toast of a redirection."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        keep_toast(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return error_page(request, 422, exception.sentence)
