"""A school's facts without going to those of all the others: the latest, and those of an organisation whose facts are mostly elsewhere.
The indexes are made while people write, without waiting for them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("facts", "0004_sums_and_days")]

    operations = [
        AddIndexConcurrently("fact", models.Index(fields=["host", "occurred_on", "id"], name="fact_of_host_by_day")),
        AddIndexConcurrently("fact", models.Index(fields=["host", "id"], name="fact_of_host")),
        AddIndexConcurrently("factorganisation", models.Index(fields=["entity", "fact"], name="fact_organisation_facts")),
    ]
