from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_audit_event_payload")]

    operations = [
        migrations.AddField(model_name="taskprogress", name="handed_over_at", field=models.DateTimeField(null=True)),
    ]
