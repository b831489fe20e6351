"""Private files: where they are, what they are, to what they belong."""

from django.db import models
from django.db.models.functions import Now

from filon.kernel.models.base import AppendOnly, Noted, Record


class StoredFile(Noted, AppendOnly, Record):
    """A file received or made, never changed. `kind` was found in its content (pdf, png, jpeg, xlsx, csv, txt);
    `owner_type` is `app_label.model`, `owner_uuid` the object it belongs to."""

    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, unique=True)
    purpose = models.CharField(max_length=100)
    owner_type = models.CharField(max_length=100, blank=True)
    owner_uuid = models.UUIDField(null=True)
    host_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    stored_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_uuid"], name="stored_file_owner")]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty")]
