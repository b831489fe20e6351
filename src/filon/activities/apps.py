"""Activities: sessions where companies, researchers and students think together, the ideas they have, and what became of them."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "filon.activities"
    label = "activities"

    def ready(self) -> None:
        from filon.activities import contributions, rights  # noqa: PLC0415  its models are loaded by now

        rights.declare()
        contributions.declare()
