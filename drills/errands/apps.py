from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "drills.errands"
    label = "errands"
