"""Contract: nobody reads or writes `words` any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notebook", "0004_words_may_lack")]
    operations = [
        migrations.RemoveField("note", "words"),
        migrations.AlterField("note", "label", models.TextField()),
    ]
