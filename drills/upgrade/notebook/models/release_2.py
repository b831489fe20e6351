"""A note is `label`; `words` is written too, for release 1 still reads it."""

from django.db import models
from django.db.models import Q

RELEASE = 2


class Note(models.Model):
    id = models.BigAutoField(primary_key=True)
    words = models.TextField()
    label = models.TextField(null=True)  # noqa: DJ001

    @classmethod
    def write(cls, said: str) -> None:
        cls.objects.create(words=said, label=said)

    @classmethod
    def holds(cls, said: str) -> bool:
        return cls.objects.filter(Q(label=said) | Q(label=None, words=said)).exists()
