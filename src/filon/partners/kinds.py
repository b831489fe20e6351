"""What a legal entity is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntityKind(models.TextChoices):
    COMPANY = "company", _("company")
    UMBRELLA = "umbrella", _("umbrella foundation")
    SCHOOL = "school", _("school")
    PUBLIC_BODY = "public_body", _("public body")
    ARMED_FORCES = "armed_forces", _("armed forces")
    ASSOCIATION = "association", _("association")
    COOPERATIVE = "cooperative", _("cooperative bank or mutual")
