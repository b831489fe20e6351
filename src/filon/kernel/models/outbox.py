"""Events waiting for their subscribers, and the keys that make a repeated POST harmless."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from filon.kernel.models.base import Record


class OutboxEvent(Record):
    """Published in the writer's transaction, delivered after it, in order for each object."""

    at = models.DateTimeField(db_default=Now())
    name = models.CharField(max_length=100)
    object_uuid = models.UUIDField()
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_uuid", "id"], name="outbox_waiting", condition=models.Q(done_at=None)),
            models.Index(fields=["next_try_at", "id"], name="outbox_next", condition=models.Q(done_at=None)),
        ]


class OutboxReceipt(models.Model):
    """One subscriber has handled one event: it will not get it again."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="receipts")
    subscriber = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_receipt_once")]


class IdempotencyKey(models.Model):
    """What a POST answered. `actor` is `user:<id>` or `session:<digest>`; `body_hash` and `standing` are sha256 in hexadecimal."""

    actor = models.CharField(max_length=80)
    route = models.CharField(max_length=200)
    key = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    standing = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "route", "key"], name="idempotency_key_once")]
