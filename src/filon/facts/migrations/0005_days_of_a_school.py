"""A school's latest facts without walking through those of all the others: made while people write, without waiting for them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("facts", "0004_sums_and_days")]

    operations = [
        AddIndexConcurrently("fact", models.Index(fields=["host", "occurred_on", "id"], name="fact_of_host_by_day")),
    ]
