"""One server, one browser for the whole run; a fresh window for each test."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import django
import pytest
from playwright.sync_api import Browser

from e2e import server as own_server
from e2e.browser import Visitor, launched, visitor
from e2e.demo import Demo
from e2e.server import Server

Arrives = Callable[..., Visitor]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with own_server.running() as running:
        load_django(running)
        yield running


def load_django(running: Server) -> None:
    """The addresses and the records of that server, read in this process; playwright's loop runs in it, hence the permission."""
    os.environ.update(running.variables)
    os.environ.update(DJANGO_SETTINGS_MODULE="filon.site.settings", DJANGO_ALLOW_ASYNC_UNSAFE="1")
    django.setup()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="session")
def demo(server: Server) -> Demo:
    return Demo.read()


@pytest.fixture
def arrives(browser: Browser, server: Server) -> Iterator[Arrives]:
    """`arrives("a name", locale="en-GB")`: a person signs in at a window of her own; without a name nobody signs in.

    At the end of the test, whatever the console or the server said against a page fails it.
    """
    with ExitStack() as windows:
        come: list[Visitor] = []

        def arrive(name: str = "", **options: object) -> Visitor:
            found = windows.enter_context(visitor(browser, server.address, **options))
            come.append(found)
            if name:
                found.comes_in_as(name)
            return found

        yield arrive
        assert [complaint for found in come for complaint in found.complaints] == []
