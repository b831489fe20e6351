"""Events for what may be late: an outbox, delivered at least once, in order for each object, to idempotent handlers."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from filon.kernel.models import OutboxEvent

Handler = Callable[["Event"], object]


@dataclass(frozen=True)
class Event:
    """What a subscriber gets."""

    uuid: UUID
    name: str
    object_uuid: UUID
    payload: dict[str, Any]


_subscribers: dict[str, dict[str, Handler]] = defaultdict(dict)


def publish(name: str, object_uuid: UUID, **payload: Any) -> OutboxEvent:
    """Puts the event in the outbox, in the writer's transaction: no write, no event."""
    return OutboxEvent.objects.create(name=name, object_uuid=object_uuid, payload=payload)


def subscriber(name: str) -> Callable[[Handler], Handler]:
    """Decorator: the function gets every event of that name, in a transaction of its own with its receipt."""

    def connect(handler: Handler) -> Handler:
        _subscribers[name][f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return connect


def subscribers_of(name: str) -> dict[str, Handler]:
    """Handlers of an event by their dotted name."""
    return dict(_subscribers[name])
