"""What is signed is held by the database itself: no row of a binding version changes, and what is appended stays."""

from django.db import migrations

from filon.kernel.appendonly import AppendOnlyTrigger

FROZEN_TERMS = """
CREATE FUNCTION filon_agreements_frozen_terms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF current_setting('filon.maintenance', true) = 'on' AND pg_has_role(
        current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER'
    ) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY[(to_jsonb(NEW) ->> TG_ARGV[0])::bigint];
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY[(to_jsonb(OLD) ->> TG_ARGV[0])::bigint];
    ELSE
        touched := ARRAY[(to_jsonb(OLD) ->> TG_ARGV[0])::bigint, (to_jsonb(NEW) ->> TG_ARGV[0])::bigint];
    END IF;
    IF EXISTS (
        SELECT FROM agreements_agreementversion
         WHERE id = ANY(touched) AND state IN ('signed', 'in_force', 'ended', 'terminated')
    ) THEN
        RAISE EXCEPTION 'The terms of a signed version never change (%)', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
"""

FROZEN_VERSION = """
CREATE FUNCTION filon_agreements_frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    alive text[] := ARRAY['state', 'validity'];
BEGIN
    IF current_setting('filon.maintenance', true) = 'on' AND pg_has_role(
        current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER'
    ) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF OLD.state NOT IN ('signed', 'in_force', 'ended', 'terminated') THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A signed version is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - alive IS DISTINCT FROM to_jsonb(OLD) - alive THEN
        RAISE EXCEPTION 'What is signed in a version never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state NOT IN ('signed', 'in_force', 'ended', 'terminated') THEN
        RAISE EXCEPTION 'A signed version never becomes a draft again' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER filon_frozen_version BEFORE UPDATE OR DELETE ON agreements_agreementversion
    FOR EACH ROW EXECUTE FUNCTION filon_agreements_frozen_version();
"""

TERMS = {
    "agreements_partyterm": "version_id",
    "agreements_commitmentterm": "version_id",
    "agreements_moneyline": "version_id",
    "agreements_clause": "version_id",
    "agreements_agreementversion_themes": "agreementversion_id",
}
APPEND_ONLY = ("signature", "renewal", "notice", "waiver", "deliverystep")


def guard(table: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER filon_frozen_terms BEFORE INSERT OR UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION filon_agreements_frozen_terms('{column}')",
        f"DROP TRIGGER filon_frozen_terms ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(FROZEN_TERMS, "DROP FUNCTION filon_agreements_frozen_terms()"),
        *(guard(table, column) for table, column in TERMS.items()),
        migrations.RunSQL(
            FROZEN_VERSION,
            "DROP TRIGGER filon_frozen_version ON agreements_agreementversion; DROP FUNCTION filon_agreements_frozen_version()",
        ),
        *(AppendOnlyTrigger(model_name=name) for name in APPEND_ONLY),
    ]
