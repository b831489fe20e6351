"""`filon tax individual`: a row is one income year of one household, with the boxes of its return."""

from __future__ import annotations

from datetime import date

from filon.engines.tax import individual, rules
from filon.engines.tax.figures import one_decimal
from filon.engines.tax.sheets.sheet import Answer, Sheet
from filon.engines.tax.tables import Row, Table

ORDINARY, AID, CARRIED, AID_DAY = "gift_66_7UF", "gift_75_7UD", "carry_or_eu_7XY_7VC", "gift_75_on"


def compute(table: Table) -> list[Answer]:
    """Optional column: `gift_75_on`, the day of the gift at 75 %, needed where the year has two ceilings and they differ for it."""
    return [_answer(row) for row in table.rows]


def _answer(row: Row) -> Answer:
    year = row.whole("income_year", least=2020, most=2100)
    last = date(year, 12, 31)
    gifts = (individual.Gift(last, row.cents(ORDINARY)), individual.Gift(_aid_day(row, year), row.cents(AID), is_aid=True))
    carried = (individual.Excess(year - 1, row.cents(CARRIED)),)
    given = individual.Year(year, row.cents("revenu_net_imposable"), tuple(one for one in gifts if one.cents), carried)
    found = individual.reduction(given)
    return Answer(row, {"reduction_eur": one_decimal(found.reduction_cents)}, found.lines)


def _aid_day(row: Row, year: int) -> date:
    day = row.day(AID_DAY)
    if day is not None:
        if day.year != year:
            raise row.wrong(AID_DAY, f"a day of {year} is expected, found {day.isoformat()}")
        return day
    first, last = (rules.on("individual.aid", day) for day in (date(year, 1, 1), date(year, 12, 31)))
    if first is not last and row.cents(AID) > min(first["ceiling_cents"], last["ceiling_cents"]):
        problem = f"the ceiling changed on {last.valid_from.isoformat()}: the day of this gift is needed, in a column {AID_DAY}"
        raise row.wrong(AID, problem)
    return date(year, 12, 31)


SHEET = Sheet(
    required=("income_year", "revenu_net_imposable", ORDINARY, AID, CARRIED),
    results=("reduction_eur",),
    compute=compute,
)
