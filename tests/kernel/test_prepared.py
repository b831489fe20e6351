from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import JSONObject, Length
from django.test.utils import CaptureQueriesContext

from filon.kernel.models import SavedView
from filon.kernel.prepared import Given, GivenKeys, Prepared
from filon.people.models import Membership, User
from filon.people.roles import Role
from tests.factories.people import HostFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@dataclass
class Standing:
    roles: dict[int, frozenset[str]] = field(default_factory=dict)
    acts: bool = False

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


def test_shape_made_for_one_who_does_not_act_is_run_for_no_other(views: list[SavedView]) -> None:
    shared = Prepared(lambda reader: SavedView.objects.filter(owner_id=2) if reader.standing.acts else SavedView.objects.none())

    found = [shared(Viewer(1, Standing(acts=acts))) for acts in (False, True, False, True)]

    assert found == [[], [views[2]], [], [views[2]]]


def test_viewer_of_each_form_gets_its_own_shape(views: list[SavedView]) -> None:
    written: list[tuple[frozenset[str], bool]] = []
    seen = Prepared(lambda reader: written.append((reader.standing.held, reader.standing.acts)) or SavedView.objects.order_by("pk"))
    roles = {1: frozenset({"reads"})}

    for standing in (Standing(), Standing(acts=True), Standing(roles), Standing(roles, acts=True)) * 2:
        seen(Viewer(1, standing))

    assert written == [(frozenset(), False), (frozenset(), True), (frozenset({"reads"}), False), (frozenset({"reads"}), True)]


def test_shape_made_for_one_school_is_run_for_no_viewer_of_two(views: list[SavedView]) -> None:
    """Whoever asks first."""
    one, other, both = ({1: frozenset({"reads"})}, {2: frozenset({"reads"})}, {1: frozenset({"reads"}), 2: frozenset({"reads"})})

    def asked_by(*viewers: dict[int, frozenset[str]]) -> list[list[SavedView]]:
        seen = Prepared(lambda reader: SavedView.objects.filter(owner_id__in=reader.standing.hosts_where({"reads"})).order_by("pk"))
        return [seen(Viewer(9, Standing(roles))) for roles in viewers]

    found = asked_by(one, both, other), asked_by(both, one, {})

    assert found == ([views[:2], views, views[2:]], [views, views[:2], []])


SHAPES: dict[str, Callable[[QuerySet[SavedView]], QuerySet[Any, Any]]] = {
    "objects": lambda rows: rows,
    "objects without some columns": lambda rows: rows.defer("query"),
    "tuples": lambda rows: rows.values_list("name", "uuid"),
    "tuples through a converter": lambda rows: rows.values_list(JSONObject(name="name"), "pk"),
    "single values": lambda rows: rows.values_list("name", flat=True),
    "dicts": lambda rows: rows.values("page", length=Length("name")),
    "tuples sorted by a column they leave out": lambda rows: rows.values_list("page", "owner_id").distinct().order_by("-owner_id"),
    "a union": lambda rows: rows.values_list("name").union(rows.values_list("page")).order_by("name"),
    "a percent sign": lambda rows: rows.annotate(sign=Value("%s of 100 %")).values_list("sign", flat=True),
    "nothing": lambda rows: rows.none(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_rows_are_those_of_the_queryset(views: list[SavedView], shape: str) -> None:
    build = SHAPES[shape]
    prepared = Prepared(lambda _reader: build(SavedView.objects.filter(owner_id=Given(BigIntegerField(), "owner")).order_by("pk")))

    found = prepared(owner=1)

    assert found == list(build(SavedView.objects.filter(owner_id=1).order_by("pk")))


def test_objects_bring_those_they_name_and_annotations() -> None:
    held = MembershipFactory(role=Role.DIRECTOR, host=HostFactory(name="Gardon"))
    rows = Membership.objects.select_related("host", "user").annotate(place=F("host__name"))

    (found,) = Prepared(lambda _reader: rows)()
    with CaptureQueriesContext(connection) as queries:
        read = (found, found.host.name, found.user, vars(found)["place"])

    assert (read, len(queries)) == ((held, "Gardon", User.objects.get(pk=held.user_id), "Gardon"), 0)


def test_queryset_that_would_ask_more_than_once_is_refused() -> None:
    prepared = Prepared(lambda _reader: User.objects.prefetch_related("memberships"))

    with pytest.raises(TypeError, match="User: only objects, values and lists of values are prepared"):
        prepared()
