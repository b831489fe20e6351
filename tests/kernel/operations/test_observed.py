"""What each request leaves behind, and what stops one that takes too long."""

import time
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from prometheus_client import REGISTRY
from pytest_django import Settings

from filon.kernel import events
from filon.kernel.models import OutboxEvent, uuid7
from filon.kernel.operations.observed import DEADLINE

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def asks(_request: HttpRequest, number: int) -> HttpResponse:
    for _turn in range(number):
        OutboxEvent.objects.count()
    return HttpResponse("done")


def sleeps(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse("done")


def writes_then_asks(request: HttpRequest) -> HttpResponse:
    events.publish("thing.written", uuid7())
    request.META["spend_time"]()
    OutboxEvent.objects.count()
    return HttpResponse("done")


def loses(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return HttpResponse("done")


def loses_after_the_page(request: HttpRequest) -> HttpResponse:
    """The page is there, and the connection dies before its session is kept."""
    request.session["toasts"] = ["Written."]
    connection.connection.close()
    return HttpResponse("done")


urlpatterns = [
    path("loses-after", loses_after_the_page, name="loses_after"),
    path("asks/<int:number>", asks, name="asks"),
    path("sleeps", sleeps, name="sleeps"),
    path("loses", loses, name="loses"),
    path("writes", writes_then_asks, name="writes"),
]
handler400 = "filon.kernel.error_pages.bad_request"
handler404 = "filon.kernel.error_pages.not_found"
handler500 = "filon.kernel.error_pages.server_error"


@pytest.fixture(autouse=True)
def _bare_house(settings: Settings) -> None:
    settings.MIDDLEWARE = ["filon.kernel.middleware.RequestIdentity", "filon.kernel.operations.observed.Observed"]
    settings.ATOMIC_REQUESTS = False


@pytest.fixture
def lenient(client: Client) -> Client:
    """Answers as a server does, whatever breaks."""
    client.raise_request_exception = False
    return client


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_request_is_counted_by_route_with_its_statements(client: Client) -> None:
    before = [sample("filon_requests_total", route="asks", method="GET", status="200"), sample("filon_queries_total", route="asks")]

    client.get("/asks/3")
    client.get("/asks/2")

    after = [sample("filon_requests_total", route="asks", method="GET", status="200"), sample("filon_queries_total", route="asks")]
    assert [late - early for late, early in zip(after, before, strict=True)] == [2, 5]
    assert sample("filon_request_seconds_count", route="asks") >= 2


def test_invented_method_makes_no_series_of_its_own(client: Client) -> None:
    before = sample("filon_requests_total", route="asks", method="other", status="200")

    client.generic("BREW", "/asks/0")

    assert sample("filon_requests_total", route="asks", method="other", status="200") == before + 1


def test_statement_that_takes_too_long_is_503_with_a_sentence(lenient: Client) -> None:
    response = lenient.get("/sleeps")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Cette page demande trop de temps." in response.content.decode()


def test_database_that_goes_away_is_503_with_another_sentence(lenient: Client, transactional_db: None) -> None:
    response = lenient.get("/loses")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "La base de données ne répond pas." in response.content.decode()
    connection.close()


def test_database_that_goes_away_before_the_session_is_kept_is_503_too(lenient: Client, settings: Settings, transactional_db: None) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.sessions.middleware.SessionMiddleware"]
    session = lenient.session
    session["known"] = True
    session.save()

    response = lenient.get("/loses-after")

    assert (response.status_code, "La base de données ne répond pas." in response.content.decode()) == (503, True)
    connection.close()


def test_request_past_its_deadline_sends_no_statement_and_keeps_nothing(lenient: Client, transactional_db: None) -> None:
    deadline: dict[str, Any] = {DEADLINE: time.monotonic() + 0.5, "spend_time": lambda: time.sleep(0.6)}
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    try:
        response = lenient.get("/writes", **deadline)
    finally:
        connection.settings_dict["ATOMIC_REQUESTS"] = False

    assert (response.status_code, OutboxEvent.objects.count()) == (503, 0)
    assert "Cette page demande trop de temps." in response.content.decode()
