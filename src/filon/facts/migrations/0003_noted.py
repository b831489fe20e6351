"""Facts are noted in the audit chain, with the organisations and the documents they name."""

from django.db import migrations

from filon.kernel.noted import NotedRows


class Migration(migrations.Migration):
    dependencies = [("facts", "0002_append_only"), ("kernel", "0005_noted_rows")]
    operations = [
        NotedRows(model_name="fact"),
        NotedRows(model_name="factorganisation"),
        NotedRows(model_name="factdocument"),
    ]
