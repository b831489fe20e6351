"""What a server lives on, well and ill."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from filon.kernel import audit, events, tasks
from filon.kernel.models import Heartbeat, OutboxEvent, uuid7
from filon.kernel.operations import vitals
from tests.kernel import example_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "_answered", (-vitals.ASKED_AGAIN, False))


def ill() -> set[str]:
    return {check.name for check in vitals.checks() if not check.is_well}


def test_empty_database_has_numbers() -> None:
    found = vitals.read()

    assert found is not None
    assert (found.workers, found.unsealed, found.unsealed_age, found.outbox, found.outbox_age, found.tasks) == (0, 0, 0.0, 0, 0.0, {})
    assert sum(found.connections.values()) >= 1


def test_everything_well_with_a_worker() -> None:
    tasks.beat("one")

    assert ill() == set()


def test_worker_without_a_sign_of_life_is_missing() -> None:
    Heartbeat.objects.create(worker_id="gone", at=timezone.now() - timedelta(seconds=31))

    assert ill() == {"worker"}


def test_what_waits_is_counted_with_its_age() -> None:
    audit.record(None, "house.verified", None)
    events.publish("thing.written", uuid7())
    OutboxEvent.objects.update(at=timezone.now() - timedelta(seconds=90))
    tasks.enqueue(example_tasks.note, "word")

    found = vitals.read()

    assert found is not None
    assert (found.unsealed, found.outbox, round(found.outbox_age / 10), found.tasks) == (1, 1, 9, {"ready": 1})


def test_seal_that_is_late_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.beat("one")
    audit.record(None, "house.verified", None)
    monkeypatch.setattr(vitals, "LATE_SEAL", -1.0)

    assert ill() == {"audit"}


def test_store_that_does_not_answer_is_told(settings, tmp_path: Path) -> None:
    tasks.beat("one")
    (tmp_path / "file").write_bytes(b"")
    settings.MEDIA_ROOT = tmp_path / "file" / "below"

    assert ill() == {"files"}


def test_database_without_its_tables_does_not_answer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog")

    assert vitals.read() is None


def test_vital_ones_are_those_without_which_nothing_works() -> None:
    assert {check.name for check in vitals.checks() if check.vital} == {"database", "files"}
