"""Files received are noted in the audit chain."""

from django.db import migrations

from filon.kernel.noted import NotedRows


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_noted_rows")]
    operations = [NotedRows(model_name="storedfile")]
