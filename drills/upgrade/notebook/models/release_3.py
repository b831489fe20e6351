"""A note is `label`; `words` is neither read nor written any more."""

from django.db import models

RELEASE = 3


class Note(models.Model):
    id = models.BigAutoField(primary_key=True)
    words = models.TextField(db_default="")
    label = models.TextField(null=True)  # noqa: DJ001

    @classmethod
    def write(cls, said: str) -> None:
        cls.objects.create(label=said)

    @classmethod
    def holds(cls, said: str) -> bool:
        return cls.objects.filter(label=said).exists()
