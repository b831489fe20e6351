"""What is signed, due, delivered and given up is noted in the audit chain."""

from django.db import migrations

from filon.kernel.noted import NotedRows

APPEND_ONLY = ("signature", "renewal", "notice", "waiver", "deliverystep")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_reference_data"), ("kernel", "0005_noted_rows")]
    operations = [
        *(NotedRows(model_name=name) for name in APPEND_ONLY),
        NotedRows(model_name="dueitem", without=["retired_by_id", "kept"]),
        NotedRows(model_name="delivery", without=["state"]),
    ]
