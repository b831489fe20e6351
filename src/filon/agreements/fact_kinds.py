"""Kinds of facts that agreements record: one for each unit that can be promised, and the signing of a version."""

from django.utils.translation import gettext_lazy as _

from filon.agreements.units import Unit
from filon.facts.models import Visibility
from filon.kernel.registry import FactKind

VERSION_IN_FORCE = "agreements.version_in_force"

#: The kind of fact that delivers each unit.
KIND_OF_UNIT: dict[str, str] = {
    Unit.EURO: "agreements.money_paid",
    Unit.PLACE: "agreements.place_given",
    Unit.DAY: "agreements.day_given",
    Unit.EVENT: "agreements.event_held",
    Unit.OFFER: "agreements.offer_published",
    Unit.SEAT: "agreements.seat_given",
    Unit.HOUR: "agreements.hours_of_equipment",
    Unit.TEACHING_HOUR: "agreements.teaching_given",
    Unit.DATASET: "agreements.data_shared",
    Unit.YEAR_OF_VISIBILITY: "agreements.visibility_given",
    Unit.DOCUMENT: "agreements.document_issued",
    Unit.STAND: "agreements.stand_given",
    Unit.UNSTATED: "agreements.promise_kept",
}

_LABELS = {
    "agreements.money_paid": _("money paid"),
    "agreements.place_given": _("place given"),
    "agreements.day_given": _("day given"),
    "agreements.event_held": _("event held"),
    "agreements.offer_published": _("offer published"),
    "agreements.seat_given": _("seat given"),
    "agreements.hours_of_equipment": _("hours of equipment"),
    "agreements.teaching_given": _("teaching given"),
    "agreements.data_shared": _("data shared"),
    "agreements.visibility_given": _("name shown"),
    "agreements.document_issued": _("document issued"),
    "agreements.stand_given": _("stand given"),
    "agreements.promise_kept": _("promise kept, without a stated unit"),
}

KINDS = [
    *(FactKind(kind, _LABELS[kind], unit, Visibility.PARTIES) for unit, kind in KIND_OF_UNIT.items()),
    FactKind(VERSION_IN_FORCE, _("agreement signed"), "version", Visibility.PARTIES),
]
