"""People: the schools that run Filon, who works there and in which role."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "filon.people"
    label = "people"

    def ready(self) -> None:
        from filon.people import contributions  # noqa: PLC0415  its models are loaded by now

        contributions.declare()
