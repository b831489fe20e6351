"""What a task has been asked, and what came of it."""

from django.db import models

from filon.agreements.models import Agreement


class Errand(models.Model):
    """Its task opens one agreement, however often it is started."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+")
