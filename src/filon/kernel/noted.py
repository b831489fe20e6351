"""Rows as they were added: their digests stand in the audit chain, and `filon verify` compares them with what the rows say today.

A trigger of each noted table computes the digest of what a statement adds; the next audit event of the same transaction takes it along, and
is chained with it. So a row that was changed, removed, or added beside the services is found, whoever did it, with or without triggers.
What may lawfully change is another column (`may_change`), or a table noted again by whoever is responsible (`note_again`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.kernel.models import AuditEvent, Noted
from filon.kernel.registry import Invariant, InvariantResult
from filon.kernel.triggers import TriggerOperation

TRIGGER = "filon_noted"
NOTED_AGAIN = "house.rows_noted"
MOST_TOLD = 20
"""Rows named of one table: the first ones lead to the others."""

SINCE = "SELECT coalesce(max(id), 0) FROM kernel_auditevent WHERE action = %s AND payload ->> 'table' = %s"
"""What was noted before a table was noted again counts no more."""
NOTES = """
WITH note AS (
    SELECT event.uuid AS event, note.columns, note.ids::int8multirange AS ids, note.sha256, row_number() OVER () AS number
      FROM kernel_auditevent AS event,
           jsonb_to_recordset(event.added) AS note("table" text, columns integer, ids text, sha256 text)
     WHERE event.added IS NOT NULL AND event.id >= %(since)s AND note."table" = %(table)s
), span AS (
    SELECT number, columns, lower(keys) AS first, upper(keys) AS after FROM note, unnest(ids) AS keys
)"""
FORMS = "SELECT columns, count(*) FROM note GROUP BY columns"
"""A table that got a column has notes of two forms."""
CHANGED = """
, found AS (
    SELECT span.number,
           encode(sha256(string_agg(sha256(convert_to(ROW({columns})::text, 'UTF8')), ''::bytea ORDER BY row.id)), 'hex') AS sha256
      FROM span LEFT JOIN {table} AS row ON row.id >= span.first AND row.id < span.after
     WHERE span.columns = %(number)s GROUP BY span.number
)
SELECT note.ids::text, note.event FROM note JOIN found USING (number)
 WHERE found.sha256 IS DISTINCT FROM note.sha256 ORDER BY note.number LIMIT {most}"""
NUMBERS = "SELECT (SELECT coalesce(sum(after - first), 0) FROM span), (SELECT count(*) FROM {table})"
UNSEEN = "SELECT id FROM {table} EXCEPT SELECT generate_series(first, after - 1) FROM span ORDER BY 1 LIMIT {most}"


def models() -> list[type[Noted]]:
    """Every model that mixes in `Noted`."""
    return [model for model in apps.get_models() if issubclass(model, Noted)]


def note_again(model: type[Noted]) -> None:
    """After rows were lawfully purged or erased, in the same transaction of the owner (`appendonly.maintenance`): what is there now is what
    holds from now on. The audit tells that this was done."""
    with connections["owner"].cursor() as cursor:
        note(cursor, "house.rows_noted", model._meta.db_table, model.may_change)


def note(cursor: CursorWrapper, _action: str, table: str, without: Sequence[str]) -> None:
    """Notes every row of a table, in an event of its own; `_action` is the one the database writes."""
    cursor.execute("SELECT filon_note_table(%s::regclass, %s::text[])", [cursor.db.ops.quote_name(table), list(without)])


def invariant_of(model: type[Noted]) -> Invariant:
    """Proved again once a row of the table came, changed or went; the events themselves are proved by the chain."""
    sentence = gettext_lazy("Every row of “{rows}” is there as its audit event noted it, and no other.")
    told = format_lazy(sentence, rows=model._meta.verbose_name_plural)
    return Invariant(f"audit.rows.{model._meta.db_table}", told, partial(check, model), reads=[model], proved_apart=[AuditEvent])


def check(model: type[Noted]) -> InvariantResult:
    """Every row of the table is what was noted of it, and none is missing or was added unseen."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'")  # as the trigger writes moments
        proof = _Proof(cursor, model)
    return InvariantResult(proof.count, proof.violations)


class _Proof:
    """What the rows of one table say today, beside what was noted of them."""

    def __init__(self, cursor: CursorWrapper, model: type[Noted]) -> None:
        self._cursor, self._model, self.table = cursor, model, model._meta.db_table
        (self._since,) = self._rows(SINCE, [NOTED_AGAIN, self.table])[0]
        self.violations = [*self._without_trigger()]
        self.violations += [sentence for (columns, _notes) in self._ask(FORMS) for sentence in self._changed(columns)]
        ((noted, self.count),) = self._ask(NUMBERS)
        if self.violations or noted != self.count:
            self.violations += self._unseen()

    def _without_trigger(self) -> Iterator[str]:
        query = "SELECT FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass AND tgenabled <> 'D'"
        if not self._rows(query, [TRIGGER, self._quoted(self.table)]):
            yield _("%(table)s: the trigger that notes its rows is missing or switched off") % {"table": self.table}

    def _changed(self, columns: int) -> Iterator[str]:
        """Rows of the notes that hold so many columns."""
        listed = ", ".join(f"row.{self._quoted(column)}" for column in self._columns()[:columns])
        sentence = _("%(table)s: the rows %(keys)s are not those that event %(event)s tells of")
        for keys, event in self._ask(CHANGED, columns=listed, number=columns):
            yield sentence % {"table": self.table, "keys": keys.strip("{}"), "event": event}

    def _unseen(self) -> Iterator[str]:
        sentence = _("%(table)s: no event tells of the row %(key)s")
        return (sentence % {"table": self.table, "key": key} for (key,) in self._ask(UNSEEN))

    def _columns(self) -> list[str]:
        """In the order in which they were made, as the trigger takes them."""
        rows = self._rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [self._quoted(self.table)],
        )
        return [name for (name,) in rows if name not in self._model.may_change]

    def _ask(self, query: str, *, columns: str = "", number: int = 0) -> list[tuple[Any, ...]]:
        text = NOTES + query.format(table=self._quoted(self.table), columns=columns, most=MOST_TOLD)
        return self._rows(text, {"since": self._since, "table": self.table, "number": number})

    def _rows(self, query: str, values: Any) -> list[tuple[Any, ...]]:
        self._cursor.execute(query, values)
        return list(self._cursor.fetchall())

    def _quoted(self, name: str) -> str:
        quoted: str = self._cursor.db.ops.quote_name(name)
        return quoted


class NotedRows(TriggerOperation):
    """Migration operation: `NotedRows(model_name="fact")` after the CreateModel of a noted model; `without`: its `may_change`.
    Rows that are there already are noted at once."""

    trigger = TRIGGER

    def __init__(self, model_name: str, without: Sequence[str] = ()) -> None:
        super().__init__(model_name)
        self.without = tuple(without)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        name = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        table, arguments = schema_editor.quote_name(name), ", ".join(f"'{column}'" for column in self.without)
        schema_editor.execute(
            f"CREATE TRIGGER {TRIGGER} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION filon_note_rows({arguments})"
        )
        there = f"SELECT filon_note_table('{table}', ARRAY[{arguments}]::text[]) WHERE EXISTS (SELECT FROM {table})"  # noqa: S608
        schema_editor.execute(there)

    def describe(self) -> str:
        return f"Note the rows of {self.model_name} in the audit chain"
