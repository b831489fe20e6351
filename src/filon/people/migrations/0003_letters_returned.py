"""Letters that came back are few among those sent: each school finds its own at once."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0002_sent_letters")]
    operations = [
        AddIndexConcurrently(
            model_name="sentletter",
            index=models.Index(fields=["host"], condition=models.Q(("returned_at__isnull", False)), name="sent_letter_returned"),
        )
    ]
