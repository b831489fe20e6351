"""The papers of receipts: a second one once a receipt is cancelled, what could not be rendered, donors' links, codes kept as hashes.

No release has given receipts before this one: there is no code to hash."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import filon.kernel.clock
import filon.kernel.models.base


class Migration(migrations.Migration):
    dependencies = [("giving", "0002_guards")]
    operations = [
        migrations.RenameField("taxreceipt", "code", "code_hash"),
        migrations.AlterField("taxreceipt", "code_hash", models.CharField(max_length=64)),
        migrations.AddField(
            "taxreceipt",
            "run",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="giving.issuerun",
                verbose_name="bulk issue",
            ),
        ),
        migrations.AlterField(
            "receiptrendering",
            "receipt",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="renderings", to="giving.taxreceipt"),
        ),
        migrations.AddField("receiptrendering", "is_cancelled", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "receiptrendering", models.UniqueConstraint(fields=["receipt", "is_cancelled"], name="receipt_paper_once")
        ),
        migrations.CreateModel(
            name="RenderingFailure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("why", models.CharField(max_length=400)),
                ("tries", models.PositiveIntegerField(default=1)),
                ("tried_at", models.DateTimeField(default=filon.kernel.clock.now)),
                (
                    "receipt",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="failure", to="giving.taxreceipt"),
                ),
            ],
            options={"verbose_name": "PDF that could not be made", "verbose_name_plural": "PDFs that could not be made"},
        ),
        migrations.CreateModel(
            name="DonorLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=filon.kernel.clock.now)),
                ("expires_at", models.DateTimeField()),
                (
                    "donor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="links", to="giving.donor"),
                ),
            ],
            options={
                "verbose_name": "donor’s link",
                "verbose_name_plural": "donors’ links",
                "constraints": [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="donor_link_lives_a_while")],
            },
        ),
    ]
