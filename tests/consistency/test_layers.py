"""The floors of docs/architecture.md, for what import-linter cannot see: foreign keys written as text."""

import pytest
from django.apps import apps
from django.db.models import Field

FLOORS = ("kernel", "people", "partners", "privacy", "agenda", "facts", "agreements", "activities", "ledger", "giving", "site")
"""From the ground up."""
GROUND = ("auth", "contenttypes", "sessions")
"""Django's own, below every floor."""


def _height(label: str) -> int:
    return -1 if label in GROUND else FLOORS.index(label)


def _relations() -> list[Field[object, object]]:
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("filon.")]
    return [field for model in ours for field in model._meta.get_fields() if isinstance(field, Field) and field.is_relation]


def test_our_models_have_relations() -> None:
    assert _relations() != []


@pytest.mark.parametrize("field", _relations(), ids=str)
def test_foreign_key_points_to_a_floor_that_is_not_above(field: Field[object, object]) -> None:
    assert _height(field.related_model._meta.app_label) <= _height(field.model._meta.app_label)


def test_every_app_of_ours_stands_on_a_floor() -> None:
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("filon.")}

    assert labels == set(FLOORS)
