"""What was taken back is found by its cause."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(condition=models.Q(("reverses__isnull", False)), fields=["cause_uuid"], name="posting_taken_back"),
        ),
    ]
