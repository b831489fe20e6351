"""Money that moves: what the bank says, what is expected, matches, movements and entries. What was written stays, and is noted."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import filon.kernel.clock
import filon.kernel.models.base
import filon.kernel.search
from filon.kernel.appendonly import AppendOnlyTrigger
from filon.kernel.noted import NotedRows

APPEND_ONLY = ("statement", "bankline", "feerule", "match", "unmatch", "posting", "entry", "movement")
NOTED: dict[str, tuple[str, ...]] = dict.fromkeys(APPEND_ONLY, ()) | {
    "bankline": ("payer_name", "payer_iban", "reference", "label"),
    "receivable": ("closed_on", "close_reason", "debtor_name"),
}
BALANCED = """
CREATE FUNCTION filon_ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY posting_id HAVING sum(amount_cents) <> 0) OR EXISTS (
        SELECT FROM ledger_entry AS entry JOIN (SELECT posting_id, min(id) AS first FROM added GROUP BY posting_id) AS came
            ON came.posting_id = entry.posting_id AND entry.id < came.first
    ) THEN
        RAISE EXCEPTION 'The entries of a posting are written together and make zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER filon_balanced AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION filon_ledger_balanced();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("facts", "0004_sums_and_days"),
        ("kernel", "0006_note_files"),
        ("partners", "0002_folded_names"),
        ("people", "0002_sent_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("label", models.CharField(max_length=120, verbose_name="name")),
                ("csv_mapping", models.JSONField(blank=True, null=True, verbose_name="columns of its CSV files")),
                ("opened_at", models.DateTimeField(default=filon.kernel.clock.now)),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_accounts",
                        to="partners.legalentity",
                        verbose_name="legal entity",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_accounts", to="people.host", verbose_name="school"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "bank account",
                "verbose_name_plural": "bank accounts",
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("line_key", models.CharField(max_length=64)),
                ("booked_on", models.DateField(verbose_name="booked on")),
                ("credited_on", models.DateField(verbose_name="value date")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("payer_name", models.CharField(blank=True, max_length=140, verbose_name="payer")),
                ("payer_iban", models.CharField(blank=True, max_length=34, verbose_name="IBAN of the payer")),
                ("reference", models.CharField(blank=True, max_length=140, verbose_name="reference")),
                ("label", models.CharField(blank=True, max_length=400, verbose_name="wording")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank line",
                "verbose_name_plural": "bank lines",
            },
        ),
        migrations.CreateModel(
            name="FeeRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("valid_from", models.DateField(verbose_name="from")),
                ("percent_bp", models.PositiveIntegerField(verbose_name="share of each gift")),
                ("tiers", models.JSONField(blank=True, default=list, verbose_name="shares by slice")),
                ("floor_cents", models.BigIntegerField(default=0, verbose_name="at least")),
                ("yearly_cents", models.BigIntegerField(default=0, verbose_name="each year")),
                (
                    "borne_by",
                    models.CharField(
                        choices=[("gift", "the gift"), ("school", "the school, beside"), ("umbrella", "the umbrella itself")],
                        max_length=8,
                        verbose_name="borne by",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="where it is written")),
                ("written_at", models.DateTimeField(default=filon.kernel.clock.now)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fee_rules", to="partners.fund", verbose_name="fund"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "fee rule",
                "verbose_name_plural": "fee rules",
                "ordering": ["fund", "valid_from", "id"],
            },
        ),
        migrations.CreateModel(
            name="FundService",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("start", models.DateField(verbose_name="from")),
                ("end", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="partners.fund", verbose_name="fund"
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fund_services", to="people.host", verbose_name="school"
                    ),
                ),
            ],
            options={
                "verbose_name": "service of a fund",
                "verbose_name_plural": "services of funds",
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("matched_at", models.DateTimeField(default=filon.kernel.clock.now, verbose_name="matched")),
                (
                    "donor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.legalentity",
                        verbose_name="donor",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="ledger.bankline", verbose_name="bank line"
                    ),
                ),
                (
                    "matched_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="matched by",
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="day")),
                ("cause_type", models.CharField(max_length=60, verbose_name="cause")),
                ("cause_uuid", models.UUIDField()),
                ("written_at", models.DateTimeField(default=filon.kernel.clock.now, verbose_name="written")),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="partners.legalentity",
                        verbose_name="books of",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="people.host", verbose_name="school"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.posting",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "posting",
                "verbose_name_plural": "postings",
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("name_fr", models.CharField(max_length=160, verbose_name="name (French)")),
                ("name_en", models.CharField(blank=True, max_length=160, verbose_name="name (English)")),
                ("is_department", models.BooleanField(default=False, verbose_name="department")),
                ("purpose_fr", models.CharField(blank=True, max_length=300, verbose_name="what it is for (French)")),
                ("purpose_en", models.CharField(blank=True, max_length=300, verbose_name="what it is for (English)")),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="partners.fund",
                        verbose_name="fund",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="people.host", verbose_name="school"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="ledger.programme",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["name_fr"],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("allocate", "allocated"),
                            ("reallocate", "reallocated"),
                            ("spend", "spent"),
                            ("refund", "refunded"),
                            ("yearly_fee", "yearly fee of the umbrella"),
                            ("set_aside", "set aside"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("words", models.CharField(max_length=300, verbose_name="what for, in words")),
                ("made_at", models.DateTimeField(default=filon.kernel.clock.now, verbose_name="decided")),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="partners.legalentity",
                        verbose_name="books of",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facts.fact",
                        verbose_name="what it made possible",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                        verbose_name="proof",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="partners.fund",
                        verbose_name="fund",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="people.host", verbose_name="school"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="ledger.bankline",
                        verbose_name="bank line",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="ledger.match",
                        verbose_name="gift refunded",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="ledger.bankline",
                        verbose_name="paid by",
                    ),
                ),
                (
                    "earmark",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.programme",
                        verbose_name="given for",
                    ),
                ),
                (
                    "from_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements_away",
                        to="ledger.programme",
                        verbose_name="from the programme",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="ledger.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "movement of money",
                "verbose_name_plural": "movements of money",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("bank", "received at the bank"),
                            ("unidentified", "to identify"),
                            ("other", "other money, set aside"),
                            ("unallocated", "to allocate"),
                            ("programme", "in programmes"),
                            ("fee", "fee of the umbrella"),
                            ("spent", "spent"),
                            ("refunded", "refunded"),
                            ("outgoing", "left the bank"),
                        ],
                        max_length=12,
                        verbose_name="account",
                    ),
                ),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                (
                    "entity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.legalentity",
                        verbose_name="books of",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="partners.fund",
                        verbose_name="fund",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="ledger.posting", verbose_name="posting"
                    ),
                ),
                (
                    "earmark",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.programme",
                        verbose_name="given for",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Receivable",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("debtor_name", models.CharField(max_length=200, verbose_name="name of who pays")),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("reference", models.CharField(max_length=35, verbose_name="reference")),
                ("source_type", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_uuid", models.UUIDField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(default=filon.kernel.clock.now)),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("close_reason", models.CharField(blank=True, max_length=300, verbose_name="why it was closed")),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receivables",
                        to="partners.legalentity",
                        verbose_name="who receives",
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payables",
                        to="partners.legalentity",
                        verbose_name="who pays",
                    ),
                ),
                (
                    "earmark",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.programme",
                        verbose_name="for the programme",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receivables",
                        to="partners.fund",
                        verbose_name="fund",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receivables", to="people.host", verbose_name="school"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "expected payment",
                "verbose_name_plural": "expected payments",
            },
        ),
        migrations.AddField(
            model_name="match",
            name="receivable",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="ledger.receivable", verbose_name="expected payment"
            ),
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "format",
                    models.CharField(
                        choices=[("camt053", "CAMT.053"), ("mt940", "MT940"), ("ofx", "OFX"), ("csv", "CSV")],
                        max_length=8,
                        verbose_name="format",
                    ),
                ),
                ("start", models.DateField(verbose_name="from")),
                ("end", models.DateField(verbose_name="until")),
                ("lines_new", models.PositiveIntegerField(verbose_name="new lines")),
                ("lines_known", models.PositiveIntegerField(verbose_name="lines known already")),
                ("imported_at", models.DateTimeField(default=filon.kernel.clock.now, verbose_name="imported")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="ledger.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank statement",
                "verbose_name_plural": "bank statements",
            },
        ),
        migrations.AddField(
            model_name="bankline",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.statement", verbose_name="bank statement"
            ),
        ),
        migrations.CreateModel(
            name="Unmatch",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("undone_at", models.DateTimeField(default=filon.kernel.clock.now, verbose_name="undone")),
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="undone", to="ledger.match", verbose_name="match"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="undone by"
                    ),
                ),
            ],
            options={
                "verbose_name": "match undone",
                "verbose_name_plural": "matches undone",
            },
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(fields=("entity", "iban"), name="bank_account_iban_once"),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("iban__regex", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")), name="bank_account_iban_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="feerule",
            constraint=models.UniqueConstraint(fields=("fund", "valid_from"), name="fee_rule_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="feerule",
            constraint=models.CheckConstraint(condition=models.Q(("percent_bp__lte", 10000)), name="fee_rule_at_most_all"),
        ),
        migrations.AddConstraint(
            model_name="feerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("floor_cents__gte", 0), ("yearly_cents__gte", 0)), name="fee_rule_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundservice",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gt", models.F("start")), _connector="OR"),
                name="fund_service_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundservice",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("fund", "="),
                    (
                        models.Func(
                            "start", "end", function="daterange", output_field=django.contrib.postgres.fields.ranges.DateRangeField()
                        ),
                        "&&",
                    ),
                ],
                name="fund_serves_one_school",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["entity", "on", "id"], name="posting_by_day"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses__isnull", True)), fields=("cause_type", "cause_uuid"), name="posting_once_a_cause"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("reverses", models.F("id")), _negated=True), name="posting_not_its_own_reversal"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(fields=("host", "fund", "name_fr"), name="programme_name_once", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="programme_not_part_of_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(condition=models.Q(("amount_cents__gt", 0)), name="movement_positive"),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["allocate", "reallocate"]), _negated=True), ("programme__isnull", False), _connector="OR"
                ),
                name="movement_goes_to_a_programme",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["entity", "account", "fund", "programme", "earmark"], include=("amount_cents",), name="entry_sums"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("amount_cents", 0), _negated=True), name="entry_not_zero"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("account", "programme"), _negated=True), ("programme__isnull", False), _connector="OR"),
                name="entry_programme_is_named",
            ),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(fields=["host", "due_on"], name="receivable_by_day"),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(fields=["source_type", "source_uuid"], name="receivable_source"),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True)), fields=["creditor", "amount_cents"], name="receivable_open_amount"
            ),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    filon.kernel.search.Unaccented(django.db.models.functions.text.Lower(models.F("debtor_name"))), name="gin_trgm_ops"
                ),
                name="receivable_debtor_folded",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.UniqueConstraint(fields=("creditor", "reference"), name="receivable_reference_once"),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.CheckConstraint(condition=models.Q(("amount_cents__gt", 0)), name="receivable_positive"),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on__isnull", True), models.Q(("close_reason", ""), _negated=True), _connector="XOR"),
                name="receivable_closed_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(condition=models.Q(("amount_cents__gt", 0)), name="match_positive"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("account", "sha256"), name="statement_once"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(condition=models.Q(("end__gt", models.F("start"))), name="statement_ends_after_it_starts"),
        ),
        migrations.AddIndex(
            model_name="bankline",
            index=models.Index(fields=["booked_on", "id"], name="bank_line_by_day"),
        ),
        migrations.AddIndex(
            model_name="bankline",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    filon.kernel.search.Unaccented(django.db.models.functions.text.Lower(models.F("payer_name"))), name="gin_trgm_ops"
                ),
                name="bank_line_payer_folded",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.UniqueConstraint(fields=("account", "line_key"), name="bank_line_once"),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(condition=models.Q(("amount_cents", 0), _negated=True), name="bank_line_not_zero"),
        ),
        migrations.AddConstraint(
            model_name="unmatch",
            constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="unmatch_with_a_reason"),
        ),
        *(AppendOnlyTrigger(model_name=name) for name in APPEND_ONLY),
        *(NotedRows(model_name=name, without=without) for name, without in NOTED.items()),
        migrations.RunSQL(BALANCED, "DROP TRIGGER filon_balanced ON ledger_entry; DROP FUNCTION filon_ledger_balanced()"),
    ]
