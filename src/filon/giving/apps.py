"""Giving: what was promised and given, what was receipted, and what it made possible."""

from django.apps import AppConfig


class GivingConfig(AppConfig):
    name = "filon.giving"
    label = "giving"

    def ready(self) -> None:
        from filon.giving import contributions, rights  # noqa: PLC0415  its models are loaded by now

        rights.declare()
        contributions.declare()
