"""Agreements: who promised what to whom, and what became of it."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "filon.agreements"
    label = "agreements"

    def ready(self) -> None:
        from filon.agreements import contributions, rights  # noqa: PLC0415  its models are loaded by now

        rights.declare()
        contributions.declare()
