"""What is counted, under the names that Prometheus reads. Each process of a server writes its own files (`PROMETHEUS_MULTIPROC_DIR`, set by
`filon serve`), so that whichever process is asked tells the sum of all, those that died included."""

import os
from collections.abc import Iterable

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from filon.kernel.operations import vitals

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

REQUESTS = Counter("filon_requests_total", "Answers, by route, method and status", ["route", "method", "status"])
DURATION = Histogram("filon_request_seconds", "Time from the first middleware to the answer", ["route"], buckets=SECONDS)
QUERIES = Counter("filon_queries_total", "Statements sent to the database by requests", ["route"])
WAITED = Histogram("filon_waited_seconds", "Time a request waited for a place", buckets=SECONDS)
SHED = Counter("filon_shed_total", "Requests sent away because there was no place", ["kind"])
WORKING = Gauge("filon_places_taken", "Requests at work", multiprocess_mode="livesum")


class Vitals(Collector):
    """What the database says at the moment it is asked; nothing but `filon_database_up 0` when it does not answer."""

    def collect(self) -> Iterable[Metric]:
        found = vitals.read()
        yield _single("filon_database_up", "1 when the database answers", 0 if found is None else 1)
        if found is None:
            return
        yield _single("filon_unsealed_events", "Audit events that no seal holds yet", found.unsealed)
        yield _single("filon_unsealed_seconds", "Age of the oldest of them", found.unsealed_age)
        yield _single("filon_outbox_events", "Events waiting for delivery", found.outbox)
        yield _single("filon_outbox_seconds", "Age of the oldest of them", found.outbox_age)
        yield _single("filon_workers", "Workers that gave a sign of life in the last 30 seconds", found.workers)
        yield _labelled("filon_tasks", "Tasks, by state", "state", found.tasks)
        yield _labelled("filon_connections", "Connections of the application to the database, by state", "state", found.connections)


def _single(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _labelled(name: str, text: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def exposition() -> bytes:
    """Everything, in the text format of Prometheus."""
    folder = os.environ.get(FOLDER)
    own = CollectorRegistry()
    if folder:
        _forget_dead(folder)
        MultiProcessCollector(own)  # type: ignore[no-untyped-call]
    own.register(Vitals())
    return generate_latest(own) if folder else generate_latest(REGISTRY) + generate_latest(own)


def _forget_dead(folder: str) -> None:
    """A killed process has no request at work any more."""
    for name in os.listdir(folder):
        number = name.rpartition("_")[2].removesuffix(".db")
        if name.startswith("gauge_live") and number.isdigit() and not os.path.exists(f"/proc/{number}"):
            mark_process_dead(int(number))  # type: ignore[no-untyped-call]
