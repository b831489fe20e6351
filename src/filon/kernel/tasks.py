"""Work in the background: queued with the write that asks for it, tried again, given to another worker when one dies.

A task runs at least once: it may be killed half-way and start again, so it calls a service that can be called twice. What cannot be
taken back (a letter) is done at most once: `hand_over` is noted before it."""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import django_tasks
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from filon.kernel import clock, requestid
from filon.kernel.errors import Refused
from filon.kernel.models import Heartbeat, ScheduledRun, TaskProgress

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LEADING = 724_602
"""Key of the advisory lock that lets one scheduler work at a time."""
ALIVE = timedelta(seconds=30)
"""A worker without a heartbeat for so long is dead."""
KEPT = timedelta(days=30)

current_task: ContextVar[UUID | None] = ContextVar("filon_current_task", default=None)


@dataclass(frozen=True)
class Retries:
    """How often a task is tried, and how long it waits the first time; the wait doubles each time."""

    attempts: int
    backoff: timedelta

    def wait(self, attempt: int) -> timedelta:
        longer: timedelta = self.backoff * 2 ** min(attempt - 1, 20)
        return min(longer, timedelta(hours=6))


@dataclass(frozen=True)
class Schedule:
    """`slot(now)` is the moment, at or before now, at which the task should have started last."""

    task: "Task[..., Any]"
    slot: Callable[[datetime], datetime]
    starts_at_once: bool


_retries: dict[str, Retries] = {}
_schedules: dict[str, Schedule] = {}


def task(*, attempts: int = 5, backoff: float = 10.0, priority: int = 0) -> Callable[[Callable[P, T]], "Task[P, T]"]:
    """Decorator: makes a function of a module a task. `backoff` in seconds. `name.enqueue(…)` queues it in the writer's transaction;
    arguments are what JSON holds (UUIDs and dates as text). Refused is an answer: it is not tried again."""

    def wrap(function: Callable[P, T]) -> "Task[P, T]":
        made = django_tasks.task(priority=priority)(function)
        _retries[made.module_path] = Retries(attempts, timedelta(seconds=backoff))
        return made

    return wrap


def enqueue(made: "Task[P, Any]", *args: P.args, **kwargs: P.kwargs) -> UUID:
    """Queues a task; the UUID finds its progress (`progress_of`)."""
    return UUID(made.enqueue(*args, **kwargs).id)


def every(*, seconds: int) -> Callable[["Task[P, T]"], "Task[P, T]"]:
    """Decorator above `@task`: starts it every so many seconds."""

    def slot(now: datetime) -> datetime:
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)

    return _scheduled(slot, starts_at_once=True)


def daily(*, hour: int) -> Callable[["Task[P, T]"], "Task[P, T]"]:
    """Decorator above `@task`: starts it every day at that hour of Paris."""

    def slot(now: datetime) -> datetime:
        local = timezone.localtime(now)
        day = local.date() if local.hour >= hour else local.date() - timedelta(days=1)
        return clock.at(day, hour)

    return _scheduled(slot, starts_at_once=False)


def weekly(*, weekday: int, hour: int) -> Callable[["Task[P, T]"], "Task[P, T]"]:
    """Decorator above `@task`: starts it every week on that day (1: Monday) at that hour of Paris."""

    def slot(now: datetime) -> datetime:
        local = timezone.localtime(now)
        days = (local.isoweekday() - weekday) % 7
        on = local.date() - timedelta(days=days + (7 if days == 0 and local.hour < hour else 0))
        return clock.at(on, hour)

    return _scheduled(slot, starts_at_once=False)


def _scheduled(slot: Callable[[datetime], datetime], *, starts_at_once: bool) -> Callable[[Any], Any]:
    def register(made: Any) -> Any:
        _schedules[made.module_path] = Schedule(made, slot, starts_at_once)
        return made

    return register


def start_due(now: datetime | None = None) -> int:
    """Queues every scheduled task whose moment has come and returns how many. Only one worker at a time does it."""
    now = now or timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LEADING])
        if not cursor.fetchone()[0]:
            return 0
        return sum(_start(name, schedule, schedule.slot(now)) for name, schedule in _schedules.items())


def _start(name: str, schedule: Schedule, slot: datetime) -> bool:
    run, is_new = ScheduledRun.objects.get_or_create(schedule=name, defaults={"last_slot": slot})
    if (is_new and not schedule.starts_at_once) or (not is_new and run.last_slot >= slot):
        return False
    run.last_slot, run.task_id = slot, enqueue(schedule.task)
    run.save()
    return True


def run_next(worker_id: str) -> bool:
    """Takes the next task that is ready and runs it. False when there is none."""
    with transaction.atomic():
        result = DBTaskResult.objects.ready().get_locked()
        if result is None:
            return False
        result.claim(worker_id)
    _run(result)
    return True


def _run(result: "DBTaskResult[..., Any]") -> None:
    tokens = current_task.set(result.id), requestid.current.set(f"task:{result.id}")
    try:
        told = result.task_result
        result.set_successful(result.task.call(*told.args, **told.kwargs))
    except Exception as error:
        _fail(result, error)
    finally:
        current_task.reset(tokens[0])
        requestid.current.reset(tokens[1])


def _fail(result: "DBTaskResult[..., Any]", error: Exception) -> None:
    """Failed for good when it was refused or tried often enough; else ready again after a wait."""
    retries = _retries.get(result.task_path, Retries(1, timedelta()))
    attempt = len(result.worker_ids)
    logger.error("Task %s failed, attempt %s of %s", result.task_path, attempt, retries.attempts, exc_info=error)
    result.set_failed(error)
    if attempt < retries.attempts and not isinstance(error, Refused):
        _make_ready(result, timezone.now() + retries.wait(attempt))


def _make_ready(result: "DBTaskResult[..., Any]", run_after: datetime) -> None:
    result.status, result.run_after, result.finished_at = TaskResultStatus.READY, run_after, None
    result.save(update_fields=["status", "run_after", "finished_at"])


def beat(worker_id: str) -> None:
    """A worker says that it lives."""
    Heartbeat.objects.update_or_create(worker_id=worker_id, defaults={"at": timezone.now()})


class WorkerLost(Exception):  # noqa: N818
    """The worker of a task died each time it was tried."""


def reclaim() -> int:
    """Gives the running tasks of dead workers to others and returns how many; one that killed its worker too often has failed."""
    now = timezone.now()
    alive = set(Heartbeat.objects.filter(at__gt=now - ALIVE).values_list("worker_id", flat=True))
    reclaimed = 0
    with transaction.atomic():
        for result in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if result.worker_ids[-1] in alive or result.started_at > now - ALIVE:
                continue
            _fail(result, WorkerLost(f"Worker {result.worker_ids[-1]} stopped while it ran this task"))
            reclaimed += 1
    return reclaimed


class InDoubt(Refused):
    """A former attempt of this task stopped while it handed over what cannot be taken back."""

    def __init__(self) -> None:
        super().__init__(_("A former attempt stopped just as this was leaving: nobody knows whether it left, so it is not sent again."))


def check_not_handed_over() -> None:
    """Raises InDoubt when a former attempt of the running task went as far as `hand_over`."""
    task_id = current_task.get()
    if task_id is not None and TaskProgress.objects.filter(task_id=task_id, handed_over_at__isnull=False).exists():
        raise InDoubt


def hand_over() -> None:
    """Notes, for good, that the running task now does what cannot be taken back; a later attempt meets InDoubt instead of doing it again.
    Called outside any transaction, just before; outside a task it does nothing."""
    task_id = current_task.get()
    if task_id is not None:
        with transaction.atomic(durable=True):
            TaskProgress.objects.update_or_create(task_id=task_id, defaults={"handed_over_at": timezone.now()})


def take_back() -> None:
    """It was refused, and so did not happen: the task may be tried again."""
    task_id = current_task.get()
    if task_id is not None:
        TaskProgress.objects.filter(task_id=task_id).update(handed_over_at=None)


def progress(done: int, total: int | None = None, note: str = "") -> None:
    """Says how far the running task has come; outside a task it does nothing. Readers see it once the transaction is over, so a long
    task commits piece by piece."""
    task_id = current_task.get()
    if task_id is not None:
        values = {"done": done, "total": total, "note": note, "updated_at": timezone.now()}
        TaskProgress.objects.update_or_create(task_id=task_id, defaults=values)


@dataclass(frozen=True)
class Progress:
    """Where a task is. `state` is waiting, running, done or failed; `total` None while it is unknown."""

    state: str
    done: int
    total: int | None
    note: str


STATES = {"READY": "waiting", "RUNNING": "running", "SUCCESSFUL": "done", "FAILED": "failed"}


def progress_of(task_id: UUID) -> Progress | None:
    """None for a task that was never queued, or forgotten since."""
    result = DBTaskResult.objects.filter(id=task_id).first()
    if result is None:
        return None
    told = TaskProgress.objects.filter(task_id=task_id).first() or TaskProgress(task_id=task_id)
    return Progress(STATES[result.status], told.done, told.total, told.note)


def forget_finished() -> int:
    """Deletes what is known of tasks finished more than 30 days ago, and of workers gone for as long."""
    limit = timezone.now() - KEPT
    TaskProgress.objects.filter(updated_at__lt=limit).delete()
    Heartbeat.objects.filter(at__lt=limit).delete()
    forgotten: int = DBTaskResult.objects.finished().filter(finished_at__lt=limit).delete()[0]
    return forgotten
