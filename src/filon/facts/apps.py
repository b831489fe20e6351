"""Facts: the append-only record of what happened."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "filon.facts"
    label = "facts"
