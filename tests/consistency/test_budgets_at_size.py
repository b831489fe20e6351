"""No page asks more queries as rows come: those of tests/budgets/queries.toml at ten, a hundred and ten thousand rows of everything."""

import pytest
from bench.sized import addresses, more_addresses, officer_of
from django.conf import settings
from django.test import Client

from filon.kernel.owner import default_is_owner
from filon.people.models import Host
from filon.site.demo import sizes
from tests.budgets.baseline import Baseline, counted

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

SIZES = (10, 100, 10_000)
"""Partners, people, commitments; facts are five times as many, agreements a twenty-fifth."""


def school_of(rows: int) -> Client:
    """One school with so much of everything, and its officer's browser."""
    few = max(2, rows // 25)
    size = sizes.Size(
        schools=1, organisations=rows, contacts=rows, live=few, commitments=rows, facts=5 * rows, ended=max(1, few // 3), drafts=1
    )
    with default_is_owner():
        sizes.grow(size, seed=3, say=lambda _line: None, first=1)
    sizes.tidy()
    officer = officer_of(Host.objects.get())
    client = Client()
    client.force_login(officer)
    return client


@pytest.mark.parametrize("rows", SIZES)
def test_pages_ask_as_many_queries_at_any_size(rows: int, baseline: Baseline) -> None:
    client = school_of(rows)
    pages = addresses(officer_of(Host.objects.get())) | more_addresses()

    found = {name: _queries(client, url) for name, url in pages.items()}

    assert found == {name: baseline.expected("sizes", name, queries) for name, queries in found.items()}


def _queries(client: Client, url: str) -> int:
    """Of the second answer."""
    assert settings.DEBUG is False
    assert client.get(url).status_code == 200
    with counted() as asked:
        client.get(url)
    return len(asked)
