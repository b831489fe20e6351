"""Models and migrations say the same."""

import pytest
from django.apps import apps
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("filon.")]

    call_command("makemigrations", *ours, check=True, dry_run=True, verbosity=3)
