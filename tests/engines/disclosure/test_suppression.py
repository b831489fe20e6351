"""No small count is shown, nor can it be computed back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.engines.disclosure import ShownTable, suppress

TABLES = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.fixed_dictionaries(
            {(f"row {r}", f"column {c}"): st.integers(0, 7) | st.integers(0, 60) for r in range(rows) for c in range(columns)}
        )
    )
)


def test_a_table_without_small_counts_is_shown_whole():
    table = {("2024", "women"): 12, ("2024", "men"): 0, ("2025", "women"): 5, ("2025", "men"): 40}

    shown = suppress(table)

    assert shown == ShownTable(table, {"2024": 12, "2025": 45}, {"women": 17, "men": 40}, 57)


def test_a_small_count_takes_a_rectangle_with_it():
    table = {("a", "x"): 3, ("a", "y"): 20, ("a", "z"): 30, ("b", "x"): 40, ("b", "y"): 10, ("b", "z"): 9}

    shown = suppress(table)

    hidden = {cell for cell, count in shown.cells.items() if count is None}
    assert hidden == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    assert shown.row_totals == {"a": 53, "b": 59}
    assert shown.total == 112


def test_a_small_table_is_hidden_with_its_totals():
    assert suppress({("a", "x"): 3}) == ShownTable({("a", "x"): None}, {"a": None}, {"x": None}, None)


def test_an_empty_table_has_no_one():
    assert suppress({}) == ShownTable({}, {}, {}, 0)


def test_the_minimum_can_be_stricter():
    assert suppress({("a", "x"): 9}, minimum=10).total is None


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="below 0"):
        suppress({("a", "x"): -1})


def lines(shown: ShownTable) -> list[list[object]]:
    """Every sum a reader can write: the names of its terms, the total last; each term is a cell or a total."""
    rows, columns = list(shown.row_totals), list(shown.column_totals)
    sums: list[list[object]] = [[*[(row, c) for c in columns if (row, c) in shown.cells], ("row", row)] for row in rows]
    sums += [[*[(r, column) for r in rows if (r, column) in shown.cells], ("column", column)] for column in columns]
    return [*sums, [*[("row", row) for row in rows], "total"], [*[("column", column) for column in columns], "total"]]


def hidden_in(shown: ShownTable) -> list[object]:
    named: dict[object, int | None] = {**shown.cells, "total": shown.total}
    named |= {("row", row): total for row, total in shown.row_totals.items()}
    named |= {("column", column): total for column, total in shown.column_totals.items()}
    return [name for name, count in named.items() if count is None]


@given(TABLES)
def test_no_small_count_is_shown(table: dict[tuple[str, str], int]):
    shown = suppress(table)

    counts = [*shown.cells.values(), *shown.row_totals.values(), *shown.column_totals.values(), shown.total]
    assert all(count is None or count == 0 or count >= 5 for count in counts)
    assert all(count is None or count == table[cell] for cell, count in shown.cells.items())


@given(TABLES)
def test_no_line_hides_a_single_count_nor_a_small_group(table: dict[tuple[str, str], int]):
    shown = suppress(table)

    hidden = set(hidden_in(shown))
    for *terms, total in lines(shown):
        hidden_terms = [term for term in terms if term in hidden]
        assert len(hidden_terms) + (total in hidden) != 1
        if hidden_terms and total not in hidden and all(term in table for term in hidden_terms):
            assert sum(table[term] for term in hidden_terms) >= 5


@given(TABLES)
def test_no_hidden_count_can_be_computed_back(table: dict[tuple[str, str], int]):
    shown = suppress(table)

    unknowns = hidden_in(shown)
    equations = [[Fraction((term in line[:-1]) - (term == line[-1])) for term in unknowns] for line in lines(shown)]
    assert determined(equations) == []


def determined(equations: list[list[Fraction]]) -> list[int]:
    """Which unknowns have one solution: Gauss-Jordan elimination leaves them alone in an equation."""
    rows = [row[:] for row in equations]
    rank = 0
    for column in range(len(rows[0])):
        pivot = next((index for index in range(rank, len(rows)) if rows[index][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for index, row in enumerate(rows):
            if index != rank and row[column]:
                rows[index] = [value - row[column] * lead for value, lead in zip(row, rows[rank], strict=True)]
        rank += 1
    alone = [[column for column, value in enumerate(row) if value] for row in rows[:rank]]
    return [columns[0] for columns in alone if len(columns) == 1]
