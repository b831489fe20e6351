"""The committed numbers of queries, and what a run measured."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

FILE = Path(__file__).with_name("queries.toml")
HEAD = """\
# How many queries each page asks, whatever the number of rows: compared exactly by tests/consistency/test_budgets.py ([pages];
# [unremembered]: in a process that has told of the agreement to nobody yet), test_budgets_at_size.py ([sizes]: at 10, 100 and 10,000 rows
# of everything) and tests/matrix/test_queries.py ([addresses]: every page of the site, as a partnership officer reads it).
# Written by `make budgets`: a page that gains or loses a query changes its line here, in the commit that says why.
"""
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
"""What a test puts around a page is not asked by the page."""


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements asked inside, without savepoints."""
    asked: list[str] = []

    def note(execute: Any, statement: str, *rest: Any) -> Any:
        if not statement.startswith(SAVEPOINTS):
            asked.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        yield asked


def told(asked: list[str]) -> str:
    """What to do, and what was asked, where the number is another."""
    return "`make budgets` writes the file anew, if this is meant:\n" + "\n".join(statement.strip()[:160] for statement in asked)


@dataclass
class Baseline:
    """What is committed, by section and name. While it is written anew, everything measured is kept and nothing compared but sizes."""

    is_rewritten: bool = False
    committed: dict[str, dict[str, int]] = field(default_factory=lambda: tomllib.loads(FILE.read_text(encoding="utf-8")))
    measured: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def expected(self, section: str, name: str, found: int) -> int | None:
        """What this page should have asked; the first size measured says it where the file is written anew."""
        if self.is_rewritten:
            return self.measured[section].setdefault(name, found)
        return self.committed.get(section, {}).get(name)

    @property
    def sections(self) -> list[str]:
        return sorted(self.committed.keys() | self.measured.keys(), reverse=True)

    def numbers(self, section: str) -> dict[str, int]:
        """Of each page, as the file has them or will have them."""
        return (self.committed | self.measured).get(section, {})

    def write(self) -> None:
        text = "\n".join(f"[{section}]\n{_lines(self.numbers(section))}" for section in self.sections)
        FILE.write_text(f"{HEAD}\n{text}", encoding="utf-8")


def _lines(numbers: dict[str, int]) -> str:
    return "".join(f'"{name}" = {number}\n' for name, number in sorted(numbers.items()))
