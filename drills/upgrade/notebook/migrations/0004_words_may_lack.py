"""Release 3 does not know `words` any more, hence the default; release 2 still writes it."""

from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    dependencies = [("notebook", "0003_complete")]
    operations = [
        migrations.AlterField("note", "words", models.TextField(db_default=Value(""))),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("note", "words")]),
    ]
