"""Indexes and keys set aside come back as they were, and nothing wrong gets in meanwhile."""

import hashlib
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from filon.kernel import audit, bulk
from filon.kernel.models import AuditEvent, AuditSeal, OutboxEvent, OutboxReceipt
from filon.kernel.owner import default_is_owner

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

MODELS = (OutboxEvent, OutboxReceipt, AuditSeal)


def shape() -> set[tuple[str, str]]:
    """Every index and constraint of the tables, by name and definition."""
    tables = [model._meta.db_table for model in MODELS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text = ANY(%s)"
            " UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)",
            [tables, tables],
        )
        return set(cursor.fetchall())


def test_set_aside_makes_again_what_was_there() -> None:
    before = shape()

    with default_is_owner(), transaction.atomic():
        with bulk.set_aside(MODELS):
            inside = shape()
        after = shape()

    assert after == before
    assert {name for name, _definition in inside} < {name for name, _definition in before}
    assert {"kernel_outboxevent_pkey", "kernel_auditseal_pkey"} <= {name for name, _definition in inside}


def test_row_that_points_nowhere_is_refused_at_the_end() -> None:
    with pytest.raises(IntegrityError, match="outboxreceipt"), default_is_owner(), transaction.atomic(), bulk.set_aside(MODELS):
        OutboxReceipt.objects.create(event_id=404, subscriber="nobody")

    assert OutboxReceipt.objects.count() == 0


def test_next_key_comes_after_those_given_by_hand() -> None:
    with default_is_owner(), transaction.atomic():
        OutboxEvent.objects.create(id=1_000, name="by.hand", object_uuid=UUID(int=0))
        bulk.continue_keys([OutboxEvent])

    assert OutboxEvent.objects.create(name="by.itself", object_uuid=UUID(int=0)).pk == 1_001


def test_manifest_is_the_digest_of_uuids_one_a_line() -> None:
    before = audit.record(None, "thing.done", None)
    written = [audit.record(None, "thing.done", None) for _time in range(3)]

    with transaction.atomic():
        manifest = bulk.manifest_since({AuditEvent: before.pk})

    lines = "".join(f"{event.uuid}\n" for event in written)
    assert manifest == bulk.Manifest(3, hashlib.sha256(lines.encode()).hexdigest())


def test_manifest_of_nothing() -> None:
    manifest = bulk.manifest_since({AuditEvent: bulk.last_key(AuditEvent)})

    assert manifest == bulk.Manifest(0, hashlib.sha256(b"").hexdigest())
