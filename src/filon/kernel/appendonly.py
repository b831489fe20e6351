"""Append-only tables: what the application's role may not do, and the trigger that refuses the rest."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState
from django.db.models import Model

from filon.kernel.models.base import AppendOnly
from filon.kernel.triggers import TriggerOperation

TRIGGER = "filon_append_only"


def models() -> list[type[Model]]:
    """Every model that mixes in `AppendOnly`."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def grant_application(cursor: CursorWrapper) -> None:
    """Run by the owner after every migration: the application reads and writes all tables, and only adds to append-only ones.
    Does nothing when one role is both."""
    role, owner = (connections[alias].settings_dict["USER"] for alias in ("default", "owner"))
    if role == owner:
        return
    name = cursor.db.ops.quote_name(role)
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
    tables = ", ".join(cursor.db.ops.quote_name(model._meta.db_table) for model in models())
    cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {name}")


def separated() -> bool:
    """Is the application unable to change what is append-only, by right, by ownership or by becoming its owner?"""
    tables = [model._meta.db_table for model in models()]
    with connections["default"].cursor() as cursor:
        cursor.execute(
            """
            SELECT NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
               AND NOT EXISTS (SELECT FROM pg_class
                                WHERE oid = ANY(SELECT to_regclass(name) FROM unnest(%s::text[]) AS name)
                                  AND (pg_has_role(relowner, 'MEMBER') OR has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE')))
            """,
            [tables],
        )
        return bool(cursor.fetchone()[0])


def without_trigger() -> list[str]:
    """Append-only tables whose trigger is missing or switched off."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s AND tgenabled <> 'D'", [TRIGGER])
        present = {name.strip('"') for (name,) in cursor.fetchall()}
    return sorted(model._meta.db_table for model in models() if model._meta.db_table not in present)


@contextmanager
def maintenance() -> Iterator[None]:
    """A transaction of the owner in which append-only rows may be purged or erased, with `.using("owner")`."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL filon.maintenance = 'on'")
        try:
            yield
        finally:
            if not connections["owner"].needs_rollback:
                cursor.execute("SET LOCAL filon.maintenance = 'off'")


class AppendOnlyTrigger(TriggerOperation):
    """Migration operation: `AppendOnlyTrigger(model_name="fact")` after the CreateModel of an append-only model."""

    trigger = TRIGGER

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        table = schema_editor.quote_name(to_state.apps.get_model(app_label, self.model_name)._meta.db_table)
        schema_editor.execute(
            f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()"
        )

    def describe(self) -> str:
        return f"Make the table of {self.model_name} append-only"
