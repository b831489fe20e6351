"""The templates of texts that come with Filon."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from filon.agreements.house_texts import TEXTS


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One for each kind that is there; a kind added since has none."""
    alias = schema_editor.connection.alias
    kinds = apps.get_model("agreements", "AgreementKind").objects.using(alias)
    templates = apps.get_model("agreements", "TextTemplate").objects.using(alias)
    clauses = apps.get_model("agreements", "TemplateClause").objects.using(alias)
    for kind in kinds.filter(code__in=TEXTS):
        template = templates.create(kind=kind)
        for position, text in enumerate(TEXTS[kind.code], start=1):
            clauses.create(template=template, position=position, **text._asdict())


def unload(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("agreements", "TextTemplate").objects.using(schema_editor.connection.alias).filter(host=None).delete()


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_outside")]

    operations = [migrations.RunPython(load, unload)]
