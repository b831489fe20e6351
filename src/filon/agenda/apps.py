"""Agenda: what reaches a person outside the pages: her dates in her own calendar, her week by mail, and the letters she chose."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "filon.agenda"
    label = "agenda"

    def ready(self) -> None:
        from filon.agenda import contributions  # noqa: PLC0415  its models are loaded by now

        contributions.declare()
