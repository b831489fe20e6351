"""What a partner's people look after themselves: where letters and invoices go, who signs; and what they changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import filon.kernel.clock
import filon.kernel.models.base


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0006_note_files"),
        ("partners", "0003_levels_of_access"),
        ("people", "0002_sent_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("data", "address and invoices"),
                            ("person", "people"),
                            ("signatory", "power to sign"),
                            ("rights", "rights"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("detail", models.CharField(max_length=400, verbose_name="detail")),
                ("made_at", models.DateTimeField(default=filon.kernel.clock.now)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "change by a partner",
                "verbose_name_plural": "changes by partners",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="power_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.storedfile",
                verbose_name="document that gives the power to sign",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="address",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="postal address"),
        ),
        migrations.AddField(
            model_name="relationship",
            name="invoicing_email",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254, verbose_name="e-mail for invoices"),
        ),
        migrations.AddConstraint(
            model_name="access",
            constraint=models.CheckConstraint(
                condition=models.Q(("user", models.F("granted_by")), _negated=True), name="access_not_given_to_oneself"
            ),
        ),
        migrations.AddField(
            model_name="partnerchange",
            name="entity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="partners.legalentity", verbose_name="legal entity"
            ),
        ),
        migrations.AddField(
            model_name="partnerchange",
            name="host",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.host", verbose_name="host"),
        ),
        migrations.AddField(
            model_name="partnerchange",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="by"
            ),
        ),
        migrations.AddField(
            model_name="partnerchange",
            name="seen_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="seen by",
            ),
        ),
        migrations.AddIndex(
            model_name="partnerchange",
            index=models.Index(condition=models.Q(("seen_at", None)), fields=["host", "entity"], name="partner_change_unseen"),
        ),
        migrations.AddConstraint(
            model_name="partnerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seen_at__isnull", True), ("seen_by__isnull", True)),
                    models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                    _connector="OR",
                ),
                name="partner_change_seen_by_somebody",
            ),
        ),
    ]
