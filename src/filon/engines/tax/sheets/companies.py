"""`filon tax company`: a row is an exercice, the rows of one `case` are in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from filon.engines.tax import company
from filon.engines.tax.errors import Malformed, TaxRefused
from filon.engines.tax.figures import two_decimals
from filon.engines.tax.sheets.sheet import Answer, Sheet
from filon.engines.tax.tables import Row, Table

FIRST_YEAR, LAST_YEAR = 2003, 2100
"""A `year` from the first of these on is that of the closing, on 31 December; a smaller one only counts exercices."""


def compute(table: Table) -> list[Answer]:
    """Optional columns: `case`, `year`, `closed_on` (the day, before the year), `aid_gifts_of_year`."""
    answers: dict[int, Answer] = {}
    for rows in _cases(table):
        years = _years(rows)
        try:
            found = company.reduction(years)
        except TaxRefused as refusal:
            raise Malformed(f"{table.file}, line {rows[0].line}", str(refusal)) from None
        answers.update((row.line, Answer(row, _cells(year), year.lines)) for row, year in zip(rows, found, strict=True))
    return [answers[row.line] for row in table.rows]


def _cases(table: Table) -> list[list[Row]]:
    """Without a `case` and a `year`, each row is a case by itself; with a `year` alone, the whole table is one."""
    if "case" not in table.header:
        return [list(table.rows)] if "year" in table.header else [[row] for row in table.rows]
    cases: dict[str, list[Row]] = {}
    for row in table.rows:
        if not row.text("case"):
            raise row.wrong("case", "the name of a case is expected, and nothing stands there")
        cases.setdefault(row.text("case"), []).append(row)
    return list(cases.values())


def _years(rows: Sequence[Row]) -> list[company.Year]:
    found = []
    former: int | None = None
    for row in rows:
        number = row.whole("year", least=1, most=LAST_YEAR) if "year" in row.cells else None
        if number is not None and former is not None and number != former + 1:
            problem = f"{former + 1} is expected after {former}, found {number}: every exercice is needed, one without gift too"
            raise row.wrong("year", problem)
        former = number
        found.append(_year(row, number))
    return found


def _year(row: Row, number: int | None) -> company.Year:
    if number is not None and 100 <= number < FIRST_YEAR:
        raise row.wrong("year", f"a year from {FIRST_YEAR} on or the rank of an exercice is expected, found {number}")
    closed = row.day("closed_on")
    if closed is None and number is not None and number >= FIRST_YEAR:
        closed = date(number, 12, 31)
    return company.Year(
        gifts_cents=row.cents("gifts_of_year"),
        turnover_cents=row.cents("turnover_excl_tax"),
        closed_on=closed,
        name=row.text("year"),
        aid_cents=row.optional_cents("aid_gifts_of_year"),
    )


def _cells(year: company.CompanyYear) -> dict[str, str]:
    amounts = (year.ceiling_cents, year.gift_used_cents, year.carry_used_cents, year.reduction_cents, year.carry_left_cents)
    return {name: two_decimals(amount) for name, amount in zip(SHEET.results, amounts, strict=True)}


SHEET = Sheet(
    required=("turnover_excl_tax", "gifts_of_year"),
    results=("ceiling", "gift_used", "carry_used", "reduction", "carry_left"),
    compute=compute,
)
