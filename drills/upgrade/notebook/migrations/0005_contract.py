"""Contract: release 3, which serves meanwhile, does not know `words`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notebook", "0004_words_may_lack")]
    operations = [
        migrations.RunSQL("ALTER TABLE notebook_note DROP COLUMN words", migrations.RunSQL.noop),
        migrations.AlterField("note", "label", models.TextField()),
    ]
