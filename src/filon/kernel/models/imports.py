"""Spreadsheets being taken over: what was read, how its columns are understood, and what is to become of each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from filon.kernel.imports.kinds import ImportKind
from filon.kernel.models.base import Record
from filon.kernel.models.files import StoredFile

if TYPE_CHECKING:
    from filon.kernel.actors import Actor


class ImportState(models.TextChoices):
    MAPPING = "mapping", _("columns to confirm")
    READING = "reading", _("being read")
    PREVIEW = "preview", _("to confirm")
    WRITING = "writing", _("being taken over")
    DONE = "done", _("taken over")
    REFUSED = "refused", _("refused")
    GIVEN_UP = "given_up", _("given up")


class Outcome(models.TextChoices):
    """What becomes of a line: `doubtful` waits for somebody to decide, `refused` is left out with its reasons."""

    NEW = "new", _("new")
    CHANGE = "change", _("updated")
    SAME = "same", _("unchanged")
    DOUBTFUL = "doubtful", _("doubtful")
    REFUSED = "refused", _("refused")


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, viewer: Actor) -> Self:
        """Those of the schools for which the viewer may take over spreadsheets of their kind."""
        from filon.kernel.registry import all_of  # noqa: PLC0415  the registry names models

        allowed = models.Q(pk=None)
        for kind in all_of(ImportKind):
            allowed |= models.Q(kind=kind.code, host_id__in=list(kind.hosts(viewer)))
        return self.filter(allowed)


class Import(Record):
    """One spreadsheet of one kind, for one school. `mapping`: code of a value to place of its column; `head_line`: the line with the names;
    `counts`: lines by outcome, `written` once it is done; `task_id` finds its progress; `language`: in which reasons
    are told, of whoever asked last."""

    host_id = models.BigIntegerField()
    actor_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.PositiveSmallIntegerField(default=0)
    head_line = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.MAPPING)
    counts = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    task_id = models.UUIDField(null=True)
    language = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["host_id", "kind", "-id"], name="import_of_host")]


class ImportRow(models.Model):
    """A line, as given: code of a value to its text. `problems`: [code of the value, sentence]; `candidates`: what it may be already,
    [uuid, name, why]; `decision`: "new" (where it `may_be_new`), "skip" or the uuid of a candidate; `group`: the first line of what is
    written as one, which decides for the others."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    group = models.PositiveIntegerField()
    given = models.JSONField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    problems: Any = models.JSONField(default=list)
    candidates: Any = models.JSONField(default=list)
    may_be_new = models.BooleanField(default=True)
    decision = models.CharField(max_length=36, blank=True)
    key = models.CharField(max_length=200, blank=True)
    target = models.UUIDField(null=True)
    is_written = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "outcome", "line"], name="import_row_outcome")]


class ImportMemory(models.Model):
    """How the columns of a kind were last understood at a school: plain name of a column to code of its value."""

    id = models.BigAutoField(primary_key=True)
    host_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    names = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host_id", "kind"], name="import_memory_once")]


class ImportKey(models.Model):
    """Which object a school's own identifier stands for, so that the next file updates it."""

    id = models.BigAutoField(primary_key=True)
    host_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    target = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host_id", "kind", "key"], name="import_key_once")]
