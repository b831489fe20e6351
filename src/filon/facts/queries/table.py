"""Facts counted by kind and year; counts of persons shown outside never tell who is behind a small one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from filon.engines.disclosure import suppress
from filon.facts import kinds
from filon.facts.models import Fact

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
    years: Sequence[int]
    rows: Sequence[Row]


Key = tuple[str, int]


def fact_table(seen: QuerySet[Fact], *, outside: bool) -> Table:
    """The facts of the queryset by kind and year, in one query. Reversed facts and their reversals cancel out."""
    cells = _cells(seen)
    hidden = _hidden(cells) if outside else _Hidden()
    years = sorted({year for _, year in cells})
    labels = kinds.labels()
    codes = sorted({code for code, _ in cells}, key=lambda code: labels.get(code, code))
    return Table(years, [_row(code, labels.get(code, code), [cells.get((code, year)) for year in years], hidden, years) for code in codes])


def _cells(seen: QuerySet[Fact]) -> dict[Key, Cell]:
    standing = Q(reverses__isnull=True, reversed_by__isnull=True)
    counted = (
        seen.order_by()
        .values("kind", year=ExtractYear("occurred_on"))
        .annotate(facts=Count("pk", filter=standing), quantity=Sum("quantity"), value=Sum("value_cents"), people=Sum("persons"))
        .filter(facts__gt=0)
    )
    return {(one["kind"], one["year"]): Cell(one["facts"], one["quantity"], one["value"] or 0, one["people"]) for one in counted}


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
