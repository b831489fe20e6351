"""One server, one browser for the whole run; a fresh window for each test."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from e2e import lighthouse
from e2e import server as own_server
from e2e.browser import Visitor, launched, visitor
from e2e.demo import Demo
from e2e.server import Server

Arrives = Callable[..., Visitor]
LINES_OF_LOG = 40


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with own_server.running() as running:
        own_server.load_django(running)
        yield running


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
        complaints = [complaint for found in come for complaint in found.complaints]
        assert not complaints, "\n".join([*complaints, "The server said:", *server.log.read_text().splitlines()[-LINES_OF_LOG:]])


def pytest_sessionstart() -> None:
    """Scores of a former run are not shown as this one's."""
    for former in lighthouse.OUTPUT.glob("*.json"):
        former.unlink()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The scores of Lighthouse, passed or not."""
    for written in sorted(lighthouse.OUTPUT.glob("*.json")):
        categories = json.loads(written.read_text())["categories"]
        scores = ", ".join(f"{name} {100 * (category['score'] or 0):.0f}" for name, category in categories.items())
        terminalreporter.write_line(f"Lighthouse, {written.stem}: {scores}")
