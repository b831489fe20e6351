"""What lies under the pages: the balance engine, its reading, the sums of a list, the sealing of the audit trail."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection, connections, transaction
from django.utils import timezone

from bench.seed import BIG_COMMITMENTS, BIG_DELIVERIES, ORDINARY, School
from filon.agreements.models import Agreement
from filon.agreements.queries.balance import agreement_balance
from filon.agreements.queries.ledger import ledger_of
from filon.agreements.queries.sums import sums_by_side
from filon.engines.balance import balance
from filon.kernel import audit
from filon.people.models import User

TIMES = 20
SEALED = 5000


@dataclass(frozen=True)
class Figure:
    """What was measured: median CPU of this process and median time on the wall, in ms; `note` says more."""

    name: str
    cpu: float
    wall: float
    note: str = ""


def figures_of(school: School) -> list[Figure]:
    if school.big is None:
        raise ValueError("the school of the benchmark has no large agreement")
    size = f"{BIG_COMMITMENTS} commitments, {BIG_DELIVERIES:,} deliveries"
    return [
        *_balances(school.big, size),
        _timed(f"sums by side of {ORDINARY} agreements (SQL)", lambda: _sums(school.ordinary)),
        _timed(f"sums by side of the agreement of {size} (SQL)", lambda: _sums([school.big] if school.big else [])),
        sealing(school.officer),
    ]


def _balances(agreement: Agreement, size: str) -> list[Figure]:
    today, now = timezone.localdate(), timezone.now()
    ledger = ledger_of(agreement)
    return [
        _timed(f"balance of {size}: the engine alone", lambda: balance(ledger, as_of=today, known_at=now)),
        _timed(f"balance of {size}: with its record read", lambda: agreement_balance(agreement, as_of=today)),
    ]


def _sums(agreements: list[Agreement]) -> object:
    return sums_by_side([agreement.pk for agreement in agreements])


def _timed(name: str, run: Callable[[], object]) -> Figure:
    """Median of `TIMES` runs after one that does not count."""
    run()
    cpu, wall = [], []
    for _time in range(TIMES):
        before_cpu, before_wall = time.process_time(), time.perf_counter()
        run()
        cpu.append((time.process_time() - before_cpu) * 1000)
        wall.append((time.perf_counter() - before_wall) * 1000)
    return Figure(name, median(cpu), median(wall))


def sealing(by: User) -> Figure:
    """What a burst of events costs the sealer, which works alone."""
    while audit.seal():
        pass
    with transaction.atomic():
        for number in range(SEALED):
            audit.record(by, "benchmark.event", None, number=number)
    before_cpu, before_wall = time.process_time(), time.perf_counter()
    sealed = 0
    while found := audit.seal():
        sealed += found
    wall = time.perf_counter() - before_wall
    cpu = (time.process_time() - before_cpu) * 1000
    return Figure(f"sealing {sealed:,} audit events, once", cpu, wall * 1000, f"{sealed / wall:,.0f} events a second")


def analyse() -> None:
    """The planner knows what was just written, as autovacuum would have told it within a minute."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def server_version() -> str:
    """Of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split(" ")[0]
