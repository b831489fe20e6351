"""What the database answers, made into what a queryset promises: objects, tuples, single values or dicts.

Django works this out again each time a queryset is read; here it is worked out once a query (`kernel.prepared`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable, ValuesListIterable
from django.db.models.query import get_related_populators as populators_of  # type: ignore[attr-defined]  # Django keeps it for itself
from django.db.models.sql.compiler import SQLCompiler

Rows = list[Any]
Reader = Callable[[Rows], Rows]


def reader_of(queryset: QuerySet[Any], compiler: SQLCompiler) -> Reader:
    """How the answer to a query is read; `compiler` has written its SQL. Raises TypeError for a queryset that promises anything else."""
    make = _MAKERS.get(queryset._iterable_class)
    if make is None or vars(queryset)["_prefetch_related_lookups"]:
        raise TypeError(f"{queryset.model.__name__}: only objects, values and lists of values are prepared")
    convert, made = _converter(queryset.db, compiler), make(queryset, compiler)
    return made if convert is None else lambda rows: made(convert(rows))


def _converter(database: str, compiler: SQLCompiler) -> Reader | None:
    """Passes each column through what its field asks for; None when no field asks for anything."""
    columns = [column[0] for column in (compiler.select or [])[: compiler.col_count]]
    converters = [(place, tuple(each), column) for place, (each, column) in compiler.get_converters(columns).items()]
    if not converters:
        return None

    def convert(rows: Rows) -> Rows:
        connection, converted = connections[database], [list(row) for row in rows]
        for place, each, column in converters:
            for row in converted:
                for converter in each:
                    row[place] = converter(row[place], column, connection)
        return converted

    return convert


def _objects(queryset: QuerySet[Any], compiler: SQLCompiler) -> Reader:
    """Models with those that `select_related` names, and annotations as attributes."""
    klass, database = compiler.klass_info or {}, queryset.db
    model: type[Model] = klass["model"]
    select: Sequence[Any] = compiler.select or []
    first, last = klass["select_fields"][0], klass["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    populators = populators_of(klass, select, database)
    annotations = tuple((compiler.annotation_col_map or {}).items())

    def made(row: Any) -> Model:
        found = model.from_db(database, names, row[first:last])
        for populator in populators:
            populator.populate(row, found)
        for name, place in annotations:
            setattr(found, name, row[place])
        return found

    return lambda rows: [made(row) for row in rows]


def _tuples(_queryset: QuerySet[Any], compiler: SQLCompiler) -> Reader:
    """A column that only sorts is cut off."""
    count = compiler.col_count
    return lambda rows: [tuple(row[:count]) for row in rows]


def _singles(_queryset: QuerySet[Any], _compiler: SQLCompiler) -> Reader:
    return lambda rows: [row[0] for row in rows]


def _dicts(queryset: QuerySet[Any], _compiler: SQLCompiler) -> Reader:
    query = queryset.query
    names: Iterable[str] = query.selected or [*query.extra_select, *query.values_select, *query.annotation_select]
    keys = tuple(names)
    return lambda rows: [dict(zip(keys, row, strict=False)) for row in rows]


_MAKERS: dict[Any, Callable[[QuerySet[Any], SQLCompiler], Reader]] = {
    ModelIterable: _objects,
    ValuesListIterable: _tuples,
    FlatValuesListIterable: _singles,
    ValuesIterable: _dicts,
}
