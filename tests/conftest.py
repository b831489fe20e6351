"""The suite runs on its own database, as the role of the application; only `owner` may migrate, truncate or erase.

FILON_TEST_DB names the database (test_filon), to which pytest-xdist adds its worker. Without DATABASE_URL the suite runs on
Filon's own PostgreSQL, which is stopped at the end unless somebody else uses it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from filon.kernel import demo
from filon.kernel.tasks import run_next
from filon.launcher import environment, postgres
from filon.people.models import Host
from tests import database
from tests.budgets.baseline import Baseline
from tests.factories.people import HostFactory

OWN_SERVER = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-budgets", action="store_true", help="write tests/budgets/queries.toml anew (make budgets)")


def pytest_configure(config: pytest.Config) -> None:
    """Once, in the process that leads: PostgreSQL of our own, unless an address is given."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True  # looked for when asked for: not every file by each client of a test
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow digest is what makes a code hard to guess
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    config.stash[OWN_SERVER] = ExitStack()
    if settings.ENVIRONMENT.database_url is None and not hasattr(config, "workerinput"):
        config.stash[OWN_SERVER].enter_context(postgres.running(environment.read().var))


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[OWN_SERVER].close()


@pytest.fixture(scope="session")
def baseline(request: pytest.FixtureRequest) -> Iterator[Baseline]:
    """The committed numbers of queries, or those that this run writes."""
    found = Baseline(is_rewritten=bool(request.config.getoption("--rewrite-budgets")))
    yield found
    if found.is_rewritten:
        found.write()


@pytest.fixture(scope="session", autouse=True)
def _demo_known_for_long() -> Iterator[None]:
    """Else a slow machine asks again, in the middle of a count of queries, whether this is a demo."""
    demo.REMEMBERED, usual = 3600.0, demo.REMEMBERED
    yield
    demo.REMEMBERED = usual


@pytest.fixture(scope="session")
def database_name() -> str:
    """Its own for each worker of pytest-xdist."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return "_".join(part for part in (os.environ.get("FILON_TEST_DB") or "test_filon", worker) if part)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker, database_name: str) -> Iterator[None]:
    """Replaces pytest-django's: made from a migrated template, then both connections point at it."""
    server = dict(settings.DATABASES["owner"])
    with django_db_blocker.unblock():
        database.create(server, database_name)
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = database_name
        reference = database.Reference.read(database_name)
        TransactionTestCase._fixture_teardown = lambda _case: reference.restore()
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
        database.drop(server, database_name)


@pytest.fixture
def english() -> Iterator[None]:
    """The sentences as the code writes them."""
    with override("en"):
        yield


@pytest.fixture
def host() -> Host:
    return HostFactory()


@pytest.fixture
def work() -> Callable[[], int]:
    """Does everything that is queued; returns how many tasks."""

    def done() -> int:
        count = 0
        while run_next("worker-of-the-test"):
            count += 1
        return count

    return done
