"""The secret addresses of one's calendars, and what a program reads there."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filon.agenda.queries.dates import about_title, feeds_of
from filon.agenda.services.feeds import Told, feed_close, feed_open, feed_tell
from filon.kernel.pages import page, see_other
from filon.people.throttle import TooManyTries
from filon.people.views.request import Request

READING = {"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"}


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Request) -> HttpResponse:
    """Everything she sees."""
    return _page(request, None, "")


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_about(request: Request, about_id: UUID) -> HttpResponse:
    """One object that she sees."""
    title = about_title(request.user, about_id)
    if title is None:
        raise Http404
    return _page(request, about_id, title)


def _page(request: Request, about: UUID | None, title: str) -> HttpResponse:
    """A POST makes the address, and this answer alone shows it."""
    key = feed_open(by=request.user, about=about) if request.method == "POST" else ""
    path = reverse("agenda:feed", args=[key]) if key else ""
    lines = feeds_of(request.user)
    own = next((line.feed for line in lines if line.feed.about == about), None)
    context = {"secret": f"{settings.BASE_URL}{path}" if key else "", "lines": lines, "own": own, "about": about, "title": title}
    return page(request, "agenda/calendar.html", context)


@require_POST
def close(request: Request, feed_id: UUID) -> HttpResponse:
    feed_close(by=request.user, feed_id=feed_id)
    return see_other("agenda:calendar", toast=_("This address opens nothing any more."))


@login_not_required
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """For programs: 304 for what they have, 429 when they ask too often, 404 for an address that opens nothing."""
    try:
        told = feed_tell(key=key, known=request.headers.get("If-None-Match", ""))
    except TooManyTries as refused:
        return HttpResponse(refused.sentence, "text/plain; charset=utf-8", 429, headers={"Retry-After": str(refused.wait)})
    return _conditional(request, told)


def _conditional(request: HttpRequest, told: Told) -> HttpResponse:
    answer = HttpResponse(
        told.body, "text/calendar; charset=utf-8", headers={**READING, "Last-Modified": http_date(told.changed_at.timestamp())}
    )
    answer.headers["ETag"] = f'"{told.etag}"'
    answer.headers["Content-Disposition"] = 'inline; filename="filon.ics"'
    found = get_conditional_response(request, answer.headers["ETag"], int(told.changed_at.timestamp()), answer)
    return found or answer
