"""The persons a school employs Filon for (docs/glossary.md), as roles held for a time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of a school comes for. Partners' people hold no role: they hold an access on an affiliation."""

    PARTNERSHIP_OFFICER = "partnership_officer", _("partnership officer")
    ECONOMIC_DEVELOPMENT = "economic_development", _("head of economic development")
    STUDIES_DIRECTOR = "studies_director", _("director of studies")
    ENGAGEMENT_REFERENT = "engagement_referent", _("engagement referent")
    SUSTAINABILITY_OFFICER = "sustainability_officer", _("sustainability officer")
    DIRECTOR = "director", _("director")
    AUDITOR = "auditor", _("auditor")
    STUDENT = "student", _("student")
    FOUNDER = "founder", _("founder")
    MENTOR = "mentor", _("mentor")
    OBSERVER = "observer", _("observer")


#: Who works on partnerships: writes agreements, declares deliveries, keeps partners.
WORKING = frozenset({Role.PARTNERSHIP_OFFICER, Role.ECONOMIC_DEVELOPMENT, Role.STUDIES_DIRECTOR, Role.ENGAGEMENT_REFERENT, Role.DIRECTOR})
#: Who reads everything of the school that is not about a person.
READING = WORKING | {Role.SUSTAINABILITY_OFFICER, Role.AUDITOR}
#: Who records facts.
RECORDING = WORKING | {Role.SUSTAINABILITY_OFFICER}
