"""Facts counted by kind and year; counts of persons shown outside never tell who is behind a small one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import ExtractYear

from filon.engines.disclosure import suppress
from filon.facts import kinds
from filon.facts.models import Fact
from filon.kernel.prepared import Prepared
from filon.people.models import User

SMALLEST_SHOWN = 5
"""Outside the schools, no count of fewer persons is shown, nor one from which such a count could be computed."""


@dataclass(frozen=True)
class Cell:
    """Facts of one kind in one year. ``facts`` leaves out what was reversed; ``persons`` None: nobody is counted, or hidden if
    ``is_hidden``."""

    facts: int
    quantity: Decimal
    value_cents: int
    persons: int | None
    is_hidden: bool = False


@dataclass(frozen=True)
class Row:
    """A kind over the years, with its total."""

    code: str
    label: str
    cells: Sequence[Cell | None]
    total: Cell


@dataclass(frozen=True)
class Table:
    """`count`: all facts that it was made from, those that cancel out included."""

    years: Sequence[int]
    rows: Sequence[Row]
    count: int


Key = tuple[str, int]


def fact_table(viewer: User, narrowed: QuerySet[Fact] | None, *, outside: bool) -> Table:
    """What the viewer may read, or the facts of a narrower queryset, by kind and year, in one query. Reversed facts and their reversals
    cancel out."""
    sums = _added_up(_WHOLE(viewer) if narrowed is None else _summed(narrowed))
    cells = {key: cell for key, cell in ((key, each.cell) for key, each in sums.items()) if cell.facts > 0}
    hidden = _hidden(cells) if outside else _Hidden()
    years = sorted({year for _, year in cells})
    labels = kinds.labels()
    codes = sorted({code for code, _ in cells}, key=lambda code: labels.get(code, code))
    rows = [_row(code, labels.get(code, code), [cells.get((code, year)) for year in years], hidden, years) for code in codes]
    return Table(years, rows, count=sum(each.all for each in sums.values()))


def _summed(seen: QuerySet[Fact]) -> QuerySet[Any, Any]:
    by_kind_and_year: QuerySet[Any, Any] = seen.order_by().values("kind", year=ExtractYear("occurred_on"))
    summed: QuerySet[Any, Any] = by_kind_and_year.annotate(
        all=Count("*"), reversals=Count("reverses"), quantity=Sum("quantity"), value=Sum("value_cents"), people=Sum("persons")
    )
    return summed


def _of_both_parts(reader: User) -> QuerySet[Any, Any]:
    own, others = Fact.objects.visible_parts(reader)
    return _summed(own).union(_summed(others), all=True)


_WHOLE = Prepared(_of_both_parts)


@dataclass
class _Sums:
    """What the facts of a kind and year make. Each reversal is of the kind and year of the fact that it takes away with itself."""

    all: int = 0
    reversals: int = 0
    quantity: Decimal = Decimal(0)
    value_cents: int = 0
    persons: int | None = None

    def add(self, row: dict[str, Any]) -> None:
        self.all += row["all"]
        self.reversals += row["reversals"]
        self.quantity += row["quantity"]
        self.value_cents += row["value"] or 0
        if row["people"] is not None:
            self.persons = (self.persons or 0) + row["people"]

    @property
    def cell(self) -> Cell:
        return Cell(self.all - 2 * self.reversals, self.quantity, self.value_cents, self.persons)


def _added_up(summed: Iterable[dict[str, Any]]) -> dict[Key, _Sums]:
    sums: dict[Key, _Sums] = defaultdict(_Sums)
    for row in summed:
        sums[row["kind"], row["year"]].add(row)
    return sums


@dataclass(frozen=True)
class _Hidden:
    """Counts of persons that are not shown."""

    cells: frozenset[tuple[Hashable, Hashable]] = frozenset()
    totals: frozenset[Hashable] = frozenset()


def _hidden(cells: Mapping[Key, Cell]) -> _Hidden:
    shown = suppress({key: cell.persons for key, cell in cells.items() if cell.persons}, minimum=SMALLEST_SHOWN)
    return _Hidden(
        frozenset(key for key, count in shown.cells.items() if count is None),
        frozenset(code for code, count in shown.row_totals.items() if count is None),
    )


def _row(code: str, label: str, cells: Sequence[Cell | None], hidden: _Hidden, years: Sequence[int]) -> Row:
    shown = [cell and _shown(cell, is_hidden=(code, year) in hidden.cells) for cell, year in zip(cells, years, strict=True)]
    total = _total([cell for cell in cells if cell is not None])
    return Row(code, label, shown, _shown(total, is_hidden=code in hidden.totals))


def _total(cells: Sequence[Cell]) -> Cell:
    counted = [cell.persons for cell in cells if cell.persons is not None]
    return Cell(
        facts=sum(cell.facts for cell in cells),
        quantity=sum((cell.quantity for cell in cells), Decimal(0)),
        value_cents=sum(cell.value_cents for cell in cells),
        persons=sum(counted) if counted else None,
    )


def _shown(cell: Cell, *, is_hidden: bool) -> Cell:
    return replace(cell, persons=None, is_hidden=True) if is_hidden else cell
