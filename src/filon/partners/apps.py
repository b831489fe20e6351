"""Partners: legal entities, what a school knows of them, and their people."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "filon.partners"
    label = "partners"
