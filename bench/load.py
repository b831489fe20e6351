"""`python -m bench.load`: requests a second and the time within which 95 in a hundred are answered, at 4 and 16 connections, each page
beside a bare WSGI application that answers the same bytes from the same server in the same run.

One web process on one core; the client and PostgreSQL share the others. On 127.0.0.1, a few seconds for each figure.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench import report, servers
from bench.bare import Answer
from bench.client import Order, Tally
from bench.place import prepared

if TYPE_CHECKING:
    from bench.pages import Page

CONNECTIONS = (4, 16)
SECONDS = 5.0
WARM_UP = 1.5
PAGES = ("sign-in", "week", "list of agreements, 25 rows", "agreement of the demo", "partner")


@dataclass(frozen=True)
class Row:
    """One page under one number of connections: the site's tally and that of the bare answer."""

    page: str
    connections: int
    own: Tally
    bare: Tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Requests a second beside a bare answer of the same bytes.")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"of each figure; default: {SECONDS:g}")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/README.md")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    with prepared():
        from bench import figures, pages, seed  # noqa: PLC0415  they import Django's models
        from filon.people.models import User  # noqa: PLC0415

        school = seed.school_of_the_benchmark()
        figures.analyse()
        officer = User.objects.get(email="claire.vidal@gardon.example")
        chosen = [page for page in pages.pages_of(officer, school) if page.name in PAGES]
        port = servers.free_port()
        with servers.running(["-m", "filon", "serve"], port, PORT=str(port), FILON_WORKERS="1"):
            rows = [row for page in chosen for row in _rows(page, port, arguments.seconds)]
        text = f"{report.machine(postgresql=figures.server_version())}, load {load:.1f} before\n\n{table(rows)}"
    print(text)
    if arguments.write:
        report.write("load", text)
    return 0 if all(set(row.own.statuses) == {http.client.OK} for row in rows) else 1


def table(rows: list[Row]) -> str:
    head = ("page", "connections", "requests/s", "p95, ms", "bare: requests/s", "bare: p95, ms", "part of the bare rate", "kB")
    return report.table(head, [_cells(row) for row in rows])


def _cells(row: Row) -> tuple[str, ...]:
    own, bare = row.own, row.bare
    rates = (f"{own.rate:,.0f}", f"{own.quantile(0.95):.1f}", f"{bare.rate:,.0f}", f"{bare.quantile(0.95):.1f}")
    return row.page, str(row.connections), *rates, f"{own.rate / bare.rate:.3f}", f"{own.largest / 1000:.1f}"


def _rows(page: Page, port: int, seconds: float) -> Iterator[Row]:
    """The bare answer is measured just after the page, on a server of its own that gives what the page gave."""
    headers = {"Accept-Language": "fr", "Accept-Encoding": "gzip", "Cookie": _cookie(page)}
    with tempfile.TemporaryDirectory(prefix="filon-bench-") as folder:
        kept, bare_port = Path(folder) / "answer.json", servers.free_port()
        _answer(port, page.url, headers).keep(kept)
        with servers.running(["-m", "bench.bare", str(bare_port), str(kept)], bare_port):
            for connections in CONNECTIONS:
                own = _measured(Order(servers.LOOPBACK, port, page.url, connections, seconds, headers))
                bare = _measured(Order(servers.LOOPBACK, bare_port, page.url, connections, seconds, headers))
                yield Row(page.name, connections, own, bare)


def _cookie(page: Page) -> str:
    """Of a session of the reader."""
    from bench.pages import Browser  # noqa: PLC0415  it imports Django's models

    return "; ".join(f"{name}={value}" for name, value in Browser(None, page.reader).cookies.items())


def _answer(port: int, path: str, headers: dict[str, str]) -> Answer:
    """What the site says to one request."""
    connection = http.client.HTTPConnection(servers.LOOPBACK, port, timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    kept = [(name, value) for name, value in response.getheaders() if name.lower() not in {"date", "server", "connection"}]
    connection.close()
    return Answer(f"{response.status} {response.reason}", kept, body)


def _measured(order: Order) -> Tally:
    """In a process of its own; a short run that does not count comes first."""
    for seconds in (WARM_UP, order.seconds):
        asked = json.dumps(asdict(replace(order, seconds=seconds)))
        done = subprocess.run([sys.executable, "-m", "bench.client"], input=asked, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    statuses = {int(status): number for status, number in found["statuses"].items()}
    return Tally(**{**found, "statuses": statuses})


if __name__ == "__main__":
    sys.exit(main())
