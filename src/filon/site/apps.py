"""The site as a Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "filon.site"
    label = "site"

    def ready(self) -> None:
        from filon.site import contributions  # noqa: PLC0415  the apps below are loaded by now

        contributions.declare()
