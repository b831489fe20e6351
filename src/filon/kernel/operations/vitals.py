"""Is what a server lives on there: database, store of files, workers, seal of the audit?

Read for `/pret`, `/mesures` and `filon health`."""

import json
import logging
import time
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

LATE_SEAL = 60.0
"""Seconds: an event is sealed within one; after sixty somebody should look."""
ASKED_AGAIN = 5.0
"""Seconds for which the answer of the store is believed: it may be far, and is asked for by anybody."""

READING = """
SELECT (SELECT count(*) FROM kernel_heartbeat WHERE at > now() - interval '30 seconds'),
       tail.waiting, tail.age, outbox.waiting, outbox.age,
       (SELECT coalesce(jsonb_object_agg(status, number), '{}') FROM
          (SELECT lower(status) AS status, count(*) AS number FROM django_tasks_database_dbtaskresult
            WHERE status <> 'SUCCESSFUL' GROUP BY 1) AS tasks),
       (SELECT coalesce(jsonb_object_agg(state, number), '{}') FROM
          (SELECT coalesce(state, 'other') AS state, count(*) AS number FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user GROUP BY 1) AS connections)
  FROM (SELECT count(*) AS waiting, coalesce(extract(epoch FROM now() - min(event.at)), 0)::float AS age
          FROM kernel_auditevent AS event
         WHERE event.id > (SELECT coalesce(max(event_id), 0) FROM kernel_auditseal) - 10000
           AND NOT EXISTS (SELECT FROM kernel_auditseal AS seal WHERE seal.event_id = event.id)) AS tail,
       (SELECT count(*) AS waiting, coalesce(extract(epoch FROM now() - min(at)), 0)::float AS age
          FROM kernel_outboxevent WHERE done_at IS NULL) AS outbox
"""


@dataclass(frozen=True)
class Vitals:
    """Numbers of this moment; ages in seconds, 0 when nothing waits."""

    workers: int
    unsealed: int
    unsealed_age: float
    outbox: int
    outbox_age: float
    tasks: dict[str, int]
    connections: dict[str, int]


@dataclass(frozen=True)
class Check:
    """One thing a server lives on. `vital`: without it this server answers nothing useful, and a proxy had better ask another."""

    name: str
    is_well: bool
    vital: bool
    sentence: str


def read() -> Vitals | None:
    """None when the database does not answer, or is not migrated yet."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(READING)
            workers, unsealed, age, outbox, outbox_age, tasks, connections = _row(cursor)
    except DatabaseError as error:
        logger.warning("The database does not answer: %s", type(error).__name__)
        return None
    return Vitals(workers, unsealed, age, outbox, outbox_age, tasks, connections)


def _row(cursor: Any) -> tuple[Any, ...]:
    """Django leaves JSON as text to whoever asks without a model."""
    *numbers, tasks, connections = cursor.fetchone()
    return *numbers, *(json.loads(found) if isinstance(found, str) else found for found in (tasks, connections))


def checks() -> list[Check]:
    """The state of everything, the vital ones first."""
    found = read()
    store = store_answers()
    told = [
        Check("database", found is not None, True, "answers" if found else "does not answer, or is not migrated: look at DATABASE_URL"),
        Check("files", store, True, "can be kept and read" if store else "cannot be kept: look at FILES_URL, or at the disk of FILON_VAR"),
    ]
    if found is None:
        return told
    return [*told, _workers(found), _seal(found)]


def _workers(found: Vitals) -> Check:
    sentence = f"{found.workers} at work" if found.workers else "none at work: mail, schedules and the seal of the audit wait"
    return Check("worker", found.workers > 0, False, sentence)


def _seal(found: Vitals) -> Check:
    is_well = found.unsealed_age < LATE_SEAL
    sentence = f"{found.unsealed} events not sealed yet, the oldest for {found.unsealed_age:.0f} s"
    return Check("audit", is_well, False, sentence)


_answered: tuple[float, bool] = (-ASKED_AGAIN, False)


def store_answers() -> bool:
    """Can files be kept now? Asked at most every five seconds."""
    global _answered  # noqa: PLW0603  one process, one store
    looked_at, answer = _answered
    if time.monotonic() - looked_at >= ASKED_AGAIN:
        try:
            default_storage.answers()  # type: ignore[attr-defined]
            answer = True
        except OSError as error:
            logger.warning("The store of files does not answer: %s", type(error).__name__)
            answer = False
        _answered = (time.monotonic(), answer)
    return answer
