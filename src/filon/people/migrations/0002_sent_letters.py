"""Letters that somebody asks about."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import filon.kernel.models.base


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentLetter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("about_type", models.CharField(max_length=100)),
                ("about_uuid", models.UUIDField()),
                ("message_id", models.CharField(max_length=255, unique=True)),
                ("to", models.EmailField(max_length=254, verbose_name="to")),
                ("handed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why it did not arrive")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.host",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter sent",
                "verbose_name_plural": "letters sent",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["about_uuid"], name="sent_letter_about"),
                    models.Index(fields=["handed_at"], name="sent_letter_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), ("returned_at__isnull", False), _connector="XOR"),
                        name="sent_letter_returned_with_a_reason",
                    )
                ],
            },
        ),
    ]
