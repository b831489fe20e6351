"""The pages of what went wrong: `handler400 … handler500` of the site's urls, and `CSRF_FAILURE_VIEW`."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from filon.kernel.pages import error_page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    sentence = _("This form did not come from a page that was open here, or the page was open too long. Open it again and send it again.")
    return error_page(request, 403, sentence)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Without the request on purpose: whatever broke may be what a page needs."""
    return HttpResponseServerError(render_to_string("errors/500.html"))
