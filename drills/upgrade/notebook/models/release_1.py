"""A note is `words`."""

from django.db import models

RELEASE = 1


class Note(models.Model):
    id = models.BigAutoField(primary_key=True)
    words = models.TextField()

    @classmethod
    def write(cls, said: str) -> None:
        cls.objects.create(words=said)

    @classmethod
    def holds(cls, said: str) -> bool:
        return cls.objects.filter(words=said).exists()
