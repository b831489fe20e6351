"""A note is `label`; `words` is still in the database and nobody knows it here: a field leaves the code one release before its column."""

from django.db import models

RELEASE = 3


class Note(models.Model):
    id = models.BigAutoField(primary_key=True)
    label = models.TextField(null=True)  # noqa: DJ001

    @classmethod
    def write(cls, said: str) -> None:
        cls.objects.create(label=said)

    @classmethod
    def holds(cls, said: str) -> bool:
        return cls.objects.filter(label=said).exists()
