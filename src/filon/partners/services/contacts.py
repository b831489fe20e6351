"""People of partners and their dated functions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.periods import not_over
from filon.kernel.rights import get_visible_or_404
from filon.partners import rules
from filon.partners.models import Affiliation, Contact, LegalEntity
from filon.partners.rights import check_may, school_of_work
from filon.people.models import User


@dataclass(frozen=True, kw_only=True)
class ContactInput:
    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class AffiliationInput:
    """``end``: first day the function no longer holds, None while it lasts. ``sign_limit_cents`` None: no limit."""

    function: str
    start: dt.date
    end: dt.date | None = None
    may_sign: bool = False
    sign_limit_cents: int | None = None

    def check(self) -> None:
        """Raises Refused."""
        rules.check_affiliation_dates(self.start, self.end)
        rules.check_sign_limit(may_sign=self.may_sign, limit_cents=self.sign_limit_cents)


@transaction.atomic
def contact_add(*, by: User, contact: ContactInput, entity_id: UUID, affiliation: AffiliationInput, host_id: int | None = None) -> Contact:
    """A person, and what she does in the organisation where the school met her."""
    check_may(by, "partners.relationship.open")
    host = school_of_work(by, host_id=host_id)
    added = Contact.objects.create(host=host, name=contact.name.strip(), email=contact.email.strip(), phone=contact.phone.strip())
    audit.record(by, "contact.added", added)
    affiliation_open(by=by, contact_id=added.uuid, entity_id=entity_id, affiliation=affiliation)
    return added


@transaction.atomic
def contact_change(*, by: User, contact_id: UUID, contact: ContactInput) -> Contact:
    found = get_visible_or_404(Contact, viewer=by, id=contact_id, may="partners.contact.change", lock=True)
    found.name, found.email, found.phone = contact.name.strip(), contact.email.strip(), contact.phone.strip()
    found.save(update_fields=["name", "email", "phone"])
    audit.record(by, "contact.changed", found)
    return found


@transaction.atomic
def affiliation_open(*, by: User, contact_id: UUID, entity_id: UUID, affiliation: AffiliationInput) -> Affiliation:
    """A function begins. It is never edited: it is closed, and another one opened."""
    affiliation.check()
    contact = get_visible_or_404(Contact, viewer=by, id=contact_id, may="partners.contact.change", lock=True)
    entity = get_visible_or_404(LegalEntity, viewer=by, id=entity_id, may="partners.entity.change")
    _check_not_held_twice(contact, entity, affiliation)
    opened = Affiliation.objects.create(contact=contact, entity=entity, **vars(affiliation))
    audit.record(by, "affiliation.opened", opened, host_id=contact.host_id, entity=entity.uuid, may_sign=opened.may_sign)
    return opened


def _check_not_held_twice(contact: Contact, entity: LegalEntity, affiliation: AffiliationInput) -> None:
    """The same function in the same organisation is held once at a time."""
    same = contact.affiliations.filter(not_over(affiliation.start), entity=entity, function__iexact=affiliation.function.strip())
    if affiliation.end is not None:
        same = same.filter(start__lt=affiliation.end)
    if same.exists():
        sentence = _("%(name)s already holds this function then: close it first, its past stays readable.")
        raise Refused(sentence % {"name": contact.name}, field="function")


@transaction.atomic
def affiliation_close(*, by: User, affiliation_id: UUID, end: dt.date) -> Affiliation:
    """The function ends: ``end`` is the first day it no longer holds. Its past stays, and whoever signed in through it no longer does."""
    found = get_visible_or_404(Affiliation, viewer=by, id=affiliation_id, may="partners.affiliation.change", lock=True)
    if found.end is not None and found.end <= timezone.localdate():
        raise Refused(_("This function is already over: it stays as it was."), field="end")
    rules.check_affiliation_dates(found.start, end)
    found.end = end
    found.save(update_fields=["end"])
    audit.record(by, "affiliation.closed", found, host_id=found.contact.host_id, end=end)
    return found
