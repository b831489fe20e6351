"""What the confined process runs: a statement comes from anybody."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import astuple
from typing import Any

from filon.engines.statements.model import Line, Statement, Unreadable
from filon.engines.statements.read import read
from filon.engines.statements.table import Mapping


def read_statement(words: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """``words["mapping"]``: the columns of a CSV file, or None. Answers with the lines, or with what is wrong."""
    mapping = Mapping(**words["mapping"]) if words.get("mapping") else None
    try:
        statement = read(content, mapping=mapping)
    except Unreadable as wrong:
        return {"wrong": [{"reason": one.reason.value, "place": one.place, "found": one.found} for one in (wrong, *wrong.others)]}, b""
    rows = [[line.booked_on.isoformat(), line.credited_on.isoformat(), *astuple(line)[2:]] for line in statement.lines]
    return {"format": statement.format, "iban": statement.iban}, json.dumps(rows, ensure_ascii=False).encode()


def statement_of(told: dict[str, Any], content: bytes) -> Statement:
    """The statement of such an answer."""
    day = dt.date.fromisoformat
    lines = tuple(Line(day(booked), day(credited), *rest) for booked, credited, *rest in json.loads(content))
    return Statement(told["format"], lines, told["iban"])
