"""Lines for a collector: whatever is typed, wherever it breaks, no name and no address of a person is in them."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from filon.kernel import events, requestid, tasks
from filon.kernel.models import uuid7
from filon.kernel.operations.logs import JsonLines
from filon.people.models import User
from filon.site import urls as site
from tests.kernel import example_tasks

NAME, ADDRESS = "Clotilde-Marqueur", "clotilde.marqueur@exemple.test"
MARKERS = (NAME, ADDRESS, "marqueur", "Marqueur")

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@login_not_required
def breaks(_request: HttpRequest, word: str) -> HttpResponse:
    raise ValueError(f"{NAME} typed {word}")


@login_not_required
def collides(_request: HttpRequest) -> HttpResponse:
    """PostgreSQL quotes the value in what it says."""
    User.objects.create_user(email=ADDRESS, name=NAME)
    with transaction.atomic():
        User.objects.create_user(email=ADDRESS, name=NAME)
    return HttpResponse("never")


urlpatterns = [
    path("breaks/<str:word>", breaks, name="breaks"),
    path("collides", collides, name="collides"),
    path("", include(site.urlpatterns)),
]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500


@pytest.fixture
def lines() -> Iterator[Any]:
    """Everything that is logged from here on, as the handler of production writes it; called, it gives the objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, requests = logging.getLogger(), logging.getLogger("filon.requests")
    former = root.level, requests.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    requests.setLevel(logging.INFO)

    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    read.text = stream.getvalue  # type: ignore[attr-defined]
    yield read
    root.removeHandler(handler)
    root.setLevel(former[0])
    requests.setLevel(former[1])


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def unmarked(lines: Any) -> bool:
    return not any(marker in lines.text() for marker in MARKERS)


def test_request_leaves_one_line_that_the_audit_can_be_asked_about(lines: Any, browser: Client) -> None:
    response = browser.get(reverse("people:sign_in"))

    told = [line for line in lines() if line["logger"] == "filon.requests"]
    assert len(told) == 1
    assert {key: told[0][key] for key in ("level", "route", "method", "status", "request")} == {
        "level": "info",
        "route": "people:sign_in",
        "method": "GET",
        "status": 200,
        "request": response["X-Request-Id"],
    }
    assert sorted(told[0]) == ["level", "logger", "message", "method", "ms", "queries", "request", "route", "status", "time"]


def test_machines_leave_no_line(lines: Any, browser: Client) -> None:
    browser.get("/sante")

    assert lines() == []


def test_address_that_leads_nowhere_is_not_repeated(lines: Any, browser: Client) -> None:
    browser.get(f"/people/{ADDRESS}?name={NAME}")

    assert unmarked(lines)
    assert [line["message"] for line in lines() if line["logger"] == "django.request"] == ["404 on none"]


def test_exception_is_told_by_its_type_and_its_lines(lines: Any, browser: Client) -> None:
    response = browser.get(f"/breaks/{ADDRESS}")

    broken = next(line for line in lines() if "error" in line)
    assert (response.status_code, broken["request"], broken["message"]) == (500, response["X-Request-Id"], "500 on breaks")
    assert broken["error"]["type"] == "builtins.ValueError"
    assert broken["error"]["at"][-1].endswith(" breaks")
    assert unmarked(lines)


def test_constraint_is_told_without_the_value_that_broke_it(lines: Any, browser: Client) -> None:
    browser.get("/collides")

    broken = next(line for line in lines() if "error" in line)
    assert (broken["error"]["type"], broken["error"]["sqlstate"]) == ("django.db.utils.IntegrityError", "23505")
    assert broken["error"]["constraint"].startswith("people_user")
    assert unmarked(lines)


def test_signing_in_and_searching_leave_no_name(lines: Any, browser: Client) -> None:
    user = User.objects.create_user(email=ADDRESS, name=NAME)

    key = {"idempotency_key": str(uuid7())}
    browser.post(reverse("people:sign_in"), {"email": ADDRESS, "password": NAME, **key})
    browser.post(reverse("people:sign_in"), {"email": ADDRESS})
    browser.force_login(user, backend="filon.people.backends.Accounts")
    browser.get(reverse("search"), {"q": NAME})
    browser.get("/", headers={"host": f"{NAME}.exemple.test:bad"})

    assert unmarked(lines)
    assert len(lines()) >= 4


def test_event_and_task_that_break_leave_no_name(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def handler(_event: events.Event) -> None:
        raise ValueError(f"{NAME} <{ADDRESS}>")

    monkeypatch.setitem(events._subscribers, "thing.written", {"tests.breaks": handler})
    events.publish("thing.written", uuid7(), name=NAME)
    tasks.enqueue(example_tasks.break_always)

    events.dispatch()
    tasks.run_next("worker")

    assert unmarked(lines)
    assert [line["error"]["type"] for line in lines() if "error" in line] == ["builtins.ValueError", "builtins.RuntimeError"]


def test_line_of_a_task_names_the_task(lines: Any) -> None:
    token = requestid.current.set("task:7")
    try:
        logging.getLogger("filon.kernel.worker").warning("Waiting for %s", "the database")
    finally:
        requestid.current.reset(token)

    assert [(line["request"], line["message"]) for line in lines()] == [("task:7", "Waiting for the database")]


def test_words_given_to_a_library_are_left_out(lines: Any) -> None:
    logging.getLogger("some.library").warning("could not write to %s", ADDRESS)

    assert [line["message"] for line in lines()] == ["could not write to %s"]
