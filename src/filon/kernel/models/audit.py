"""The audit trail: events written with the change they tell, seals that chain them, one head a chain."""

from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from filon.kernel.models.base import AppendOnly, Record


class CurrentTransaction(models.Func):
    """The 64-bit number of the writing transaction, which tells the sealer what can no longer be overtaken."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class AuditEvent(AppendOnly, Record):
    """Who did what to which object. No reference to upper tables: `actor_id` and `host_id` are plain keys. `added`: digests of the rows
    that the act added (`kernel.noted`), written by the database itself."""

    at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    host_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=100)
    object_type = models.CharField(max_length=100, blank=True)
    object_uuid = models.UUIDField(null=True)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    request_id = models.CharField(max_length=64, blank=True)
    txid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    added = models.JSONField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_uuid", "id"], name="audit_event_object"),
            models.Index(fields=["host_id", "id"], name="audit_event_host"),
            models.Index(fields=["txid", "id"], name="audit_event_order"),
            GinIndex(fields=["payload"], opclasses=["jsonb_path_ops"], name="audit_event_payload"),
        ]


class AuditSeal(AppendOnly):
    """The place of an event in its host's chain. `host_key` is the host's id, 0 for events without a host;
    `hash` is the hexadecimal sha256 of the previous hash and the event's canonical text."""

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal", primary_key=True)
    host_key = models.BigIntegerField()
    seq = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host_key", "seq"], name="audit_seal_one_per_place")]


class AuditHead(models.Model):
    """Where a chain ends; the sealer's own note, checked against the last seal."""

    host_key = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
