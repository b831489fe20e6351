"""`python -m bench.tax`: cases of companies a second, by the library and by the command, on one core.

A case is five exercices of one company. Each figure is the best of some runs, so that a busy machine weighs less. `--write` puts the
figures into bench/README.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench import report
from filon.engines.tax import company, words
from filon.engines.tax.company import Year

CASES, EXERCICES, RUNS, SEED = 5_000, 5, 5, 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.tax", description="Cases of companies a second on one core.")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cases = _cases()
    rows = [
        _row("company, five exercices: the library", CASES, _seconds(lambda: [company.reduction(case) for case in cases])),
        _row("company, five exercices: the command, its start included", CASES, _command(cases)),
        _row("amount in words, French", CASES, _seconds(lambda: [words.euros_fr(case[0].gifts_cents) for case in cases])),
    ]
    head = ("what", "number", "CPU, s", "a second")
    text = f"{report.machine()}, load {os.getloadavg()[0]:.1f}\n\n{report.table(head, rows)}"
    print(text)
    if arguments.write:
        report.write("tax", text)
    return 0


def _cases() -> list[list[Year]]:
    """Gifts around the ceiling, so that there is something to carry."""
    chance = random.Random(SEED)
    return [
        [Year(chance.randrange(10**7), chance.randrange(2 * 10**9), date(2021 + place, 12, 31)) for place in range(EXERCICES)]
        for _case in range(CASES)
    ]


def _row(name: str, count: int, seconds: float) -> tuple[str, ...]:
    return name, f"{count:,}", f"{seconds:.2f}", f"{count / seconds:,.0f}"


def _seconds(work: Callable[[], object]) -> float:
    """CPU of this process, the least of some runs."""
    found = []
    for _run in range(RUNS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def _command(cases: list[list[Year]]) -> float:
    """CPU of `filon tax company` in a process of its own, the least of some runs."""
    with tempfile.TemporaryDirectory(prefix="filon-bench-") as folder:
        table = Path(folder, "gifts.csv")
        _write(table, cases)
        line = [sys.executable, "-m", "filon", "tax", "company", str(table), "--out", f"{folder}/out.csv"]
        return min(_used_by(line) for _run in range(RUNS))


def _used_by(line: list[str]) -> float:
    before = os.times()
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _write(table: Path, cases: list[list[Year]]) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("case", "year", "turnover_excl_tax", "gifts_of_year"))
        for number, case in enumerate(cases):
            for place, year in enumerate(case):
                writer.writerow((number, 2021 + place, f"{year.turnover_cents / 100:.2f}", f"{year.gifts_cents / 100:.2f}"))


if __name__ == "__main__":
    sys.exit(main())
