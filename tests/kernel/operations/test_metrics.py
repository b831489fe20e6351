"""The figures as a collector reads them, from one process and from the sum of several."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from filon.kernel import tasks
from filon.kernel.operations import metrics
from filon.launcher.figures import VARIABLE, prepare_folder

COUNTS = """
import os, time, django
django.setup()
from filon.kernel.operations import metrics
metrics.REQUESTS.labels("home", "GET", "200").inc(5)
metrics.WORKING.inc(2)
"""
READS = """
import django
django.setup()
from filon.kernel.operations import metrics
metrics.REQUESTS.labels("home", "GET", "200").inc(2)
metrics.WORKING.inc()
print(metrics.exposition().decode())
"""


def samples(text: str) -> dict[tuple[str, ...], float]:
    """By name and values of the labels, the labels in alphabetical order."""
    found = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {(sample.name, *(value for _label, value in sorted(sample.labels.items()))): sample.value for sample in found}


def with_secret(client: Client, secret: str) -> tuple[int, str]:
    response = client.get("/mesures", headers={"authorization": f"Bearer {secret}"})
    return response.status_code, response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "guessed", "é"])
def test_metrics_are_hidden_without_the_secret(client: Client, secret: str) -> None:
    status, text = with_secret(client, secret)

    assert (status, "filon_requests_total" in text) == (404, False)


@pytest.mark.django_db
def test_metrics_tell_requests_and_what_the_database_holds(client: Client) -> None:
    tasks.beat("one")
    client.get("/sante")

    status, text = with_secret(client, settings.METRICS_SECRET)

    found = samples(text)
    assert status == 200
    assert found[("filon_requests_total", "GET", "live", "200")] >= 1
    assert (found[("filon_database_up",)], found[("filon_workers",)]) == (1, 1)
    assert {"filon_unsealed_events", "filon_unsealed_seconds", "filon_outbox_events", "filon_outbox_seconds"} <= {key[0] for key in found}
    assert found[("filon_connections", "active")] >= 1


@pytest.mark.slow
def test_two_processes_are_told_as_one_and_a_dead_one_works_no_more(tmp_path: Path) -> None:
    """The one that counted five has ended: its answers stay, its places do not."""
    folder = tmp_path / "metrics"
    folder.mkdir()
    variables = {
        **os.environ,
        VARIABLE: str(folder),
        "DJANGO_SETTINGS_MODULE": "filon.site.settings",
        "DATABASE_URL": "postgres://a:b@127.0.0.1:9/c",
    }
    subprocess.run([sys.executable, "-c", COUNTS], env=variables, check=True)

    done = subprocess.run([sys.executable, "-c", READS], env=variables, check=True, capture_output=True, text=True)

    found = samples(done.stdout)
    assert (found[("filon_requests_total", "GET", "home", "200")], found[("filon_places_taken",)]) == (7, 1)
    assert (found[("filon_database_up",)], ("filon_workers",) in found) == (0, False)


def test_folder_of_a_server_starts_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "former")
    (tmp_path / "metrics" / "8001").mkdir(parents=True)
    (tmp_path / "metrics" / "8001" / "counter_7.db").write_bytes(b"old")

    folder = prepare_folder(tmp_path, 8001)

    assert (list(folder.iterdir()), os.environ[VARIABLE], metrics.FOLDER) == ([], str(folder), VARIABLE)
