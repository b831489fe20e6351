"""A migration operation that gives a table a trigger."""

from typing import ClassVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class TriggerOperation(Operation):
    """Of the table of a model; going back drops the trigger. The one who inherits names it and creates it forwards."""

    reversible = True
    reduces_to_sql = True
    trigger: ClassVar[str]

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """A trigger changes no model."""

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        table = schema_editor.quote_name(from_state.apps.get_model(app_label, self.model_name)._meta.db_table)
        schema_editor.execute(f"DROP TRIGGER {self.trigger} ON {table}")
