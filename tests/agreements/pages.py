"""Reads and sends the pages of agreements as a browser in English does."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from filon.people.models import User

ENGLISH = {"accept-language": "en"}


def read(client: Client, viewer: User, address: str, status: int = 200, **query: str) -> str:
    """The page as that person sees it, with the status it must have."""
    client.force_login(viewer)
    return words(client.get(address, query, headers=ENGLISH), status)


def send(client: Client, viewer: User, address: str, **fields: Any) -> HttpResponse:
    """A form of hers, with the key that makes it count once."""
    client.force_login(viewer)
    response: HttpResponse = client.post(address, {"idempotency_key": str(uuid4()), **fields}, headers=ENGLISH)
    return response


def refused(client: Client, viewer: User, address: str, **fields: Any) -> str:
    """The page of a form that came back to be corrected."""
    shown = words(send(client, viewer, address, **fields), 422)
    assert "<title>Error:" in shown
    assert 'role="alert"' in shown
    return shown


def words(response: Any, status: int) -> str:
    assert response.status_code == status, response.content.decode()[:3000]
    text: str = response.content.decode()
    return text
