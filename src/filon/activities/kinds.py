"""Words of exchanges: for whom they are, in which voice somebody speaks, what an idea became."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may read: everybody, or the members of the school and the partners' people concerned."""

    MEMBERS = "members", _("members and partners concerned")
    PUBLIC = "public", _("everybody")


class Voice(models.TextChoices):
    """For whom a person comes and speaks; kept with what she said, and shown in the place of her name outside."""

    STUDENT = "student", _("a student")
    SCHOOL = "school", _("a researcher or a member of the school")
    COMPANY = "company", _("a company or another partner")


class OutcomeKind(models.TextChoices):
    """What became of an idea."""

    PROJECT = "project", _("project")
    INTERNSHIP = "internship", _("internship")
    THESIS = "thesis", _("thesis")
    AGREEMENT = "agreement", _("agreement")
