"""What every answer carries, whoever asks and whatever goes wrong; what a session and its cookies are worth."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from filon.kernel.operations.gate import Gate, Kind
from filon.kernel.operations.limits import Limits
from filon.launcher.secrets import secret
from filon.people.models import User
from filon.site.middleware import CONTENT_SECURITY_POLICY, OUTSIDE_DJANGO

pytestmark = pytest.mark.django_db

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SECURE = {
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
}
READ_SETTINGS = """
import json
from filon.site import settings as s
names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE SESSION_COOKIE_NAME"
names += " CSRF_COOKIE_NAME SECURE_HSTS_SECONDS DEBUG SECURE_PROXY_SSL_HEADER"
print(json.dumps({name: getattr(s, name, None) for name in names.split()}))
"""


@pytest.fixture
def user() -> User:
    return User.objects.create_user(email="claire@example.org", name="Claire", password="une longue phrase de passe")


def sign_in(client: Client, user: User) -> str:
    """The key of the new session."""
    client.force_login(user, backend="filon.people.backends.Accounts")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def missing_from(response: HttpResponse) -> dict[str, str]:
    return {name: value for name, value in ALWAYS.items() if response.headers.get(name) != value}


@pytest.mark.parametrize("path", ["/connexion", "/nowhere", "/sante", "/pret", "/static/filon.css", "/"])
def test_answer_to_somebody_unknown_carries_every_header(client: Client, path: str) -> None:
    assert missing_from(client.get(path)) == {}


@pytest.mark.parametrize("name", ["home", "search", "agreements:list", "style"])
def test_page_carries_every_header_and_is_kept_by_nobody(client: Client, user: User, name: str) -> None:
    sign_in(client, user)

    response = client.get(reverse(name))

    assert (missing_from(response), response["Cache-Control"]) == ({}, "private, no-cache")


def test_refusals_carry_every_header(client: Client) -> None:
    client.handler.enforce_csrf_checks = True

    assert [missing_from(client.post("/connexion", {})), missing_from(client.post("/theme", {}))] == [{}, {}]


def test_answer_of_a_full_house_carries_every_header() -> None:
    gate = Gate(places=1, room=0, patience=0.0)
    gate.enter(Kind.PAGE)
    answered: list[Any] = []

    def never(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        raise AssertionError("nobody comes in")

    Limits(never, gate, seconds=30, headers=OUTSIDE_DJANGO)(
        RequestFactory().get("/").environ, lambda status, headers: answered.extend((status, headers))
    )

    assert missing_from(HttpResponse(headers=dict(answered[1]))) == {}


def test_no_page_runs_a_script_or_a_style_of_its_own(client: Client, user: User) -> None:
    """The policy would refuse them: a page that needs one is broken."""
    sign_in(client, user)

    pages = [client.get(reverse(name)).content.decode() for name in ("home", "agreements:list", "facts:list", "partners:list", "style")]

    assert [word for page in pages for word in ("<script>", "<style>", "javascript:", " onclick=") if word in page] == []


def test_signing_in_gives_a_new_session_and_forgets_the_former(client: Client, user: User) -> None:
    first = sign_in(client, user)

    client.post(reverse("people:sign_in"), {"email": user.email, "password": "une longue phrase de passe"})

    second = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert first != second
    assert not Session.objects.filter(session_key=first).exists()


def test_signing_out_ends_the_session_at_the_server(client: Client, user: User) -> None:
    key = sign_in(client, user)

    client.post(reverse("people:sign_out"))

    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key
    assert (Session.objects.filter(session_key=key).exists(), stolen.get("/").status_code) == (False, 302)


def test_new_password_ends_every_other_session(client: Client, user: User) -> None:
    sign_in(client, user)

    user.set_password("une autre phrase de passe")
    user.save()

    assert client.get("/").status_code == 302


def test_account_that_is_closed_is_out_at_once(client: Client, user: User) -> None:
    sign_in(client, user)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/").status_code == 302


def test_form_of_another_site_is_refused(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, user)

    response = client.post(reverse("theme"), {"theme": "dark"}, headers={"origin": "https://elsewhere.example"})

    assert response.status_code == 403


def test_next_page_after_signing_in_is_one_of_ours(client: Client, user: User) -> None:
    response = client.post(
        reverse("people:sign_in"),
        {"email": user.email, "password": "une longue phrase de passe", "next": "https://elsewhere.example/"},
    )

    assert (response.status_code, response["Location"]) == (303, "/")


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://filon.example.org", SECURE),
        ("http://127.0.0.1:8000", {"SESSION_COOKIE_SECURE": False, "SESSION_COOKIE_NAME": None, "SECURE_HSTS_SECONDS": 0}),
    ],
)
def test_cookies_follow_the_address_people_type(base: str, expected: dict[str, Any], tmp_path: Path) -> None:
    variables = {**os.environ, "FILON_BASE_URL": base, "FILON_VAR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", READ_SETTINGS], env=variables, check=True, capture_output=True, text=True)

    found = json.loads(done.stdout)

    assert {name: found[name] for name in expected} == expected
    assert (found["SESSION_COOKIE_HTTPONLY"], found["CSRF_COOKIE_HTTPONLY"], found["SESSION_COOKIE_SAMESITE"]) == (True, True, "Lax")
    assert found["DEBUG"] is False


def test_secrets_differ_from_each_other_and_from_one_house_to_the_next(tmp_path: Path) -> None:
    found = [secret(tmp_path / house, name) for house in ("one", "two") for name in ("django", "metrics")]

    assert len(set(found)) == 4
    assert {len(one) for one in found} == {64}


def test_name_with_a_tag_is_shown_as_it_was_typed(client: Client) -> None:
    user = User.objects.create_user(email="script@example.org", name="<script>alert(1)</script>")
    sign_in(client, user)

    text = client.get("/").content.decode()

    assert ("<script>alert(1)" in text, "&lt;script&gt;alert(1)" in text) == (False, True)
