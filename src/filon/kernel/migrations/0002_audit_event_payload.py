from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=GinIndex(fields=["payload"], name="audit_event_payload", opclasses=["jsonb_path_ops"]),
        ),
    ]
