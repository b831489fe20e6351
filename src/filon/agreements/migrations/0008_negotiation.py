"""What was sent to be negotiated and what came back: added, never changed, noted in the audit chain."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import filon.kernel.clock
import filon.kernel.models.base
from filon.kernel.appendonly import AppendOnlyTrigger
from filon.kernel.noted import NotedRows


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0007_texts"),
        ("kernel", "0006_note_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SentText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("language", models.CharField(choices=[("fr", "French"), ("en", "English")], max_length=2, verbose_name="language")),
                ("parts", models.JSONField(verbose_name="parts")),
                ("values", models.JSONField(default=dict, verbose_name="values")),
                ("made_at", models.DateTimeField(default=filon.kernel.clock.now)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile", verbose_name="document sent"
                    ),
                ),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sent_texts", to="agreements.agreementversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "text sent to be negotiated",
                "verbose_name_plural": "texts sent to be negotiated",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ReturnedText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("parts", models.JSONField(verbose_name="parts")),
                ("remarks", models.JSONField(default=list, verbose_name="remarks")),
                ("returned_at", models.DateTimeField(default=filon.kernel.clock.now)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                        verbose_name="document that came back",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("sent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="agreements.senttext")),
            ],
            options={
                "verbose_name": "text that came back",
                "verbose_name_plural": "texts that came back",
                "ordering": ["-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="senttext",
            constraint=models.CheckConstraint(condition=models.Q(("language__in", ["fr", "en"])), name="sent_text_in_a_language"),
        ),
        *(operation(model_name=name) for name in ("senttext", "returnedtext") for operation in (AppendOnlyTrigger, NotedRows)),
    ]
