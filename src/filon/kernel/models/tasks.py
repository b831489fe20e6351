"""How far work in the background has come, and who does it."""

from django.db import models
from django.db.models.functions import Now


class TaskProgress(models.Model):
    """How far one task has come; `task_id` is the identifier of its result. `handed_over_at`: when it began what cannot be taken back."""

    task_id = models.UUIDField(primary_key=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    handed_over_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(db_default=Now())


class ScheduledRun(models.Model):
    """When a schedule last started its task."""

    schedule = models.CharField(max_length=200, primary_key=True)
    last_slot = models.DateTimeField()
    task_id = models.UUIDField(null=True)


class Heartbeat(models.Model):
    """A worker that lives says so every few seconds; the tasks of one that stopped are given to another."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(db_default=Now())
