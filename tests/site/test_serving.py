"""What a web process lends, and what it tells of itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from filon import cli
from filon.kernel import tasks
from filon.kernel.operations import vitals
from filon.launcher.commands import WEB_THREADS
from filon.site import serving


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "_answered", (-vitals.ASKED_AGAIN, False))


def test_threads_of_the_server_are_places_and_room() -> None:
    assert serving.THREADS == WEB_THREADS


def test_connections_are_lent_from_a_pool_and_no_statement_lasts_longer_than_a_request() -> None:
    database: dict[str, Any] = {"OPTIONS": {"sslmode": "require", "options": "-c tcp_keepalives_idle=10"}, "CONN_MAX_AGE": 60}

    serving.lend_connections(database, seconds=7)

    assert database["OPTIONS"]["options"] == "-c tcp_keepalives_idle=10 -c statement_timeout=7s"
    assert (database["OPTIONS"]["pool"]["max_size"], database["CONN_MAX_AGE"]) == (serving.PLACES, 0)
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.django_db
def test_ready_tells_what_is_ill_and_stays_ready_without_a_worker(client: Client) -> None:
    response = client.get("/pret")

    assert (response.status_code, json.loads(response.content)) == (
        200,
        {"ready": True, "database": "well", "files": "well", "worker": "ill", "audit": "well"},
    )


@pytest.mark.django_db
def test_not_ready_when_files_cannot_be_kept(client: Client, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings.MEDIA_ROOT = tmp_path / "file" / "below"

    response = client.get("/pret")

    assert (response.status_code, json.loads(response.content)["files"]) == (503, "ill")


@pytest.mark.django_db
def test_health_prints_each_thing_and_refuses_when_one_is_ill(capsys: pytest.CaptureFixture[str]) -> None:
    without_worker = cli.main(["health"])
    first = capsys.readouterr().out
    tasks.beat("one")

    with_worker = cli.main(["health"])

    assert (without_worker, with_worker) == (1, 0)
    assert [line[:12].rstrip() for line in first.splitlines()] == ["✓ database", "✓ files", "✗ worker", "✓ audit"]
    assert "none at work: mail, schedules and the seal of the audit wait" in first


def test_health_of_the_web_server_says_when_nothing_answers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9")

    code = cli.main(["health", "--web"])

    assert (code, capsys.readouterr().out) == (1, "The web server of this machine does not answer.\n")
