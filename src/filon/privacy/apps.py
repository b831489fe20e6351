"""Privacy: what is held on persons, how long, and what became of it."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "filon.privacy"
    label = "privacy"

    def ready(self) -> None:
        from filon.privacy import contributions  # noqa: PLC0415  its models are loaded by now

        contributions.declare()
