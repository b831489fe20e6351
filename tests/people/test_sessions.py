"""A session opens while it lasts, with the key that was given for it."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from filon.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    kept = SessionStore()
    kept["school"] = 3
    kept.save()
    return str(kept.session_key)


def test_session_opens_with_its_key(key: str) -> None:
    opened = SessionStore(key)

    assert (opened["school"], opened.session_key) == (3, key)


def test_lapsed_session_is_empty_and_its_key_forgotten(key: str) -> None:
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - dt.timedelta(seconds=1))

    lapsed = SessionStore(key)

    assert (lapsed.get("school"), lapsed.session_key) == (None, None)


def test_invented_key_opens_nothing() -> None:
    invented = SessionStore("invented0000000000000000000000000")

    assert (list(invented.keys()), invented.session_key) == ([], None)
