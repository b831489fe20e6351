"""What came, changed or went since a moment, told by PostgreSQL itself: every version of a row bears the number of the transaction that
wrote it (`xmin`), whoever wrote it and whatever triggers say. Nothing has to be noted by those who write.

A fingerprint is a sum over rows of a hash of table, key and `xmin`: it differs once one row was added, changed or removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, DecimalField, Expression, F, Func, Model, Sum
from django.db.models.sql.compiler import SQLCompiler

from filon.kernel.registry import Scope


class RowHash(Expression):
    """A hash of which row of the queried table this is, and of which transaction wrote it."""

    def __init__(self) -> None:
        super().__init__(output_field=BigIntegerField())

    def as_sql(self, compiler: SQLCompiler, _connection: Any) -> tuple[str, list[Any]]:
        quoted, query = compiler.quote_name_unless_alias, compiler.query
        row, key = quoted(query.get_initial_alias()), quoted(query.get_meta().pk.column)
        return f"hashint8extended({row}.{key}, ({row}.tableoid::bigint << 32) + {row}.xmin::text::bigint)", []


class Block(Func):
    """The block in which a key is remembered."""

    template = "(%(expressions)s / %(size)s)"
    output_field = BigIntegerField()


def blocks_of(scope: Scope) -> dict[int, Decimal]:
    """The fingerprint of each block of objects, over all rows that bear on it. Reads every table of the scope once, in the database."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for model, paths in scope.touched_by.items():
        for path in paths:
            for block, total in _summed(model, path, scope.block):
                sums[block] += total
    return dict(sums)


def _summed(model: type[Model], path: str, size: int) -> Iterator[tuple[int, Decimal]]:
    rows = model._base_manager.filter(**{f"{path}__isnull": False}).order_by()
    summed = rows.values(block=Block(F(path), size=size)).annotate(total=Sum(RowHash(), output_field=_EXACT))
    yield from summed.values_list("block", "total").iterator()


def of_tables(models: Iterable[type[Model]]) -> Decimal:
    """One fingerprint for all rows of these tables."""
    sums = (model._base_manager.aggregate(total=Sum(RowHash(), output_field=_EXACT))["total"] for model in models)
    return sum((found or Decimal(0) for found in sums), Decimal(0))


_EXACT: DecimalField[Any, Any] = DecimalField(max_digits=40, decimal_places=0)


@dataclass(frozen=True)
class Moment:
    """A moment of a database: every transaction before `xid` was over. A copy of the database is another database."""

    database: str
    xid: int


def this_moment() -> Moment:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws(' ', system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database())),"
            " pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM pg_control_system()"
        )
        database, xid = cursor.fetchone()
    return Moment(str(database), int(xid))


class WrittenSince(Expression):
    """Did this row of the queried table come or change since that moment? `age` counts transactions backwards from now, as PostgreSQL
    compares them: modulo 2³²."""

    def __init__(self, moment: Moment) -> None:
        super().__init__(output_field=BooleanField())
        self.moment = moment

    def as_sql(self, compiler: SQLCompiler, _connection: Any) -> tuple[str, list[Any]]:
        row = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return f"(age({row}.xmin) BETWEEN 0 AND age(%s::text::xid))", [_short(self.moment)]


def settled_rows(model: type[Model], moments: Iterable[Moment]) -> list[int]:
    """How many rows of the table were written before each of the moments, in one reading. Of an append-only table it never falls."""
    table = connection.ops.quote_name(model._meta.db_table)
    counted = ", ".join("count(*) FILTER (WHERE NOT age(xmin) BETWEEN 0 AND age(%s::text::xid))" for _moment in moments)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted} FROM {table}", [_short(moment) for moment in moments])  # noqa: S608  names of ours
        return [int(count) for count in cursor.fetchone()]


def _short(moment: Moment) -> str:
    """As `xmin` is written: the last 32 bits."""
    return str(moment.xid % 2**32)
