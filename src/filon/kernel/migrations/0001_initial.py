import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import filon.kernel.models.audit
import filon.kernel.models.base
from filon.kernel.appendonly import AppendOnlyTrigger

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""

# unaccent() is only STABLE because its dictionary could be changed; naming the dictionary lets an index hold its result.
UNACCENT = """
CREATE FUNCTION filon_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, $1) $$;
"""

FRENCH = """
CREATE TEXT SEARCH CONFIGURATION filon_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION filon_french ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""

APPEND_ONLY = """
CREATE FUNCTION filon_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('filon.maintenance', true) = 'on'
     AND EXISTS (SELECT FROM pg_class WHERE oid = TG_RELID AND pg_get_userbyid(relowner) = current_user) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(UNACCENT, "DROP FUNCTION filon_unaccent(text)"),
        migrations.RunSQL(FRENCH, "DROP TEXT SEARCH CONFIGURATION filon_french"),
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION filon_append_only()"),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("actor_id", models.BigIntegerField(null=True)),
                ("host_id", models.BigIntegerField(null=True)),
                ("action", models.CharField(max_length=100)),
                ("object_type", models.CharField(blank=True, max_length=100)),
                ("object_uuid", models.UUIDField(null=True)),
                ("payload", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("txid", models.BigIntegerField(db_default=filon.kernel.models.audit.CurrentTransaction(), editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("host_key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("worker_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor", models.CharField(max_length=80)),
                ("route", models.CharField(max_length=200)),
                ("key", models.UUIDField()),
                ("body_hash", models.CharField(max_length=64)),
                ("standing", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("location", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("demo", models.BooleanField(default=False)),
                ("seed", models.BigIntegerField(null=True)),
                ("seeded_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("name", models.CharField(max_length=100)),
                ("object_uuid", models.UUIDField()),
                ("payload", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("done_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("error", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="OutboxReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subscriber", models.CharField(max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("owner_id", models.BigIntegerField()),
                ("page", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=80)),
                ("query", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="ScheduledRun",
            fields=[
                ("schedule", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("last_slot", models.DateTimeField()),
                ("task_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=filon.kernel.models.base.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=10)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=200, unique=True)),
                ("purpose", models.CharField(max_length=100)),
                ("owner_type", models.CharField(blank=True, max_length=100)),
                ("owner_uuid", models.UUIDField(null=True)),
                ("host_id", models.BigIntegerField(null=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("stored_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="TaskProgress",
            fields=[
                ("task_id", models.UUIDField(primary_key=True, serialize=False)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(null=True)),
                ("note", models.TextField(blank=True)),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seal",
                        serialize=False,
                        to="kernel.auditevent",
                    ),
                ),
                ("host_key", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["object_type", "object_uuid", "id"], name="audit_event_object"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["host_id", "id"], name="audit_event_host"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["txid", "id"], name="audit_event_order"),
        ),
        migrations.AddConstraint(
            model_name="idempotencykey",
            constraint=models.UniqueConstraint(fields=("actor", "route", "key"), name="idempotency_key_once"),
        ),
        migrations.AddConstraint(
            model_name="installation",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_single_row"),
        ),
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(condition=models.Q(("done_at", None)), fields=["object_uuid", "id"], name="outbox_waiting"),
        ),
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(condition=models.Q(("done_at", None)), fields=["next_try_at", "id"], name="outbox_next"),
        ),
        migrations.AddField(
            model_name="outboxreceipt",
            name="event",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="receipts", to="kernel.outboxevent"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("owner_id", "page", "name"), name="saved_view_one_name"),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(fields=["owner_type", "owner_uuid"], name="stored_file_owner"),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="stored_file_not_empty"),
        ),
        migrations.AddConstraint(
            model_name="auditseal",
            constraint=models.UniqueConstraint(fields=("host_key", "seq"), name="audit_seal_one_per_place"),
        ),
        migrations.AddConstraint(
            model_name="outboxreceipt",
            constraint=models.UniqueConstraint(fields=("event", "subscriber"), name="outbox_receipt_once"),
        ),
        AppendOnlyTrigger(model_name="auditevent"),
        AppendOnlyTrigger(model_name="auditseal"),
        AppendOnlyTrigger(model_name="storedfile"),
    ]
