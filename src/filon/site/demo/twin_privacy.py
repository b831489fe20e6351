"""The twin school and people's own data: calendars read, letters chosen, a former contact erased, another who waits for an answer."""

from __future__ import annotations

import random
from uuid import UUID

from filon.agenda.services.choices import letters_choose
from filon.agenda.services.feeds import feed_open
from filon.kernel.registry import LetterChoice, all_of
from filon.partners.models import Access, Contact
from filon.partners.services import AffiliationInput, ContactInput, contact_add
from filon.people.models import User
from filon.privacy.services.demands import demand_erase, demand_note
from filon.site.demo.stage import LONG_AGO, days_from_today

OFFICER, CONTACT = "Claire Vidal", "Julien Castel"


def load(_story: random.Random) -> None:
    """The chapter of the demo."""
    people = User.objects.get_queryset()
    officer, contact = people.get(name=OFFICER), people.get(name=CONTACT)
    everything = [choice.code for choice in all_of(LetterChoice)]
    for person in (officer, contact):
        feed_open(by=person, about=None)
    letters_choose(by=contact, wanted=everything)
    access = Access.objects.filter(user=contact).select_related("affiliation__entity", "affiliation__contact__host").get()
    host, entity = access.affiliation.contact.host, access.affiliation.entity
    former = [_left(officer, entity.uuid, host.pk, name=name, days=days) for name, days in (("Nadia Ferrand", 400), ("Marc Delmas", 90))]
    answered, _waiting = (demand_note(by=officer, host_id=host.uuid, sheet_id=one.uuid) for one in former)
    demand_erase(by=officer, demand_id=answered.uuid)


def _left(officer: User, entity_id: UUID, host_id: int, *, name: str, days: int) -> Contact:
    """Somebody of the company whose function is over."""
    first, last = name.lower().split()
    held = AffiliationInput(function="chargée de mission" if days > 100 else "chef de projet", start=LONG_AGO, end=days_from_today(-days))
    card = ContactInput(name=name, email=f"{first}.{last}@gardon-energies.example", phone="")
    return contact_add(by=officer, contact=card, entity_id=entity_id, affiliation=held, host_id=host_id)
