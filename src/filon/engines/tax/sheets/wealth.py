"""`filon tax ifi`: a row is what one household gave for one year of the tax on real-estate wealth."""

from __future__ import annotations

from datetime import date

from filon.engines.tax import ifi
from filon.engines.tax.figures import one_decimal
from filon.engines.tax.sheets.sheet import Answer, Sheet
from filon.engines.tax.tables import Row, Table


def compute(table: Table) -> list[Answer]:
    return [_answer(row) for row in table.rows]


def _answer(row: Row) -> Answer:
    year = row.whole("ifi_year", least=2018, most=2100)
    found = ifi.reduction(row.cents("gift"), on=date(year, 1, 1))
    return Answer(row, {"reduction_before_tax_due_cap": one_decimal(found.reduction_cents)}, found.lines)


SHEET = Sheet(required=("ifi_year", "gift"), results=("reduction_before_tax_due_cap",), compute=compute)
