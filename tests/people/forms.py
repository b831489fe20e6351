"""Sends a form as a page would: with a key that makes it once."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client


def send(client: Client, address: str, **fields: Any) -> HttpResponse:
    """A POST with its idempotency key."""
    response: HttpResponse = client.post(address, {"idempotency_key": str(uuid4()), **fields})
    return response
