"""Facts are added and read, nothing else: in SQL too."""

from django.db import migrations

from filon.kernel.appendonly import AppendOnlyTrigger


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial"), ("kernel", "0001_initial")]
    operations = [
        AppendOnlyTrigger(model_name="fact"),
        AppendOnlyTrigger(model_name="factorganisation"),
        AppendOnlyTrigger(model_name="factdocument"),
    ]
