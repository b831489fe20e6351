"""Whoever reads the logs learns no key of a link and no code, whatever their form and however much is told."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils.translation import override

from filon.agreements.services import seats
from filon.kernel.operations.logs import JsonLines, TextLines
from filon.people.letters import link_make
from filon.people.models import User
from tests.agreements.pages import ENGLISH
from tests.agreements.test_views_signing import post
from tests.factories.signing import approved, code_in, key_in, sent

pytestmark = pytest.mark.django_db
FORMS = {"text": TextLines("{asctime} {levelname} {name}: {message}", style="{"), "json": JsonLines()}


@pytest.fixture(params=FORMS)
def told(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Everything that any logger says from here on, at the level that says most, with what is asked of the database."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMS[request.param])
    loggers = [logging.getLogger(name) for name in ("", "filon", "filon.requests", "django", "django.request", "django.db.backends")]
    former = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    yield stream.getvalue
    connection.force_debug_cursor = False
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, former, strict=True):
        logger.setLevel(level)


def breaks(*_given: object, **_named: object) -> None:
    raise ValueError("the seal broke")


@pytest.mark.slow
def test_signing_says_neither_key_nor_code(told: Callable[[], str], work: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    with override("en"):
        sent(approved(), language="en")
    work()
    key = key_in(mail.outbox[0])
    browser, stranger = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)

    answers = [browser.get(f"/signer/{key}", headers=ENGLISH).status_code, post(browser, key, "seat_code").status_code]
    work()
    digits = code_in(mail.outbox[-1])
    answers += [
        post(stranger, key, "seat_sign", code=digits).status_code,
        browser.get(f"/signer/{key}/signer").status_code,
        browser.get(f"/signer/{key}/nowhere").status_code,
        post(browser, key, "seat_sign", code="000000", has_read="on").status_code,
    ]
    with monkeypatch.context() as patch:
        patch.setattr(seats, "seat_sign", breaks)
        answers.append(post(browser, key, "seat_sign", code=digits, has_read="on").status_code)
    answers += [post(browser, key, "seat_sign", code=digits, has_read="on").status_code, browser.get(f"/signer/{key}").status_code]

    assert answers == [200, 303, 422, 405, 404, 422, 500, 200, 410]
    assert "agreements_seat" in told() or "args=%s" in told()
    assert key not in told()
    assert digits not in told()


def test_signing_in_says_no_key(told: Callable[[], str]) -> None:
    user = User.objects.create_user(email="a@example.org", name="A")
    key = link_make(user=user)
    browser, strict = Client(), Client(enforce_csrf_checks=True)

    answers = [
        browser.get(f"/connexion/lien/{key}").status_code,
        strict.post(f"/connexion/lien/{key}").status_code,
        browser.get(f"/connexion/lien/{key}/nowhere").status_code,
        browser.post(f"/connexion/lien/{key}").status_code,
        browser.post(f"/connexion/lien/{key}").status_code,
        browser.get(f"/invitation/{key}").status_code,
    ]

    assert answers == [200, 403, 404, 303, 410, 410]
    assert key not in told()


def test_key_is_struck_out_wherever_it_stands_and_fingerprints_are_not() -> None:
    key, fingerprint = "A-b_" + "c" * 39, "f" * 64
    record = logging.LogRecord("filon.x", logging.WARNING, "", 0, f"\n{key}\nof https://x.org/signer/{key}/code, {fingerprint}", (), None)

    lines = [form.format(record) for form in FORMS.values()]

    assert [key in line for line in lines] == [False, False]
    assert [fingerprint in line for line in lines] == [True, True]
