"""What giving holds of an individual who gives: found by her address, for a donor has no account."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filon.giving.models import Donor, DonorLink, DonorPersonal, Gift, ReceiptContent, TaxReceipt, TaxReceiptLine
from filon.giving.services.forgetting import RECEIPT_YEARS
from filon.kernel.erasing import deleted
from filon.kernel.persons import Kept, NameKept, Person, PersonHolding


def _donors(person: Person) -> QuerySet[DonorPersonal]:
    return DonorPersonal.objects.filter(person.at("values__email"), person.here("donor__host"))


def _receipts(person: Person) -> QuerySet[ReceiptContent]:
    donors = _donors(person).values("donor")
    return ReceiptContent.objects.filter(receipt__donor__in=donors).select_related("receipt").order_by("pk")


def _donor_stays(person: Person, today: dt.date) -> Kept | None:
    """A gift of this year or the last still waits for its receipt, which bears her name."""
    is_waiting = _gave(person, today)["waiting"]
    return Kept(_("a gift still waits for its tax receipt"), dt.date(today.year + 2, 1, 1)) if is_waiting else None


def _gave(person: Person, today: dt.date) -> dict[str, Any]:
    """Gifts of this year and the last that wait for a receipt, and the year of the last receipt: one query for each person."""
    if "giving" not in person.read:
        donors = _donors(person).values("donor")
        receipted = TaxReceiptLine.objects.filter(gift=OuterRef("pk"), is_live=True)
        waiting = Gift.objects.filter(~Exists(receipted), donor=OuterRef("pk"), gift_date__year__gte=today.year - 1)
        asked = Donor.objects.filter(pk__in=donors).annotate(waits=Exists(waiting))
        person.read["giving"] = asked.aggregate(waiting=Count("pk", filter=Q(waits=True)), last=Max("receipts__year"))
    return cast("dict[str, Any]", person.read["giving"])


def _receipts_stay(person: Person, today: dt.date) -> Kept:
    last = _gave(person, today)["last"]
    return Kept(_("the tax administration may still ask for them"), dt.date(last + RECEIPT_YEARS + 1, 1, 1) if last else None)


def _donor_erase(person: Person) -> int:
    DonorLink.objects.filter(donor__in=_donors(person).values("donor")).delete()
    return deleted(_donors(person))


def _receipt(row: ReceiptContent) -> dict[str, Any]:
    return {"reference": row.receipt.reference, "issued_on": row.receipt.issued_on, "content": row.text}


def _issuers(today: dt.date) -> Q:
    issued = TaxReceipt.objects.filter(issued_by=OuterRef("pk"), year__gte=today.year - RECEIPT_YEARS)
    return Q(Exists(issued))


def _issued_until(person: Person, _today: dt.date) -> dt.date | None:
    last = TaxReceipt.objects.filter(issued_by=person.account).aggregate(last=Max("year"))["last"]
    return dt.date(last + RECEIPT_YEARS + 1, 1, 1) if last else None


NAMES = NameKept("giving.issuer", _("issued tax receipts less than six years ago"), _issuers, lambda _today: Q(pk__in=()), _issued_until)
HOLDINGS = (
    PersonHolding(
        "giving.donor",
        "giving.donor",
        _("Donor: name, address, e-mail"),
        _donors,
        lambda row: dict(row.values),
        _donor_stays,
        _donor_erase,
    ),
    PersonHolding("giving.receipt", "giving.receipt", _("Contents of tax receipts"), _receipts, _receipt, _receipts_stay),
)
