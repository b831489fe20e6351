"""What partners hold of a person: what each school wrote down of her, her functions, her accesses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.erasing import NOBODY, name_kept, nobody
from filon.kernel.persons import Kept, Person, PersonHolding
from filon.partners.models import Access, Affiliation, Contact, PartnerChange


def _sheets(person: Person) -> QuerySet[Contact]:
    return Contact.objects.filter(pk__in=person.sheets).select_related("host")


def _functions(person: Person) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(contact__in=person.sheets).select_related("entity", "contact__host")


def _accesses(person: Person) -> QuerySet[Access]:
    return Access.objects.filter(affiliation__contact__in=person.sheets).select_related("affiliation__entity")


def addresses_erase(rows: QuerySet[Contact]) -> int:
    """E-mail and telephone. How many had one."""
    return rows.exclude(email="", phone="").update(email="", phone="")


def sheets_rename(rows: QuerySet[Contact]) -> int:
    return rows.exclude(name__startswith=NOBODY).update(name=nobody())


def _functions_end(person: Person) -> int:
    """Those that last end today; one that begins today or later holds its first day only."""
    today = timezone.localdate()
    lasting = Affiliation.objects.filter(Q(end=None) | Q(end__gt=today), contact__in=person.sheets)
    ended = lasting.filter(start__lt=today).update(end=today)
    return ended + lasting.filter(start__gte=today, end=None).update(end=F("start") + dt.timedelta(days=1))


def _accesses_end(person: Person) -> int:
    today = timezone.localdate()
    lasting = Q(end=None) | Q(end__gt=today)
    return Access.objects.filter(lasting, affiliation__contact__in=person.sheets, start__lte=today).update(end=today)


def _address_stays(person: Person, today: dt.date) -> Kept | None:
    return name_kept(person, _sheets(person), today, "sheets", with_address=True)


def _name_stays(person: Person, today: dt.date) -> Kept | None:
    return name_kept(person, _sheets(person), today, "sheets")


def _changes(person: Person) -> QuerySet[PartnerChange]:
    return PartnerChange.objects.filter(person.here("host"), made_by__in=person.accounts).select_related("entity", "host").order_by("pk")


def _change(row: PartnerChange) -> dict[str, Any]:
    return {"organisation": row.entity.name, "school": row.host.name, "kind": row.kind, "detail": row.detail, "made_at": row.made_at}


def _change_stays(_person: Person, _today: dt.date) -> Kept:
    return Kept(_("the school knows who changed what of an organisation, for a year after somebody there has seen it"))


def _sheet(row: Contact) -> dict[str, Any]:
    return {"school": row.host.name, "name": row.name, "email": row.email, "phone": row.phone}


def _function(row: Affiliation) -> dict[str, Any]:
    return {
        "organisation": row.entity.name,
        "school": row.contact.host.name,
        "function": row.function,
        "start": row.start,
        "end": row.end,
        "may_sign": row.may_sign,
        "sign_limit_cents": row.sign_limit_cents,
    }


def _access(row: Access) -> dict[str, Any]:
    return {"organisation": row.affiliation.entity.name, "start": row.start, "end": row.end}


CLASS = "partners.contact"
HOLDINGS = (
    PersonHolding(
        "partners.contact",
        CLASS,
        _("Sheet of a person of a partner: address, telephone"),
        _sheets,
        _sheet,
        _address_stays,
        lambda person: addresses_erase(_sheets(person)),
    ),
    PersonHolding(
        "partners.contact_name",
        CLASS,
        _("Name on that sheet"),
        _sheets,
        lambda row: {"name": row.name},
        _name_stays,
        lambda person: sheets_rename(_sheets(person)),
    ),
    PersonHolding(
        "partners.function",
        CLASS,
        _("Functions: those that last end today"),
        _functions,
        _function,
        _address_stays,
        _functions_end,
    ),
    PersonHolding(
        "partners.access", CLASS, _("Accesses: those that last end today"), _accesses, _access, lambda _person, _today: None, _accesses_end
    ),
    PersonHolding("partners.changes", "partners.change", _("What she changed about her organisation"), _changes, _change, _change_stays),
)
