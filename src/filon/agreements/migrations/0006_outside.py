"""Signatures gathered elsewhere, and what reading a PDF signed elsewhere said."""

import django.db.models.deletion
from django.db import migrations, models

import filon.kernel.clock
import filon.kernel.models.base
from filon.kernel.appendonly import AppendOnlyTrigger
from filon.kernel.noted import NotedRows


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0005_review_and_signature"),
        ("kernel", "0006_note_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="signingpolicy",
            name="provider",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="who gathers the signatures"),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="channel",
            field=models.CharField(
                choices=[
                    ("mailbox", "single mailbox"),
                    ("telephone", "read out by telephone"),
                    ("account", "signed-in account"),
                    ("outside", "signed elsewhere"),
                ],
                max_length=10,
                verbose_name="channel",
            ),
        ),
        migrations.AlterField(
            model_name="signingcode",
            name="channel",
            field=models.CharField(
                choices=[
                    ("mailbox", "single mailbox"),
                    ("telephone", "read out by telephone"),
                    ("account", "signed-in account"),
                    ("outside", "signed elsewhere"),
                ],
                max_length=10,
                verbose_name="channel",
            ),
        ),
        migrations.CreateModel(
            name="PaperReading",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("read_at", models.DateTimeField(default=filon.kernel.clock.now)),
                ("told", models.JSONField(verbose_name="what it says")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                        verbose_name="signed document",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="agreements.agreementversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a signed document",
                "verbose_name_plural": "readings of signed documents",
            },
        ),
        migrations.CreateModel(
            name="OutsideSending",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("provider", models.CharField(max_length=40, verbose_name="provider")),
                ("reference", models.CharField(blank=True, max_length=200)),
                ("handed_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True, verbose_name="what is in the way")),
                ("refused_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "sending",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="outside", to="agreements.sending"),
                ),
            ],
            options={
                "verbose_name": "sending signed elsewhere",
                "verbose_name_plural": "sendings signed elsewhere",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), ("handed_at__isnull", False), _connector="XOR"),
                        name="outside_sending_handed_with_a_reference",
                    )
                ],
            },
        ),
        AppendOnlyTrigger(model_name="paperreading"),
        NotedRows(model_name="paperreading"),
    ]
