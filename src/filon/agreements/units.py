"""What can be promised: units of commitments, and the kind of fact that delivers each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    EURO = "eur", _("euro")
    PLACE = "place", _("place")
    DAY = "day", _("day")
    EVENT = "event", _("event")
    OFFER = "offer", _("offer")
    SEAT = "seat", _("seat")
    HOUR = "equipment_hour", _("equipment hour")
    TEACHING_HOUR = "teaching_hour", _("teaching hour")
    DATASET = "dataset", _("data set")
    YEAR_OF_VISIBILITY = "visibility_year", _("year of visibility")
    DOCUMENT = "document", _("document")
    STAND = "stand", _("stand")
    UNSTATED = "unstated", _("not stated")


class Nature(models.TextChoices):
    """Nature of a money line; it decides between a tax receipt and an invoice (CGI 238 bis, CGI 39-1-7°)."""

    GIVING = "mecenat", _("giving (mécénat)")
    SPONSORSHIP = "parrainage", _("sponsorship")
    SERVICE = "service", _("service")
    SUBSIDY = "subsidy", _("subsidy")
    APPRENTICESHIP_TAX = "apprenticeship_tax", _("apprenticeship tax")


class Capacity(models.TextChoices):
    DONOR = "donor", _("donor")
    BENEFICIARY = "beneficiary", _("beneficiary")
    FUND = "fund", _("sheltered fund")
    OPERATOR = "operator", _("operator")
    HOST = "host", _("host")
    PARTNER = "partner", _("partner")
    OBSERVER = "observer", _("observer")
