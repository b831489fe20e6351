import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from filon.kernel import audit, tasks, worker
from filon.kernel.models import AuditSeal, Heartbeat, ScheduledRun
from tests.kernel import example_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def runs() -> Iterator[list[str]]:
    example_tasks.RUNS.clear()
    yield example_tasks.RUNS
    example_tasks.RUNS.clear()


@pytest.fixture
def schedules(monkeypatch: pytest.MonkeyPatch) -> dict[str, tasks.Schedule]:
    """No schedule but those of the test."""
    empty: dict[str, tasks.Schedule] = {}
    monkeypatch.setattr(tasks, "_schedules", empty)
    return empty


def due_now() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))


def test_task_runs_once_and_tells_its_progress(runs: list[str]) -> None:
    task_id = tasks.enqueue(example_tasks.note, "one")
    waiting = tasks.progress_of(task_id)

    ran = [tasks.run_next("w"), tasks.run_next("w")]

    assert (ran, runs) == ([True, False], ["one"])
    assert waiting == tasks.Progress("waiting", 0, None, "")
    assert tasks.progress_of(task_id) == tasks.Progress("done", 1, 2, "noted one")


def test_task_of_an_undone_write_is_not_queued(runs: list[str]) -> None:
    with transaction.atomic():
        tasks.enqueue(example_tasks.note, "one")
        transaction.set_rollback(True)

    assert tasks.run_next("w") is False


def test_broken_task_is_tried_as_often_as_it_says_with_longer_waits(runs: list[str]) -> None:
    task_id = tasks.enqueue(example_tasks.break_always)
    waits = []

    for _turn in range(3):
        due_now()
        tasks.run_next("w")
        result = DBTaskResult.objects.get(id=task_id)
        waits.append(round((result.run_after - timezone.now()).total_seconds(), -1))

    assert runs == ["broken"] * 3
    assert (waits[:2], result.status, tasks.run_next("w")) == ([10, 20], "FAILED", False)
    assert "RuntimeError: broken" in result.traceback


def test_refused_task_is_not_tried_again(runs: list[str]) -> None:
    task_id = tasks.enqueue(example_tasks.refuse)

    tasks.run_next("w")

    assert (runs, tasks.progress_of(task_id)) == (["refused"], tasks.Progress("failed", 0, None, ""))


def test_task_of_a_dead_worker_is_run_again_by_another(runs: list[str]) -> None:
    task_id = tasks.enqueue(example_tasks.note, "one")
    dead = DBTaskResult.objects.get(id=task_id)
    dead.claim("dead")
    DBTaskResult.objects.filter(id=task_id).update(started_at=timezone.now() - timedelta(minutes=5))
    Heartbeat.objects.create(worker_id="dead", at=timezone.now() - timedelta(minutes=4))

    reclaimed = tasks.reclaim()
    due_now()
    tasks.run_next("alive")

    assert (reclaimed, runs, tasks.progress_of(task_id).state) == (1, ["one"], "done")


def test_task_of_a_living_worker_is_left_alone() -> None:
    task_id = tasks.enqueue(example_tasks.note, "one")
    DBTaskResult.objects.get(id=task_id).claim("busy")
    DBTaskResult.objects.filter(id=task_id).update(started_at=timezone.now() - timedelta(hours=1))
    tasks.beat("busy")

    assert tasks.reclaim() == 0


def test_task_that_kills_its_workers_fails_in_the_end(runs: list[str]) -> None:
    task_id = tasks.enqueue(example_tasks.note, "one")

    for name in ("a", "b", "c"):
        DBTaskResult.objects.get(id=task_id).claim(name)
        DBTaskResult.objects.filter(id=task_id).update(started_at=timezone.now() - timedelta(minutes=5))
        tasks.reclaim()

    assert (tasks.progress_of(task_id).state, runs) == ("failed", [])


def test_every_starts_at_once_then_once_a_slot(schedules: dict) -> None:
    tasks.every(seconds=60)(example_tasks.break_always)
    noon = datetime(2025, 3, 3, 12, 0, 10, tzinfo=UTC)

    started = [tasks.start_due(noon + timedelta(seconds=seconds)) for seconds in (0, 20, 50, 70, 110)]

    assert started == [1, 0, 1, 0, 1]
    assert DBTaskResult.objects.count() == 3


def test_daily_starts_at_its_hour_of_paris_and_not_when_first_seen(schedules: dict) -> None:
    tasks.daily(hour=3)(example_tasks.break_always)
    evening = datetime(2025, 3, 29, 20, 0, tzinfo=UTC)

    started = [tasks.start_due(evening + timedelta(hours=hours)) for hours in (0, 4, 5.1, 8, 29)]

    assert started == [0, 0, 1, 0, 1]
    assert ScheduledRun.objects.get().last_slot == datetime(2025, 3, 31, 1, 0, tzinfo=UTC)


def test_progress_outside_a_task_does_nothing() -> None:
    tasks.progress(1, 2)

    assert tasks.current_task.get() is None


@pytest.mark.django_db(transaction=True)
def test_worker_runs_tasks_and_seals_within_a_second(schedules: dict, runs: list[str]) -> None:
    stop = threading.Event()

    def work() -> None:
        worker.run(stop)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        audit.record(None, "thing.done", None)
        tasks.enqueue(example_tasks.note, "one")
        deadline = time.monotonic() + 10
        while (not runs or not AuditSeal.objects.exists()) and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        thread.join(10)

    assert (runs, AuditSeal.objects.count(), thread.is_alive()) == (["one"], 1, False)
