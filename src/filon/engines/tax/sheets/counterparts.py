"""`filon tax counterparts`: a row is one agreement, what is given and what is granted for it, in the words of docs/tax.md."""

from __future__ import annotations

import re

from filon.engines.tax.counterparts import Basis, Side, Verdict, judge
from filon.engines.tax.errors import TaxRefused
from filon.engines.tax.figures import cents_of, decimal
from filon.engines.tax.sheets.sheet import Answer, Sheet
from filon.engines.tax.tables import Row, Table

AMOUNT = r"([^()a-z]+?)"
OVER_YEARS = re.compile(rf"{AMOUNT} over ([0-9]+) years? \({AMOUNT} each\)")
PLEDGED = re.compile(rf"{AMOUNT} pledged,? {AMOUNT} received")
IN_KIND = re.compile(rf"{AMOUNT} \(in kind only, {AMOUNT}\)")
DELIVERED = re.compile(rf"{AMOUNT} (?:all )?delivered(?: in year ([0-9]+))?")
UNVALUED = re.compile(r"unvalued(?: counterparts?)?")
BLOCKED = "block receipt for sending the 238 bis 6 statement"
MOST_YEARS = 99


def compute(table: Table) -> list[Answer]:
    """`ratio` is added when the table has no such column."""
    return [_answer(row, with_ratio="ratio" not in table.header) for row in table.rows]


def _answer(row: Row, *, with_ratio: bool) -> Answer:
    verdict = judge(_sides(row))
    cells = {"ratio": _ratio(verdict)} if with_ratio else {}
    return Answer(row, {**cells, "result": _result(verdict)})


def _sides(row: Row) -> list[Side]:
    value, value_year = _value(row)
    text = row.text("gift")
    if found := OVER_YEARS.fullmatch(text):
        return _over_years(row, found, value, value_year)
    if value_year is not None:
        raise row.wrong("counterparts_value", "a year is named, but the gift is not spread over years")
    if found := PLEDGED.fullmatch(text):
        pledged, received = (_cents(row, "gift", part) for part in found.groups())
        return [Side(Basis.PLEDGED, _above_zero(row, pledged), value), Side(Basis.CASH, received, value)]
    if found := IN_KIND.fullmatch(text):
        given = sum(_cents(row, "gift", part) for part in found.groups())
        return [Side(Basis.AGREEMENT, _above_zero(row, given), value)]
    return [Side(Basis.AGREEMENT, _above_zero(row, _cents(row, "gift", text)), value)]


def _over_years(row: Row, found: re.Match[str], value: int | None, value_year: int | None) -> list[Side]:
    total, each, years = _cents(row, "gift", found[1]), _cents(row, "gift", found[3]), int(found[2][:9])
    if not 1 <= years <= MOST_YEARS or total != years * each:
        raise row.wrong("gift", f"the years do not add up to the whole: {years} times {found[3]} is not {found[1]}")
    sides = [Side(Basis.AGREEMENT, _above_zero(row, total), value)]
    if value_year is None:
        return sides
    if not 1 <= value_year <= years:
        raise row.wrong("counterparts_value", f"a year from 1 to {years} is expected, found {value_year}")
    return [*sides, Side(Basis.YEAR, each, value, value_year)]


def _value(row: Row) -> tuple[int | None, int | None]:
    """Cents, None when unvalued; and the year in which all of it is delivered."""
    text = row.text("counterparts_value")
    if UNVALUED.fullmatch(text):
        return None, None
    if found := DELIVERED.fullmatch(text):
        return _cents(row, "counterparts_value", found[1]), int(found[2][:9]) if found[2] else None
    return _cents(row, "counterparts_value", text), None


def _cents(row: Row, column: str, text: str) -> int:
    try:
        return cents_of(text)
    except TaxRefused as refusal:
        raise row.wrong(column, str(refusal)) from None


def _above_zero(row: Row, cents: int) -> int:
    if cents == 0:
        raise row.wrong("gift", "a gift above zero is expected: there is nothing to compare the counterparts with")
    return cents


def _result(verdict: Verdict) -> str:
    if verdict.is_blocked:
        return BLOCKED
    above = verdict.above
    if not above:
        return "ok"
    sides = [side for side, _found in verdict.ratios]
    if len(sides) == 1:
        return "alert"
    if sides[0].basis == Basis.PLEDGED:
        return f"alert on {' and '.join('pledge' if side.basis == Basis.PLEDGED else 'cash' for side in above)} basis"
    agreement, year = sides
    return f"{_word(agreement, above)} on agreement, {_word(year, above)} on year {year.year}"


def _word(side: Side, above: tuple[Side, ...]) -> str:
    return "alert" if side in above else "ok"


def _ratio(verdict: Verdict) -> str:
    if verdict.is_blocked:
        return "n/a"
    texts = [(side, decimal(found.fraction)) for side, found in verdict.ratios]
    if len(texts) == 1:
        return texts[0][1]
    places = {Basis.AGREEMENT: "on the agreement", Basis.PLEDGED: "of pledge", Basis.CASH: "of cash"}
    return "; ".join(f"{text} {places.get(side.basis) or f'on year {side.year}'}" for side, text in texts)


SHEET = Sheet(required=("gift", "counterparts_value"), results=("result",), compute=compute)
