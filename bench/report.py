"""The tables of the figures, printed or written into `bench/README.md` between two marks: no figure is typed by hand."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

README = Path(__file__).parent / "README.md"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """In Markdown; every column but the first to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine(*, postgresql: str = "") -> str:
    """One line: day, processor, cores, versions."""
    found = [dt.datetime.now(dt.UTC).date().isoformat(), _processor(), f"{os.cpu_count()} cores", f"Python {platform.python_version()}"]
    return ", ".join([*found, *([f"PostgreSQL {postgresql}"] if postgresql else [])])


def _processor() -> str:
    """As the system names it."""
    try:
        named = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        named = None
    return named[1] if named else platform.machine()


def write(section: str, text: str) -> None:
    """Replaces what stands between `<!-- section -->` and `<!-- /section -->`. Raises ValueError when the marks are not there."""
    found, opened, closed = README.read_text(encoding="utf-8"), f"<!-- {section} -->", f"<!-- /{section} -->"
    before, mark, rest = found.partition(opened)
    _former, end, after = rest.partition(closed)
    if not mark or not end:
        raise ValueError(f"{README} has no place for {section}")
    README.write_text(f"{before}{opened}\n{text}\n{closed}{after}", encoding="utf-8")
