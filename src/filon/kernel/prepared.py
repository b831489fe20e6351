"""Queries of one shape: Django writes their SQL once a process and day, for writing it costs a page more than running it.

    FOUND = Prepared(lambda reader: Agreement.objects.visible_to(reader).filter(uuid=Given("id", UUIDField())))
    FOUND(viewer, id=agreement_id)

`visible_to` is the very same method: it gets a reader whose key and schools are places for those of the viewer. Only SQL is kept, never
a row. The shape may depend on the day, on the roles the viewer holds, on whether they are held at one school and on whether she acts for
somebody (hence one for each), and on nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from filon.kernel.rows import reader_of

Roles = frozenset[Any]
NO_ROLES: Roles = frozenset()
Value = Callable[[Any, dict[str, Any]], Any]
"""How a parameter is found at each run: from the viewer and the other values."""


class Given(Expression):
    """The place of one value, of the type of `field`."""

    def __init__(self, field: Field[Any, Any], value: Value | str) -> None:
        """`value`: the name under which it is given, or how to find it."""
        super().__init__(output_field=field)
        self.place = _Place(value) if callable(value) else _Place(lambda _viewer, given: given[value])

    def as_sql(self, _compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        return f"(%s::{self.output_field.db_type(connection)})", [self.place]


class GivenList(Given):
    """The place of a list of values, after `__in`."""

    def as_sql(self, _compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        return f"(SELECT unnest(%s::{self.output_field.db_type(connection)}[]))", [self.place]


class GivenKeys(GivenList):
    """The place of a list of keys, after `__in`."""

    def __init__(self, value: Value | str) -> None:
        super().__init__(BigIntegerField(), value)


@dataclass(frozen=True)
class _Place:
    """What stands among the parameters of the SQL until the value comes."""

    value: Value


@dataclass(frozen=True)
class Form:
    """All that a shape may depend on. A shape is run for viewers of its very form, and for no other. `is_of_one`: the roles are held at
    one school, as always while one works for it: its rows are then met by an index in the order they are shown in."""

    day: date
    held: Roles
    is_of_one: bool
    acts: bool


def _form_for(viewer: Any) -> Form:
    """Without a viewer, visibility plays no part."""
    today = timezone.localdate()
    if viewer is None:
        return Form(today, NO_ROLES, is_of_one=False, acts=True)
    roles = viewer.standing.roles
    return Form(today, NO_ROLES.union(*roles.values()), is_of_one=len(roles) == 1, acts=viewer.standing.acts)


class _Standing:
    """Of the reader: the schools are places for those of the viewer, none where the roles held open none; she acts as the viewer does."""

    def __init__(self, form: Form) -> None:
        self.held, self.acts, self.is_of_one = form.held, form.acts, form.is_of_one

    def hosts_where(self, allowed: Iterable[Any]) -> Any:
        wanted = frozenset(allowed)
        return self._hosts(lambda viewer: viewer.standing.hosts_where(wanted)) if wanted & self.held else []

    @property
    def host_ids(self) -> Any:
        return self._hosts(lambda viewer: viewer.standing.host_ids) if self.held else []

    def _hosts(self, of: Callable[[Any], list[int]]) -> Given:
        """After `__in`. Of one school, `IN (1)` is `= 1` to PostgreSQL."""
        if self.is_of_one:
            return Given(BigIntegerField(), lambda viewer, _given: of(viewer)[0])
        return GivenKeys(lambda viewer, _given: of(viewer))


class _Reader:
    """Stands for the viewer while the SQL is written."""

    def __init__(self, form: Form) -> None:
        self.pk = self.id = Given(BigIntegerField(), lambda viewer, _given: viewer.id)
        self.standing = _Standing(form)


@dataclass(frozen=True)
class _Shape:
    """A query whose SQL is written, with `%s` where values go. `sql` is None when it can find nothing, whatever is given."""

    database: str
    sql: str | None
    places: tuple[Value, ...]
    read: Callable[[list[Any]], list[Any]]


class Prepared:
    """Called with the viewer, if visibility plays a part, and the other values by name: the rows of the query that `build` describes."""

    def __init__(self, build: Callable[[Any], QuerySet[Any]]) -> None:
        self.build = build
        self.shapes: dict[Form, _Shape] = {}

    def __call__(self, viewer: Any = None, **given: Any) -> list[Any]:
        shape = self._shape(_form_for(viewer))
        if shape.sql is None:
            return []
        values = [value(viewer, given) for value in shape.places]
        with connections[shape.database].cursor() as cursor:
            cursor.execute(shape.sql, values)
            return shape.read(cursor.fetchall())

    def _shape(self, form: Form) -> _Shape:
        """Those of former days are forgotten."""
        shape = self.shapes.get(form)
        if shape is None:
            shape = _written(self.build(_Reader(form)))
            self.shapes = {known: kept for known, kept in self.shapes.items() if known.day == form.day} | {form: shape}
        return shape


def _written(queryset: QuerySet[Any]) -> _Shape:
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Shape(queryset.db, None, (), list)
    places = tuple(param.value for param in params if isinstance(param, _Place))
    return _Shape(queryset.db, _merged(sql, params, connections[queryset.db]), places, reader_of(queryset, compiler))


def _merged(sql: str, params: Iterable[Any], connection: BaseDatabaseWrapper) -> str:
    """The SQL with what never changes written into it: only the places are left to fill at each run."""
    texts = iter(params)

    def text_of(found: re.Match[str]) -> str:
        param = "%" if found[0] == "%%" else next(texts)
        if found[0] == "%%" or isinstance(param, _Place):
            return found[0]
        return str(connection.ops.compose_sql("%s", [param])).replace("%", "%%")  # type: ignore[attr-defined]  # PostgreSQL's has it

    return re.sub("%[s%]", text_of, sql)
