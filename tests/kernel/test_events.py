import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from filon.kernel import events
from filon.kernel.events import Event
from filon.kernel.models import OutboxEvent, OutboxReceipt, uuid7

pytestmark = pytest.mark.django_db
ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """What a subscriber of `tested` got: (object, step). A step called `bad` breaks until the list `cured` is not empty."""
    monkeypatch.setitem(events._subscribers, "tested", {})
    seen: list[tuple[int, str]] = []

    @events.subscriber("tested")
    def note(event: Event) -> None:
        if event.payload["step"] == "bad":
            raise RuntimeError("broken")
        seen.append((event.object_uuid.int, event.payload["step"]))

    return seen


def due_now() -> None:
    OutboxEvent.objects.filter(done_at=None).update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_dispatch_delivers_in_the_order_of_publication(handled: list) -> None:
    for step in ("a", "b", "c"):
        events.publish("tested", ONE, step=step)

    done = events.dispatch()

    assert (done, handled) == (3, [(1, "a"), (1, "b"), (1, "c")])
    assert events.dispatch() == 0


def test_failing_event_holds_back_its_object_only(handled: list) -> None:
    events.publish("tested", ONE, step="bad")
    events.publish("tested", ONE, step="after")
    events.publish("tested", OTHER, step="free")

    events.dispatch()

    assert handled == [(2, "free")]
    waiting = OutboxEvent.objects.filter(done_at=None).order_by("id")
    assert [(event.attempts, event.error) for event in waiting] == [(1, "RuntimeError: broken"), (0, "")]


def test_failing_event_is_tried_again_later_and_each_time_waits_longer(handled: list) -> None:
    event = events.publish("tested", ONE, step="bad")
    waits = []

    for _turn in range(3):
        due_now()
        events.dispatch()
        event.refresh_from_db()
        waits.append(round((event.next_try_at - timezone.now()).total_seconds()))

    assert waits == [2, 4, 8]


def test_cured_event_goes_out_before_the_later_ones(handled: list) -> None:
    bad = events.publish("tested", ONE, step="bad")
    events.publish("tested", ONE, step="after")
    events.dispatch()
    OutboxEvent.objects.filter(pk=bad.pk).update(payload={"step": "cured"})
    due_now()

    events.dispatch()

    assert handled == [(1, "cured"), (1, "after")]


def test_receipt_keeps_a_handler_from_getting_an_event_twice(handled: list) -> None:
    event = events.publish("tested", ONE, step="a")
    events.dispatch()
    OutboxEvent.objects.filter(pk=event.pk).update(done_at=None)

    events.dispatch()

    assert handled == [(1, "a")]
    assert OutboxReceipt.objects.filter(event=event).count() == 1


def test_publication_of_an_undone_write_is_undone(handled: list) -> None:
    with transaction.atomic():
        events.publish("tested", ONE, step="a")
        transaction.set_rollback(True)

    assert (events.dispatch(), handled) == (0, [])


def test_event_without_subscriber_is_done() -> None:
    event = events.publish("nobody.listens", uuid7())

    events.dispatch()

    event.refresh_from_db()
    assert event.done_at is not None


def test_forget_done_keeps_thirty_days(handled: list) -> None:
    old, recent = events.publish("tested", ONE, step="a"), events.publish("tested", ONE, step="b")
    events.dispatch()
    OutboxEvent.objects.filter(pk=old.pk).update(done_at=timezone.now() - timedelta(days=31))

    events.forget_done()

    assert list(OutboxEvent.objects.all()) == [recent]


@pytest.mark.django_db(transaction=True)
def test_two_workers_keep_the_order_of_each_object_and_deliver_once(handled: list) -> None:
    for step in range(12):
        for number in (1, 2, 3):
            events.publish("tested", UUID(int=number), step=step)

    def work() -> None:
        while OutboxEvent.objects.filter(done_at=None).exists():
            events.dispatch(batch=3)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    for number in (1, 2, 3):
        assert [step for one, step in handled if one == number] == list(range(12))
