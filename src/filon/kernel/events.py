"""Events for what may be late: an outbox, delivered at least once, in order for each object, to idempotent handlers."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from filon.kernel.models import OutboxEvent, OutboxReceipt

logger = logging.getLogger(__name__)

FIRST_BACKOFF = timedelta(seconds=2)
LONGEST_BACKOFF = timedelta(hours=1)
KEPT = timedelta(days=30)

Handler = Callable[["Event"], object]


@dataclass(frozen=True)
class Event:
    """What a subscriber gets."""

    uuid: UUID
    name: str
    object_uuid: UUID
    payload: dict[str, Any]


_subscribers: dict[str, dict[str, Handler]] = defaultdict(dict)


def publish(name: str, object_uuid: UUID, /, **payload: Any) -> OutboxEvent:
    """Puts the event in the outbox, in the writer's transaction: no write, no event."""
    return OutboxEvent.objects.create(name=name, object_uuid=object_uuid, payload=payload)


def publish_many(name: str, told: Iterable[tuple[UUID, Mapping[str, Any]]], /) -> None:
    """The same for many objects at once."""
    OutboxEvent.objects.bulk_create([OutboxEvent(name=name, object_uuid=uuid, payload=dict(payload)) for uuid, payload in told])


def subscriber(name: str) -> Callable[[Handler], Handler]:
    """Decorator: the function gets every event of that name, in a transaction of its own with its receipt."""

    def connect(handler: Handler) -> Handler:
        _subscribers[name][f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return connect


def subscribers_of(name: str) -> dict[str, Handler]:
    """Handlers of an event by their dotted name."""
    return dict(_subscribers[name])


def dispatch(batch: int = 100) -> int:
    """Delivers waiting events, each in its own transaction, and returns how many are done. Any number of workers may call it."""
    done = 0
    for _turn in range(batch):
        outcome = _deliver_next()
        if outcome is None:
            break
        done += outcome
    return done


def _deliver_next() -> bool | None:
    """Takes the oldest event that may go: due, free, and the first still waiting for its object. None when there is none."""
    with transaction.atomic():
        waiting = OutboxEvent.objects.filter(done_at=None)
        earlier = waiting.filter(object_uuid=OuterRef("object_uuid"), id__lt=OuterRef("id"))
        due = waiting.filter(~Exists(earlier), next_try_at__lte=timezone.now()).order_by("id")
        event = due.select_for_update(skip_locked=True, of=("self",)).first()
        if event is None:
            return None
        try:
            with transaction.atomic():
                _handle(event)
        except Exception as error:
            logger.exception("Event %s (%s) failed, attempt %s", event.uuid, event.name, event.attempts + 1)
            _put_off(event, error)
            return False
        event.done_at = timezone.now()
        event.save(update_fields=["done_at"])
        return True


def _handle(event: OutboxEvent) -> None:
    """All subscribers in one transaction with their receipts: all of them, or none and again later."""
    received = set(event.receipts.values_list("subscriber", flat=True))
    for name, handler in subscribers_of(event.name).items():
        if name not in received:
            handler(Event(event.uuid, event.name, event.object_uuid, event.payload))
            OutboxReceipt.objects.create(event=event, subscriber=name)


def _put_off(event: OutboxEvent, error: Exception) -> None:
    """Tries again after 2, 4, 8… seconds, at most an hour; the later events of that object wait, the others go on."""
    event.attempts += 1
    event.next_try_at = timezone.now() + min(FIRST_BACKOFF * 2 ** min(event.attempts - 1, 20), LONGEST_BACKOFF)
    event.error = f"{type(error).__name__}: {error}"
    event.save(update_fields=["attempts", "next_try_at", "error"])


def forget_done() -> int:
    """Deletes events delivered more than 30 days ago, with their receipts."""
    return OutboxEvent.objects.filter(done_at__lt=timezone.now() - KEPT).delete()[0]
