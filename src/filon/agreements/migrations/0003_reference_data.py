"""The kinds of agreements and the themes that a new installation knows."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from filon.agreements.kinds import KINDS, THEMES


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    kinds = apps.get_model("agreements", "AgreementKind").objects.using(alias)
    usual = apps.get_model("agreements", "UsualCommitment").objects.using(alias)
    themes = apps.get_model("agreements", "Theme").objects.using(alias)
    for order, kind in enumerate(KINDS):
        row = kinds.create(
            code=kind.code,
            prefix=kind.prefix,
            label_fr=kind.label_fr,
            label_en=kind.label_en,
            required_fields=list(kind.required),
            order=order,
        )
        for each in kind.usual:
            usual.create(kind=row, **each._asdict())
    for label_fr, label_en in THEMES:
        themes.create(label_fr=label_fr, label_en=label_en)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_guards")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
