"""Facts: the append-only record of what happened."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "filon.facts"
    label = "facts"

    def ready(self) -> None:
        from filon.facts import contributions  # noqa: PLC0415  its models are loaded by now

        contributions.declare()
