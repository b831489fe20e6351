"""One worker: a thread that runs tasks, one that delivers events and seals the audit, one that schedules and says it lives."""

import logging
import socket
import threading
from collections.abc import Callable
from uuid import uuid4

from django.db import close_old_connections, connections
from django.utils.module_loading import autodiscover_modules

from filon.kernel import audit, events, tasks

logger = logging.getLogger(__name__)

IDLE = 0.5
"""Seconds between two looks when there was nothing to do: an event is sealed within a second."""
PULSE = 5.0
AFTER_FAILURE = 5.0


def run(stop_event: threading.Event) -> None:
    """Works until the event is set and the task at hand is finished. Start as many workers as wanted, on any machine."""
    discover()
    worker_id = f"{socket.gethostname()[:30]}-{uuid4().hex[:12]}"
    tasks.beat(worker_id)
    threads = [
        threading.Thread(target=_repeat, args=(stop_event, _deliver, IDLE), name="deliveries"),
        threading.Thread(target=_repeat, args=(stop_event, lambda: _pulse(worker_id), PULSE), name="pulse"),
    ]
    for thread in threads:
        thread.start()
    _repeat(stop_event, lambda: tasks.run_next(worker_id), IDLE)
    for thread in threads:
        thread.join()


def discover() -> None:
    """Loads every app's tasks and subscribers, so that their schedules are known."""
    autodiscover_modules("tasks", "subscribers", "housekeeping")


def _repeat(stop_event: threading.Event, work: Callable[[], bool], idle: float) -> None:
    """Calls `work` as long as it finds something to do, then waits; a failure (the database away) is logged and waited out."""
    while not stop_event.is_set():
        close_old_connections()
        try:
            is_busy, wait = work(), idle
        except Exception:
            logger.exception("Worker: %s failed, goes on in %s seconds", threading.current_thread().name, AFTER_FAILURE)
            connections.close_all()
            is_busy, wait = False, AFTER_FAILURE
        if not is_busy:
            stop_event.wait(wait)
    connections.close_all()


def _deliver() -> bool:
    return bool(events.dispatch() + audit.seal())


def _pulse(worker_id: str) -> bool:
    tasks.beat(worker_id)
    tasks.reclaim()
    tasks.start_due()
    return False
