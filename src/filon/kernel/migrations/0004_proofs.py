import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_task_handed_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=100)),
                ("block", models.BigIntegerField()),
                ("fingerprint", models.DecimalField(decimal_places=0, max_digits=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("subject", "block"), name="proof_once_per_block")],
            },
        ),
        migrations.CreateModel(
            name="ProofRun",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("full_at", models.DateTimeField()),
                ("release", models.CharField(max_length=64)),
                ("database", models.CharField(max_length=60)),
                ("xid", models.BigIntegerField()),
                ("appended", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("heads", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="proof_run_single_row")],
            },
        ),
    ]
