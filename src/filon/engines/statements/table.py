"""CSV: each bank has its own columns. They are recognised by their names, or given once and remembered."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from filon.engines.statements.model import Line, Reason, Statement, Unreadable
from filon.engines.statements.text import cents_of, day_of, iban_in, words

NAMES: dict[str, tuple[str, ...]] = {
    "credited": ("date de valeur", "date valeur", "valeur", "value date"),
    "booked": (
        "date de comptabilisation",
        "date comptable",
        "date operation",
        "date d'operation",
        "date de l'operation",
        "booking date",
        "date",
    ),
    "debit": ("debit", "montant debit", "debit euros", "sortie"),
    "credit": ("credit", "montant credit", "credit euros", "entree"),
    "amount": ("montant", "montant (eur)", "montant en euros", "montant eur", "amount"),
    "iban": ("iban", "iban du tiers", "iban donneur d'ordre", "compte tiers"),
    "payer": ("donneur d'ordre", "nom du tiers", "tiers", "emetteur", "contrepartie", "nom", "payer", "beneficiaire"),
    "reference": ("reference", "reference client", "ref", "reference de bout en bout", "end to end id"),
    "label": (
        "libelle",
        "libelle operation",
        "libelle de l'operation",
        "libelle complet",
        "motif",
        "communication",
        "label",
        "description",
    ),
    "currency": ("devise", "currency"),
}
SEPARATORS = ";\t|,"
MOST_TOLD = 20
"""Rows of which it is said what is wrong."""
LOOKED_AT = 15
"""Rows in which the heads are looked for: banks write the account and the period above them."""


@dataclass(frozen=True)
class Mapping:
    """Places of the columns, from 0; None where there is none. An amount is one column, or what leaves and what comes in. ``heads``: how
    many rows stand above the first movement."""

    separator: str
    heads: int
    booked: int
    credited: int | None = None
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    payer: int | None = None
    iban: int | None = None
    reference: int | None = None
    label: int | None = None
    currency: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def last(self) -> int:
        """The greatest place that every row must have."""
        needed = (self.booked, *(place for place in (self.amount, self.debit, self.credit) if place is not None))
        return max(needed)


def rows_of(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """With the number of the line where each ends. Raises Unreadable for a quotation that has no end."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise Unreadable(Reason.TRUNCATED, place=str(reader.line_num), found=str(error)) from error


def guess(text: str) -> Mapping | None:
    """By the names of the columns, whatever separates them; None when there is no day, or no amount."""
    return next((found for found in (_guess(text, separator) for separator in SEPARATORS) if found is not None), None)


def _guess(text: str, separator: str) -> Mapping | None:
    start = "\n".join(text.split("\n", LOOKED_AT)[:LOOKED_AT])
    try:
        rows = [row for _line, row in rows_of(start, separator)]
    except Unreadable:
        rows = [row.split(separator) for row in start.split("\n")]
    for number, row in enumerate(rows, 1):
        found = _named([_folded(cell) for cell in row])
        if "booked" in found and ("amount" in found or {"debit", "credit"} <= set(found)):
            return Mapping(separator, number, **found)
    return None


def _named(heads: Sequence[str]) -> dict[str, int]:
    """Which column is which; a column is one thing, and the first names are the surest."""
    found: dict[str, int] = {}
    for key, names in NAMES.items():
        place = next((heads.index(name) for name in names if name in heads and heads.index(name) not in found.values()), None)
        if place is not None:
            found[key] = place
    return found


def _folded(cell: str) -> str:
    plain = unicodedata.normalize("NFKD", cell.replace("’", "'"))
    return words("".join(sign for sign in plain if not unicodedata.combining(sign))).lower()


def read_table(text: str, mapping: Mapping | None = None) -> Statement:
    """With the columns given, else with those recognised. Raises Unreadable."""
    known = mapping or guess(text)
    if known is None:
        raise Unreadable(Reason.COLUMNS, place="1", found=text.split("\n", 1)[0])
    lines: list[Line] = []
    wrong: list[Unreadable] = []
    for number, (place, row) in enumerate(rows_of(text, known.separator), 1):
        if number <= known.heads or not any(cell.strip() for cell in row):
            continue
        try:
            lines.append(_line(row, known, str(place)))
        except Unreadable as unreadable:
            wrong.append(unreadable)
    if wrong:
        first, *others = wrong[:MOST_TOLD]
        raise Unreadable(first.reason, place=first.place, found=first.found, others=others)
    return Statement("csv", tuple(line for line in lines if line.amount_cents))


def _line(row: list[str], columns: Mapping, place: str) -> Line:
    if len(row) <= columns.last:
        raise Unreadable(Reason.TRUNCATED, place=place, found=columns.separator.join(row))
    currency = _cell(row, columns.currency)
    if currency not in ("", "EUR", "€"):
        raise Unreadable(Reason.CURRENCY, place=place, found=currency)
    booked = day_of(row[columns.booked], place)
    credited = _cell(row, columns.credited)
    return Line(
        booked_on=booked,
        credited_on=day_of(credited, place) if credited else booked,
        amount_cents=_amount(row, columns, place),
        payer_name=_cell(row, columns.payer),
        payer_iban=iban_in(_cell(row, columns.iban)),
        reference=_cell(row, columns.reference),
        label=_cell(row, columns.label),
        place=place,
    )


def _cell(row: list[str], place: int | None) -> str:
    return words(row[place]) if place is not None and place < len(row) else ""


def _amount(row: list[str], columns: Mapping, place: str) -> int:
    if columns.amount is not None:
        return cents_of(row[columns.amount], place)
    debit, credit = _cell(row, columns.debit), _cell(row, columns.credit)
    if bool(debit) == bool(credit):
        raise Unreadable(Reason.AMOUNT, place=place, found=f"{debit} {credit}")
    return cents_of(credit, place) if credit else -abs(cents_of(debit, place))
