"""Who may read a fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may read a fact besides the one who recorded it."""

    PRIVATE = "private", _("the person concerned and those who record")
    HOST = "host", _("the school")
    PARTIES = "parties", _("the school and the organisations named")
