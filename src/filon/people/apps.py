"""People: the schools that run Filon, who works there and in which role."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "filon.people"
    label = "people"
