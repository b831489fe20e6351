from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.db.models import CharField
from django.test.utils import CaptureQueriesContext

from filon.kernel.models import SavedView
from filon.kernel.prepared import Given, GivenKeys, Prepared

pytestmark = pytest.mark.django_db


@dataclass
class Standing:
    roles: dict[int, frozenset[str]] = field(default_factory=dict)

    def hosts_where(self, allowed: frozenset[str]) -> list[int]:
        return sorted(host for host, held in self.roles.items() if held & allowed)


@dataclass
class Viewer:
    pk: int
    standing: Standing


@pytest.fixture
def views() -> list[SavedView]:
    return [SavedView.objects.create(owner_id=owner, page="things", name=name) for owner, name in ((1, "A"), (1, "B"), (2, "C"))]


def test_each_run_takes_its_own_values(views: list[SavedView]) -> None:
    named = Prepared(lambda _reader: SavedView.objects.filter(name=Given(CharField(), "name")))

    found = [named(name=name) for name in ("A", "C", "none")]

    assert found == [[views[0]], [views[2]], []]


def test_sql_is_written_once_and_rows_are_read_each_time(views: list[SavedView]) -> None:
    written: list[str] = []
    named = Prepared(lambda _reader: written.append("once") or SavedView.objects.filter(pk__in=GivenKeys("keys")).order_by("pk"))

    first = named(keys=[views[0].pk])
    SavedView.objects.filter(pk=views[0].pk).update(name="Changed")
    with CaptureQueriesContext(connection) as queries:
        second = named(keys=[views[0].pk, views[1].pk])

    assert (written, [view.name for view in first], [view.name for view in second], len(queries)) == (["once"], ["A"], ["Changed", "B"], 1)


def test_viewer_sees_her_own_and_what_her_roles_open(views: list[SavedView]) -> None:
    seen = Prepared(lambda reader: SavedView.objects.filter(owner_id__in=reader.standing.hosts_where({"reads"})).order_by("pk"))

    member, stranger, other = ({2: frozenset({"reads"})}, {}, {2: frozenset({"sweeps"})})
    found = [seen(Viewer(1, Standing(roles))) for roles in (member, stranger, other)]

    assert found == [[views[2]], [], []]
