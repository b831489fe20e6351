"""The door of the web server, with WSGI applications of the test's own behind it."""

import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
from prometheus_client import REGISTRY

from filon.kernel.operations.gate import Gate, Kind
from filon.kernel.operations.limits import Limits, kind_of
from filon.kernel.operations.observed import DEADLINE
from filon.site.middleware import OUTSIDE_DJANGO


class Behind:
    """A WSGI application that notes what comes and answers in two parts."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.seen.append(environ)
        start_response("200 OK", [])
        return iter([b"one", b"two"])


def ask(application: Limits, path: str = "/conventions", method: str = "GET", **query: str) -> tuple[str, dict[str, str], Any]:
    """Status, headers and parts of the answer, not closed yet."""
    environ = RequestFactory().generic(method, path, QUERY_STRING="&".join(f"{key}={value}" for key, value in query.items())).environ
    answered: list[Any] = []
    parts = application(environ, lambda status, headers: answered.extend((status, dict(headers))))
    return answered[0], answered[1], parts


def test_answer_goes_through_and_gives_its_place_back_when_closed() -> None:
    gate = Gate(places=1, room=0, patience=0.0)

    status, _headers, parts = ask(Limits(Behind(), gate, seconds=30, headers=OUTSIDE_DJANGO))

    body, free_while_sent = b"".join(parts), gate.free
    parts.close()
    parts.close()
    assert (status, body, free_while_sent, gate.free) == ("200 OK", b"onetwo", 0, 1)


def test_application_that_breaks_gives_its_place_back() -> None:
    def broken(_environ: dict[str, Any], _start_response: Any) -> Iterable[bytes]:
        raise ZeroDivisionError

    gate = Gate(places=1, room=0, patience=0.0)

    with pytest.raises(ZeroDivisionError):
        ask(Limits(broken, gate, seconds=30, headers=OUTSIDE_DJANGO))

    assert gate.free == 1


def test_full_house_answers_at_once_with_a_sentence_and_when_to_come_back() -> None:
    behind, gate = Behind(), Gate(places=1, room=0, patience=0.0)
    gate.enter(Kind.PAGE)
    before = REGISTRY.get_sample_value("filon_shed_total", {"kind": "export"}) or 0.0

    status, headers, parts = ask(Limits(behind, gate, seconds=30, headers=OUTSIDE_DJANGO), export="csv")

    page = b"".join(parts).decode()
    assert (status, headers["Retry-After"], headers["Content-Length"]) == ("503 Service Unavailable", "5", str(len(page.encode())))
    assert "Trop de monde à la fois." in page
    assert "Nothing was saved. Wait a few seconds, then reload the page or send the form again" in page
    assert (behind.seen, REGISTRY.get_sample_value("filon_shed_total", {"kind": "export"})) == ([], before + 1)


@pytest.mark.parametrize("path", ["/sante", "/pret", "/mesures", "/static/filon.css"])
def test_what_machines_ask_is_answered_in_a_full_house(path: str) -> None:
    gate = Gate(places=1, room=0, patience=0.0)
    gate.enter(Kind.PAGE)

    status, _headers, _parts = ask(Limits(Behind(), gate, seconds=30, headers=OUTSIDE_DJANGO), path)

    assert status == "200 OK"


@pytest.mark.parametrize(
    ("method", "path", "query", "kind"),
    [
        ("POST", "/conventions", {"export": "csv"}, Kind.WRITE),
        ("GET", "/", {}, Kind.PAGE),
        ("GET", "/nowhere", {}, Kind.PAGE),
        ("GET", "/conventions", {}, Kind.LIST),
        ("GET", "/journal", {}, Kind.LIST),
        ("GET", "/recherche", {}, Kind.SEARCH),
        ("GET", "/conventions", {"q": "energie"}, Kind.SEARCH),
        ("GET", "/conventions", {"q": "energie", "export": "xlsx"}, Kind.EXPORT),
    ],
)
def test_kind_of_a_request(method: str, path: str, query: dict[str, str], kind: Kind) -> None:
    environ = RequestFactory().generic(method, path, QUERY_STRING="&".join(f"{key}={value}" for key, value in query.items())).environ

    assert kind_of(environ) == kind


def test_request_is_told_until_when_it_may_work() -> None:
    behind = Behind()

    ask(Limits(behind, Gate(places=1, room=0, patience=0.0), seconds=30, headers=OUTSIDE_DJANGO))

    assert 29 < behind.seen[0][DEADLINE] - time.monotonic() <= 30


def test_writes_come_through_while_exports_are_sent_away() -> None:
    """One place, sixty exports and twenty writes at once: every write is answered, and exports were sent away."""
    lock = threading.Lock()
    answered: list[tuple[str, str]] = []

    def slow(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        time.sleep(0.002)
        return Behind()(environ, start_response)

    application = Limits(slow, Gate(places=1, room=30, patience=20.0), seconds=30, headers=OUTSIDE_DJANGO)

    def one(method: str, **query: str) -> None:
        status, _headers, parts = ask(application, "/conventions", method, **query)
        if hasattr(parts, "close"):
            parts.close()
        with lock:
            answered.append((method, status[:3]))

    asked = [threading.Thread(target=one, args=("GET",), kwargs={"export": "csv"}) for _ in range(60)]
    asked += [threading.Thread(target=one, args=("POST",)) for _ in range(20)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join(20)

    assert [status for method, status in answered if method == "POST"] == ["200"] * 20
    assert ("GET", "503") in answered


@pytest.mark.django_db(transaction=True)
def test_site_behind_its_gate_answers_and_gives_the_place_back() -> None:
    gate = Gate(places=1, room=0, patience=0.0)

    status, headers, parts = ask(Limits(get_wsgi_application(), gate, seconds=30, headers=OUTSIDE_DJANGO), "/sante")
    page_status, _headers, page = ask(Limits(get_wsgi_application(), gate, seconds=30, headers=OUTSIDE_DJANGO), "/connexion")
    free_while_sent = gate.free
    page.close()

    assert (status, page_status, b"".join(parts), free_while_sent, gate.free) == ("200 OK", "200 OK", b"filon\n", 0, 1)
    assert headers["X-Request-Id"] != ""
