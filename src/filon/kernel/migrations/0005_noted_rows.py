"""The rows that an act adds go into the audit chain with it: what was recorded cannot become something else."""

from django.db import migrations, models

NOTE = """
CREATE FUNCTION filon_noting(asked regclass, source text, without text[]) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  listed text;
  number integer;
BEGIN
  SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum), count(*) INTO listed, number
    FROM pg_attribute WHERE attrelid = asked AND attnum > 0 AND NOT attisdropped AND attname <> ALL (without);
  RETURN format($query$
    SELECT jsonb_agg(noted) FROM (
      SELECT jsonb_build_object(
               'table', (SELECT relname FROM pg_class WHERE oid = %s), 'columns', %s, 'ids', range_agg(int8range(id, id, '[]'))::text,
               'sha256', encode(sha256(string_agg(sha256(convert_to(ROW(%s)::text, 'UTF8')), ''::bytea ORDER BY id)), 'hex')) AS noted
        FROM %s GROUP BY id / 65536 ORDER BY id / 65536) AS blocks
  $query$, asked::oid, number, listed, source);
END $$;

CREATE FUNCTION filon_keep_noted(noted jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF noted IS NOT NULL THEN
    PERFORM set_config('filon.noted', (coalesce(nullif(current_setting('filon.noted', true), ''), '[]')::jsonb || noted)::text, true);
  END IF;
END $$;

CREATE FUNCTION filon_note_rows() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
DECLARE
  noted jsonb;
BEGIN
  EXECUTE filon_noting(TG_RELID::regclass, 'added', coalesce(TG_ARGV, '{}')) INTO noted;
  PERFORM filon_keep_noted(noted);
  RETURN NULL;
END $$;

CREATE FUNCTION filon_note_table(asked regclass, without text[]) RETURNS void LANGUAGE plpgsql
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
DECLARE
  noted jsonb;
BEGIN
  EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', asked);
  EXECUTE filon_noting(asked, asked::text, without) INTO noted;
  PERFORM filon_keep_noted(noted);
  INSERT INTO kernel_auditevent (uuid, action, object_type, payload, request_id)
  VALUES (gen_random_uuid(), 'house.rows_noted', '', jsonb_build_object('table', (SELECT relname FROM pg_class WHERE oid = asked)), '');
END $$;

CREATE FUNCTION filon_take_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.added := nullif(current_setting('filon.noted', true), '')::jsonb;
  PERFORM set_config('filon.noted', '', true);
  RETURN NEW;
END $$;

CREATE TRIGGER filon_take_noted BEFORE INSERT ON kernel_auditevent FOR EACH ROW EXECUTE FUNCTION filon_take_noted();
"""
"""`filon_noting`: the query that says, for each block of 65,536 keys, which rows and the digest of what they say: the sha256 of the digests of their texts, in the
order of their keys. A text holds the first columns of the table, in the order in which they were made, and says how many they were: a column
that comes later changes nothing of what was noted. The transaction carries what was noted to its next audit event."""

FORGET = """
DROP TRIGGER filon_take_noted ON kernel_auditevent;
DROP FUNCTION filon_take_noted();
DROP FUNCTION filon_note_table(regclass, text[]);
DROP FUNCTION filon_note_rows();
DROP FUNCTION filon_keep_noted(jsonb);
DROP FUNCTION filon_noting(regclass, text, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_proofs")]

    operations = [
        migrations.AddField(model_name="auditevent", name="added", field=models.JSONField(editable=False, null=True)),
        migrations.RunSQL(NOTE, FORGET),
    ]
