"""`python -m bench.sizes school network --write`: what a school and a network of eight cost, on databases of their own: loading, memory,
`filon verify` whole and again, and every page, whose time is compared between the two; the nation is extrapolated from them.

Each size is measured in a process of its own and kept in bench/sizes.json, so that one can be measured without the other.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import report
from bench.place import prepared

if TYPE_CHECKING:
    from bench.pages import Browser

KEPT = Path(__file__).with_name("sizes.json")
ROUNDS, WARMING_UP = 15, 2
MOST_GROWTH = 1.3
"""The time of a page in a network, as a part of its time in a school."""
SECONDS_TO_LOAD = {"network": 360.0}
CHANGES = 20
"""Facts recorded before `filon verify` is asked again."""
SCHOOLS = {"school": 1, "network": 8, "national": 204}
FACTS = {"school": 0.5, "network": 4.0, "national": 80.0}
"""Millions, of DESIGN's section 8: what is extrapolated grows with them."""


@dataclass
class Run:
    """One command to its end: time on the wall, CPU of its processes, the most memory one of them held, in seconds and MB."""

    seconds: float
    cpu: float
    memory: float


@dataclass
class Measured:
    """Of one size. `pages`: queries, and milliseconds of CPU of the web process and on the wall, medians."""

    machine: str
    rows: int = 0
    gigabytes: float = 0.0
    runs: dict[str, Run] = field(default_factory=dict)
    pages: dict[str, tuple[int, float, float]] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.sizes", description="What a school and a network of eight cost.")
    parser.add_argument("sizes", nargs="*", choices=["school", "network", []], help="measured now; the others as they were measured last")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    parser.add_argument("--measure", choices=["school", "network"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(asdict(_measure(arguments.measure))))
        return 0
    for name in arguments.sizes:
        _keep(name)
    found = {name: _read(told) for name, told in _kept().items()}
    text = "\n\n".join([*(f"{name}: {each.machine}" for name, each in found.items()), _run_table(found), _page_table(found)])
    print(text)
    if arguments.write:
        report.write("sizes", text)
    failures = _failures(found)
    print(*failures, sep="\n", file=sys.stderr)
    return 1 if failures else 0


def _keep(name: str) -> None:
    """Measured by a process of its own, whose settings are read once."""
    done = subprocess.run([sys.executable, "-m", "bench.sizes", "--measure", name], stdout=subprocess.PIPE, text=True, check=True)
    KEPT.write_text(
        json.dumps(_kept() | {name: json.loads(done.stdout.splitlines()[-1])}, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def _kept() -> dict[str, Any]:
    return dict(json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else {}


def _read(told: dict[str, Any]) -> Measured:
    runs = {name: Run(**run) for name, run in told["runs"].items()}
    return Measured(**{**told, "runs": runs, "pages": {name: tuple(row) for name, row in told["pages"].items()}})


def _measure(name: str) -> Measured:
    load = os.getloadavg()[0]
    runs: dict[str, Run] = {}

    def fill() -> None:
        _run("migrate")
        runs["filon demo"] = _run("demo", "--size", name)
        runs["filon verify --full"] = _run("verify", "--full")
        runs["filon verify, nothing changed"] = _run("verify")

    with prepared(fill):
        from bench import figures, sized  # noqa: PLC0415  they import Django's models

        school = sized.largest_school()
        officer = sized.officer_of(school)
        measured = Measured(f"{report.machine(postgresql=figures.server_version())}, load {load:.1f} before", runs=runs)
        measured.rows, measured.gigabytes = _weight()
        measured.pages = _pages(officer, sized.addresses(officer) | sized.more_addresses())
        _write_facts(officer, school.pk)
        runs[f"filon verify, {CHANGES} facts later"] = _run("verify")
    return measured


def _run(*words: str) -> Run:
    """`filon …`; what it says stays on the terminal. Raises RuntimeError when it finds something or fails."""
    began = time.monotonic()
    pid = os.posix_spawn(sys.executable, [sys.executable, "-m", "filon", *words], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    _pid, status, used = os.wait4(pid, 0)
    if status:
        raise RuntimeError(f"filon {' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Run(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def _weight() -> tuple[int, float]:
    """Rows of all tables, and what the database takes on the disk in GB."""
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT sum(n_live_tup)::bigint, pg_database_size(current_database()) FROM pg_stat_user_tables")
        rows, size = cursor.fetchone()
    return int(rows), size / 1e9


def _write_facts(officer: Any, host_id: int) -> None:
    import datetime as dt  # noqa: PLC0415
    from decimal import Decimal  # noqa: PLC0415

    from filon.facts.inputs import FactInput  # noqa: PLC0415
    from filon.facts.services import fact_note  # noqa: PLC0415

    officer.act_for(host_id)
    for number in range(CHANGES):
        fact_note(
            by=officer, fact=FactInput(kind="facts.event", occurred_on=dt.date.today(), host_id=host_id, quantity=Decimal(number + 1))
        )


def _pages(officer: Any, addresses: dict[str, str]) -> dict[str, tuple[int, float, float]]:
    from bench.pages import Browser  # noqa: PLC0415
    from filon.site.wsgi import application  # noqa: PLC0415

    browser = Browser(application, officer)
    for _time in range(WARMING_UP):
        for url in addresses.values():
            if browser.get(url)[0] != "200 OK":
                raise RuntimeError(f"{url} answers {browser.get(url)[0]}")
    timed: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for _round in range(ROUNDS):
        for name, url in addresses.items():
            timed[name].append(_timed(lambda url=url: browser.get(url)))  # type: ignore[misc]
    return {name: (_queries(browser, addresses[name]), *_medians(times)) for name, times in timed.items()}


def _timed(ask: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    ask()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return median(cpu for cpu, _wall in times), median(wall for _cpu, wall in times)


def _queries(browser: Browser, url: str) -> int:
    from django.db import connection  # noqa: PLC0415

    asked: list[str] = []

    def count(execute: Any, statement: str, *rest: Any) -> Any:
        asked.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(count):
        browser.get(url)
    return len(asked)


def _run_table(found: dict[str, Measured]) -> str:
    """The nation by the line through the two sizes, facts on the other axis: an estimate, not a measure."""
    names = list(next(iter(found.values())).runs)
    rows = [["rows", *(f"{found[size].rows:,}" for size in found), _extrapolated(found, lambda each: each.rows, "{:,.0f}")]]
    rows.append(
        [
            "GB on the disk",
            *(f"{found[size].gigabytes:.1f}" for size in found),
            _extrapolated(found, lambda each: each.gigabytes, "{:,.0f}"),
        ]
    )
    for name in names:
        for what, form in (("seconds", "{:,.0f}"), ("memory", "{:,.0f}")):
            value = _of_run(name, what)
            label = f"`{name}`, {'seconds' if what == 'seconds' else 'MB of memory'}"
            rows.append([label, *(form.format(value(found[size])) for size in found), _extrapolated(found, value, form)])
    return report.table(["", *found, "national, extrapolated"], rows)


def _of_run(name: str, what: str) -> Callable[[Measured], float]:
    return lambda each: float(getattr(each.runs[name], what))


def _extrapolated(found: dict[str, Measured], value: Callable[[Measured], float], form: str) -> str:
    if not {"school", "network"} <= found.keys():
        return ""
    small, large = value(found["school"]), value(found["network"])
    slope = (large - small) / (FACTS["network"] - FACTS["school"])
    return form.format(max(large, small, small + slope * (FACTS["national"] - FACTS["school"])))


def _page_table(found: dict[str, Measured]) -> str:
    head = ["page", *(f"{name}: {what}" for name in found for what in ("queries", "CPU, ms", "time, ms")), "time, network of school"]
    rows = [
        [name, *(cell for each in found.values() for cell in _cells(each.pages[name])), _told(_growth(found, name))]
        for name in _names(found)
    ]
    return report.table(head, rows)


def _names(found: dict[str, Measured]) -> list[str]:
    return list(next(iter(found.values())).pages)


def _cells(row: tuple[int, float, float]) -> tuple[str, str, str]:
    return str(row[0]), f"{row[1]:.1f}", f"{row[2]:.1f}"


def _growth(found: dict[str, Measured], name: str) -> float | None:
    return found["network"].pages[name][2] / found["school"].pages[name][2] if {"school", "network"} <= found.keys() else None


def _told(growth: float | None) -> str:
    if growth is None:
        return ""
    return f"**× {growth:.2f}**" if growth > MOST_GROWTH else f"× {growth:.2f}"


def _failures(found: dict[str, Measured]) -> list[str]:
    growths = {name: _growth(found, name) for name in _names(found)}
    failures = [
        f"{name} takes {growth:.2f} times as long" for name, growth in growths.items() if growth is not None and growth > MOST_GROWTH
    ]
    for size, most in SECONDS_TO_LOAD.items():
        if size in found and found[size].runs["filon demo"].seconds > most:
            failures.append(f"the {size} took {found[size].runs['filon demo'].seconds:.0f} s to load, and {most:.0f} are allowed")
    return failures


if __name__ == "__main__":
    sys.exit(main())
