"""Backfill, a batch a transaction: release 2, which serves meanwhile, writes both columns."""

from typing import Any

from django.db import migrations

BATCH = 200


def complete(apps: Any, _schema_editor: Any) -> None:
    notes = apps.get_model("notebook", "Note").objects
    while keys := list(notes.filter(label=None).values_list("id", flat=True)[:BATCH]):
        for note in notes.filter(id__in=keys):
            notes.filter(id=note.id, label=None).update(label=note.words)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notebook", "0002_expand")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
