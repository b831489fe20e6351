"""Agreements: who promised what to whom, and what became of it."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "filon.agreements"
    label = "agreements"
