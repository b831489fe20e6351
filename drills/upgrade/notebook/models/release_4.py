"""A note is `label`."""

from django.db import models

RELEASE = 4


class Note(models.Model):
    id = models.BigAutoField(primary_key=True)
    label = models.TextField()

    @classmethod
    def write(cls, said: str) -> None:
        cls.objects.create(label=said)

    @classmethod
    def holds(cls, said: str) -> bool:
        return cls.objects.filter(label=said).exists()
