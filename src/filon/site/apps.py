"""The site as a Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "filon.site"
    label = "site"
