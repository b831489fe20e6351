"""What can be promised: units of commitments, and the kind of fact that delivers each."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filon.kernel.formats import euros, number


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


def counted(quantity: Decimal | None, unit: str) -> str:
    """A quantity as people say it: `30 000 €`, `12 events`, `1 day`; a plain figure where the unit is not stated, nothing for None."""
    if quantity is None:
        return ""
    if unit == Unit.EURO:
        return euros(int(quantity * 100))
    return _counted_words(unit, 1 if abs(quantity) < 2 else 2) % {"count": number(quantity)}  # French: 1,5 jour


def _counted_words(unit: str, plural: int) -> str:
    words = _WORDS.get(Unit(unit))
    return "%(count)s" if words is None else words(plural)


_WORDS: Mapping[str, Callable[[int], str]] = {
    Unit.PLACE: lambda plural: ngettext("%(count)s place", "%(count)s places", plural),
    Unit.DAY: lambda plural: ngettext("%(count)s day", "%(count)s days", plural),
    Unit.EVENT: lambda plural: ngettext("%(count)s event", "%(count)s events", plural),
    Unit.OFFER: lambda plural: ngettext("%(count)s offer", "%(count)s offers", plural),
    Unit.SEAT: lambda plural: ngettext("%(count)s seat", "%(count)s seats", plural),
    Unit.HOUR: lambda plural: ngettext("%(count)s equipment hour", "%(count)s equipment hours", plural),
    Unit.TEACHING_HOUR: lambda plural: ngettext("%(count)s teaching hour", "%(count)s teaching hours", plural),
    Unit.DATASET: lambda plural: ngettext("%(count)s data set", "%(count)s data sets", plural),
    Unit.YEAR_OF_VISIBILITY: lambda plural: ngettext("%(count)s year of visibility", "%(count)s years of visibility", plural),
    Unit.DOCUMENT: lambda plural: ngettext("%(count)s document", "%(count)s documents", plural),
    Unit.STAND: lambda plural: ngettext("%(count)s stand", "%(count)s stands", plural),
}
"""The sentence of a unit; each is written out, so that it is found and translated."""
