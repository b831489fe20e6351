"""The pages of refusals on the whole site, signed in or not: each comes out whole."""

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from filon.kernel import error_pages
from filon.kernel.models import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["client", "signed_in"])
def anybody(request: pytest.FixtureRequest) -> Client:
    found: Client = request.getfixturevalue(request.param)
    found.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return found


def test_address_that_does_not_exist_is_a_404_page(anybody: Client) -> None:
    response = anybody.get("/nowhere/at/all/")

    assert (response.status_code, "<main" in response.content.decode()) == (404, True)


def test_request_too_large_is_a_413_page(anybody: Client, settings) -> None:
    settings.LARGEST_REQUEST_BYTES = 1000

    response = anybody.post("/saved-views/", {"name": "x" * 2000, "idempotency_key": str(uuid7())})

    assert (response.status_code, "This is too large" in response.content.decode()) == (413, True)


def test_forged_form_is_a_403_page(user) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    strict.force_login(user, backend="filon.people.backends.Accounts")

    response = strict.post("/saved-views/", {"name": "Mine", "idempotency_key": str(uuid7())})

    assert (response.status_code, "This form did not come from a page" in response.content.decode()) == (403, True)


def test_post_without_key_is_a_400_page(signed_in: Client) -> None:
    response = signed_in.post("/saved-views/", {"name": "Mine"}, headers={"Accept-Language": "en"})

    assert (response.status_code, "without its key" in response.content.decode()) == (400, True)


def refused(sqlstate: str | None) -> OperationalError:
    """What Django makes of an error of PostgreSQL, which stands behind it with its SQLSTATE."""
    error = OperationalError("no")
    error.__cause__ = psycopg.errors.lookup(sqlstate)("no") if sqlstate else None
    return error


@pytest.mark.parametrize(("sqlstate", "reason"), [("53100", "full"), ("57014", "slow"), ("57P01", "away"), (None, "away")])
def test_what_the_database_refuses_is_told_apart(sqlstate: str | None, reason: str) -> None:
    assert error_pages.reason_of(refused(sqlstate)) == reason


def test_full_disk_of_the_database_is_a_503_page_that_says_so() -> None:
    response = error_pages.unavailable("full")

    assert (response.status_code, "The disk of the database is full. Nothing was saved" in response.content.decode()) == (503, True)
