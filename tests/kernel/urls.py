"""Addresses of the kernel's tests: a page that writes, one that reads, a list."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path

from filon.kernel import events
from filon.kernel.errors import Refused
from filon.kernel.idempotency import without_key
from filon.kernel.lists import Column, Definition, Filter, ListPage
from filon.kernel.models import OutboxEvent, uuid7
from filon.kernel.pages import see_other

SLOW: list[object] = []
"""What the slow page calls before it answers; set by a test."""


def write(request: HttpRequest) -> HttpResponse:
    """Writes one event, then answers as the field `answer` says."""
    event = events.publish("thing.written", uuid7(), name=request.POST.get("name", ""))
    for call in SLOW:
        call()  # type: ignore[operator]
    if request.POST.get("answer") == "refused":
        raise Refused("The thing is too heavy.")
    if request.POST.get("answer") == "broken":
        raise ZeroDivisionError
    if request.POST.get("answer") == "invalid":
        return HttpResponse("invalid", status=422)
    return see_other(f"/things/{event.uuid}/", toast="Written.")


@without_key
def switch(request: HttpRequest) -> HttpResponse:
    return HttpResponse("switched")


DEFINITION = Definition[OutboxEvent](
    page="things",
    columns=(
        Column("name", "Name", lambda event: event.name, sort=("name",)),
        Column("attempts", "Attempts", lambda event: event.attempts, sort=("attempts", "name"), number=True),
        Column("error", "Error", lambda event: event.error),
    ),
    order=("-id",),
    filters=(
        Filter("attempts", "Attempts", lambda queryset, value: queryset.filter(attempts=int(value)), lambda: [("", "All"), ("1", "One")]),
    ),
    search=lambda queryset, words: queryset.filter(name__contains=words),
    ready_views=(("Tried once", "attempts=1"),),
)


def things(request: HttpRequest) -> HttpResponseBase:
    listing = ListPage(request, OutboxEvent.objects.all(), DEFINITION)
    request.listing = listing  # type: ignore[attr-defined]
    return listing.export("Things") or HttpResponse(",".join(event.name for event in listing.rows))


urlpatterns = [
    path("write/", write, name="write"),
    path("switch/", switch, name="switch"),
    path("things/", things, name="things"),
    path("", include("filon.kernel.urls")),
]
handler403 = "filon.kernel.error_pages.forbidden"
handler404 = "filon.kernel.error_pages.not_found"
