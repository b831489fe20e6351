"""One world for all the tests of the matrix: built once, in a transaction that is undone at the end; each request is undone at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from filon.kernel.demo import forget_answer
from tests.matrix.requests import Visitors
from tests.matrix.world import World, build


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    media_root = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = Path(tmp_path_factory.mktemp("files"))
    forget_answer()
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = media_root


@pytest.fixture(scope="package")
def visitors(world: World) -> Visitors:
    """A session for each column of the matrix."""
    return Visitors({person: _session(user) for person, user in world.accounts.items()})


def _session(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(autouse=True)
def _in_the_world(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Opens the database of the world to a test, and undoes what the test does."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
