"""Somebody who acts, without any upper floor: the kernel knows no more of a user."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from jinja2 import DictLoader
from pytest_django import Settings


@dataclass(frozen=True)
class EverythingAllowed:
    """What a clerk may do never changes."""

    roles: dict[int, frozenset[str]] = field(default_factory=dict)
    acts: bool = True

    def digest(self) -> str:
        return "all"


@dataclass
class Clerk:
    """An actor of the kernel's own tests."""

    id: int = 7
    uuid: UUID = field(default_factory=uuid4)
    acting_host_id: int | None = 3
    standing: EverythingAllowed = field(default_factory=EverythingAllowed)
    forbidden: frozenset[str] = frozenset()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return perm not in self.forbidden


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    """In every test of the kernel."""


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def house(settings: Settings) -> None:
    """A site of the kernel alone, on the addresses of `tests.kernel.urls`, with bare pages for refusals."""
    settings.ROOT_URLCONF = "tests.kernel.urls"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "DIRS": [],
            "OPTIONS": {
                "loader": DictLoader({f"errors/{status}.html": "{{ sentence }}" for status in (400, 403, 404, 409, 413, 422)}),
            },
        }
    ]
    settings.MIDDLEWARE = [
        "filon.kernel.middleware.RequestIdentity",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "filon.kernel.middleware.SizeLimit",
        "filon.kernel.middleware.Answers",
        "filon.kernel.idempotency.Idempotency",
    ]


@pytest.fixture
def user(db: None) -> Any:
    """A real user, of whatever app brings users."""
    return get_user_model().objects.create_user(email="claire@example.org", name="Claire")


@pytest.fixture
def signed_in(client: Client, user: Any) -> Client:
    client.force_login(user, backend="filon.people.backends.Accounts")
    return client


@pytest.fixture
def file_room(tmp_path: Path, settings: Settings) -> Path:
    """An empty folder in which private files are kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
