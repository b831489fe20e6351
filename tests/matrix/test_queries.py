"""Every page of the site asks exactly as many queries as tests/budgets/queries.toml says, as a partnership officer reads it."""

import pytest

from filon.kernel import demo
from tests.budgets.baseline import Baseline, counted, told
from tests.matrix.persons import Person
from tests.matrix.requests import GET, Visitors, address_of
from tests.matrix.urls import DRAFTS, ROWS
from tests.matrix.world import World

READER = Person.PARTNERSHIP_OFFICER


def is_read(row: tuple[str, str]) -> bool:
    """The reader gets an answer there."""
    return row[1] == GET and any(READER in people and status == 200 for people, status in ROWS[row].items())


PAGES = sorted(url_name for url_name, method in ROWS if is_read((url_name, method)))


@pytest.mark.parametrize("url_name", PAGES)
def test_page_asks_as_many_queries_as_committed(
    url_name: str, world: World, visitors: Visitors, baseline: Baseline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "REMEMBERED", 3600.0)
    address = address_of(url_name, world.a, draft=url_name in DRAFTS)
    visitors.ask(READER, GET, address)

    with counted() as asked:
        visitors.ask(READER, GET, address)

    assert len(asked) == baseline.expected("addresses", url_name, len(asked)), told(asked)


def test_file_names_the_pages_that_are_read_and_no_other(baseline: Baseline) -> None:
    assert sorted(baseline.numbers("addresses")) == PAGES
