"""Privacy: what is held on persons, how long, and what becomes of it."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "filon.privacy"
    label = "privacy"
