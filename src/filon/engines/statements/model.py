"""What a statement says, whatever its format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file is not read."""

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    TRUNCATED = "truncated"
    ENCODING = "encoding"
    CURRENCY = "currency"
    DAY = "day"
    AMOUNT = "amount"
    COLUMNS = "columns"
    NO_LINE = "no_line"
    FORBIDDEN = "forbidden"
    TOO_MANY = "too_many"


class Unreadable(ValueError):  # noqa: N818  it says what the file is
    """``place``: a line or a path of the file; ``found``: what stands there, cut short; ``others``: what else is wrong, where the reader
    could go on looking."""

    def __init__(self, reason: Reason, *, place: str = "", found: str = "", others: Sequence[Unreadable] = ()) -> None:
        super().__init__(f"{reason} {place} {found}".strip())
        self.reason, self.place, self.found, self.others = reason, place, found[:80], tuple(others)


@dataclass(frozen=True, slots=True)
class Line:
    """More than zero comes in. ``bank_id``: the bank's own name for it, unique in the account; empty where the format has none.
    ``place``: where it stands in the file."""

    booked_on: dt.date
    credited_on: dt.date
    amount_cents: int
    payer_name: str = ""
    payer_iban: str = ""
    reference: str = ""
    label: str = ""
    bank_id: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """``iban``: of the account the file says it is of; empty where it says none."""

    format: str
    lines: tuple[Line, ...]
    iban: str = ""
