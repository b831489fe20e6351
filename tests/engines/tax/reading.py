"""The vectors, as rows."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "vectors"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(name: str, key: str) -> dict[str, str]:
    """The row whose first cell is `key`."""
    return next(found for found in rows(name) if next(iter(found.values())) == key)


def numbers(text: str) -> list[int]:
    """The numbers of a text, in cents: `turnover 1 500 000; gifts 9 000`. A rate, a year of four digits and a rank are for the caller."""
    found = re.findall(r"\d{1,3}(?: \d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text)
    return [round(float(number.replace(" ", "")) * 100) for number in found]


def day_of(event: str, text: str) -> date | None:
    """The day of an event in `ordered 2026-12-30; credited to beneficiary 2027-01-04`."""
    found = re.search(rf"{event}\D*(\d{{4}}-\d{{2}}-\d{{2}})", text)
    return date.fromisoformat(found[1]) if found else None
