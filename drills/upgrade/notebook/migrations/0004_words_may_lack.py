"""Release 3 does not write `words` any more; release 2 still does."""

import django.db.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notebook", "0003_complete")]
    operations = [migrations.AlterField("note", "words", models.TextField(db_default=django.db.models.Value("")))]
