"""Disputes about deliveries: opened, spoken of, decided once and for all. Deliveries that stand contested get theirs."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import filon.kernel.clock
import filon.kernel.models.base
from filon.kernel.appendonly import AppendOnlyTrigger
from filon.kernel.noted import NotedRows

FINAL_OUTCOME = """
CREATE FUNCTION filon_agreements_final_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('filon.maintenance', true) = 'on' AND pg_has_role(
        current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER'
    ) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'open' THEN
        RAISE EXCEPTION 'The outcome of a dispute is final' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER filon_final_outcome BEFORE UPDATE OR DELETE ON agreements_dispute
    FOR EACH ROW EXECUTE FUNCTION filon_agreements_final_outcome();
"""
NO_FINAL_OUTCOME = "DROP TRIGGER filon_final_outcome ON agreements_dispute; DROP FUNCTION filon_agreements_final_outcome()"


def open_disputes(apps: Any, schema_editor: Any) -> None:
    """One for each contested delivery, with its contest and the answers since."""
    deliveries, steps, disputes, statements = (
        apps.get_model("agreements", name).objects.using(schema_editor.connection.alias)
        for name in ("Delivery", "DeliveryStep", "Dispute", "DisputeStatement")
    )
    for delivery in deliveries.filter(state="contested", disputes=None).order_by("id"):
        contest = steps.filter(delivery=delivery, state="contested", is_answer=False).order_by("id").last()
        opened = {"opened_by_id": contest.taken_by_id, "opened_for_id": contest.party_id, "opened_at": contest.taken_at}
        dispute = disputes.create(delivery=delivery, **opened)
        for step in steps.filter(delivery=delivery, id__gte=contest.id).order_by("id"):
            statements.create(dispute=dispute, step=step)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0008_negotiation"),
        ("kernel", "0006_note_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("upheld", "upheld: the delivery does not count"),
                            ("rejected", "rejected: the delivery counts"),
                            ("settled", "settled on a quantity"),
                            ("withdrawn", "contest taken back"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(default=filon.kernel.clock.now)),
                ("agreed", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="agreed quantity")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "decided_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreementparty",
                        verbose_name="decided for",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="agreements.delivery",
                        verbose_name="delivery",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="opened by"
                    ),
                ),
                (
                    "opened_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreementparty",
                        verbose_name="opened for",
                    ),
                ),
                (
                    "settled_as",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settles",
                        to="agreements.delivery",
                        verbose_name="counted as",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DisputeStatement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                (
                    "counts",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="what counts for them"),
                ),
                (
                    "dispute",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="agreements.dispute"),
                ),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statement", to="agreements.deliverystep"
                    ),
                ),
            ],
            options={
                "verbose_name": "statement in a dispute",
                "verbose_name_plural": "statements in disputes",
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("delivery",), name="dispute_one_open_a_delivery"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decided_for__isnull", True), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_for__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="dispute_decided_once_it_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed__gt", 0), ("settled_as__isnull", False), ("state", "settled")),
                    models.Q(models.Q(("state", "settled"), _negated=True), ("agreed__isnull", True), ("settled_as__isnull", True)),
                    _connector="OR",
                ),
                name="dispute_settled_on_a_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts__isnull", True), ("counts__gte", 0), _connector="OR"), name="dispute_counts_zero_or_more"
            ),
        ),
        migrations.RunPython(open_disputes, migrations.RunPython.noop),
        migrations.RunSQL(FINAL_OUTCOME, NO_FINAL_OUTCOME),
        AppendOnlyTrigger(model_name="disputestatement"),
        NotedRows(model_name="dispute", without=["state", "agreed", "settled_as_id", "decided_by_id", "decided_for_id", "decided_at"]),
        NotedRows(model_name="disputestatement"),
    ]
