"""A size is written by statements of SQL, in the files of `sql/`, each with the values it names."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

Say = Callable[[str], object]
SQL = Path(__file__).parent / "sql"
NAMED = "-- step: "
END = ";\n"


@dataclass(frozen=True)
class Step:
    """One statement. `name`: what people are told is being written; none for what only prepares."""

    name: str
    sql: str


def steps_of(file: str) -> Iterator[Step]:
    """The statements of `sql/<file>.sql`, in order; each ends with `;` at the end of a line, and a function has none inside."""
    for statement in (SQL / f"{file}.sql").read_text(encoding="utf-8").split(END):
        lines = statement.strip().splitlines()
        told = [line.removeprefix(NAMED) for line in lines if line.startswith(NAMED)]
        sql = "\n".join(line for line in lines if not line.startswith("--"))
        if sql.strip():
            yield Step(told[0] if told else "", sql)


def carry_out(file: str, given: dict[str, Any], say: Say) -> None:
    """Every statement of the file."""
    with connection.cursor() as cursor:
        for step in steps_of(file):
            began = time.perf_counter()
            cursor.execute(step.sql, given)
            if step.name:
                say(told(step.name, max(cursor.rowcount, 0), time.perf_counter() - began))


def told(name: str, rows: int, seconds: float) -> str:
    """One line of what people read while it works."""
    return f"{name:<28} {rows:>10,} {seconds:>8.1f} s"
