"""Indexes are made while people write: none of these statements waits for them or makes them wait."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

SUMMED = ("visibility", "recorded_by", "reverses", "quantity", "value_cents", "persons")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("facts", "0003_noted"), ("people", "0001_initial")]

    operations = [
        AddIndexConcurrently("fact", models.Index(fields=["host", "kind", "-occurred_on"], include=SUMMED, name="fact_sums")),
        AddIndexConcurrently("fact", models.Index(fields=["occurred_on", "id"], name="fact_by_day")),
        RemoveIndexConcurrently("fact", "facts_fact_host_id_55de94_idx"),
        migrations.AlterField(
            "fact",
            "host",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facts",
                to="people.host",
                verbose_name="host",
            ),
        ),
    ]
