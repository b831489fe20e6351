"""What a legal entity is, and what a partner’s person may do."""

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


class AccessLevel(models.TextChoices):
    """What an access allows; each level holds those before it."""

    READS = "reads", _("reads")
    CONFIRMS = "confirms", _("declares, confirms and contests")
    MANAGES = "manages", _("looks after the people and the data too")


#: Who speaks for her organisation.
ACTING = frozenset({AccessLevel.CONFIRMS, AccessLevel.MANAGES})


class ChangeKind(models.TextChoices):
    """What a partner's people changed."""

    DATA = "data", _("address and invoices")
    PERSON = "person", _("people")
    SIGNATORY = "signatory", _("power to sign")
    RIGHTS = "rights", _("rights")
