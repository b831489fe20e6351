"""Partners: legal entities, what a school knows of them, and their people."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "filon.partners"
    label = "partners"

    def ready(self) -> None:
        from filon.partners import contributions  # noqa: PLC0415  its models are loaded by now

        contributions.declare()
