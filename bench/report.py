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
    before, _former, after = _parts(section)
    README.write_text(f"{before}<!-- {section} -->\n{text}\n<!-- /{section} -->{after}", encoding="utf-8")


def read(section: str) -> str:
    """What stands there now."""
    return _parts(section)[1].strip()


def _parts(section: str) -> tuple[str, str, str]:
    """What stands before, between and after the marks."""
    before, mark, rest = README.read_text(encoding="utf-8").partition(f"<!-- {section} -->")
    between, end, after = rest.partition(f"<!-- /{section} -->")
    if not mark or not end:
        raise ValueError(f"{README} has no place for {section}")
    return before, between, after
