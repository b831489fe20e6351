import pytest
from django.db import models

from filon.kernel import states
from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent, OutboxEvent, uuid7


class Door(models.TextChoices):
    OPEN = "open", "Open"
    SHUT = "shut", "Shut"
    WALLED = "walled", "Walled up"


DOOR = states.Transitions(Door, {Door.OPEN: {Door.SHUT}, Door.SHUT: {Door.WALLED, Door.OPEN}, Door.WALLED: set()}, explained={Door.WALLED})


@pytest.fixture
def door(db: None) -> OutboxEvent:
    """Any row with a column of text stands for a door."""
    return OutboxEvent.objects.create(name="open", object_uuid=uuid7())


def test_move_changes_object_and_row(door: OutboxEvent) -> None:
    states.move(door, to=Door.SHUT, field="name")

    assert door.name == Door.SHUT
    assert OutboxEvent.objects.get(pk=door.pk).name == "shut"


def test_move_not_in_the_table_is_refused_with_both_states(door: OutboxEvent) -> None:
    with pytest.raises(Refused, match=r"Open.*Walled up.*Shut"):
        states.move(door, to=Door.WALLED, field="name", reason="draught")


def test_move_from_a_final_state_says_so(door: OutboxEvent) -> None:
    OutboxEvent.objects.filter(pk=door.pk).update(name="walled")
    door.refresh_from_db()

    with pytest.raises(Refused, match="final"):
        states.move(door, to=Door.OPEN, field="name")


def test_move_without_the_reason_it_needs_is_refused(door: OutboxEvent) -> None:
    states.move(door, to=Door.SHUT, field="name")

    with pytest.raises(Refused) as refused:
        states.move(door, to=Door.WALLED, field="name", reason="  ")

    assert refused.value.field == "reason"


def test_move_of_what_somebody_moved_meanwhile_is_refused(door: OutboxEvent) -> None:
    OutboxEvent.objects.filter(pk=door.pk).update(name="shut")

    with pytest.raises(Refused, match="Somebody else"):
        states.move(door, to=Door.SHUT, field="name")


def test_move_by_somebody_is_in_the_audit(door: OutboxEvent, clerk) -> None:
    states.move(door, to=Door.SHUT, by=clerk, field="name", reason="cold")

    event = AuditEvent.objects.get(object_uuid=door.uuid)
    assert (event.action, event.actor_id, event.payload) == ("outboxevent.shut", 7, {"before": "open", "reason": "cold"})


def test_next_of_follows_the_enum() -> None:
    assert states.transitions_of(Door).next_of("shut") == [Door.OPEN, Door.WALLED]


def test_table_without_a_line_for_each_state_is_a_defect() -> None:
    with pytest.raises(ValueError, match="WALLED"):
        states.Transitions(Door, {Door.OPEN: {Door.SHUT}, Door.SHUT: set()})
