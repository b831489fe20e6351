"""Contacts of a spreadsheet, many at once: one event for all, with the digest of what was touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.engines.sheets import plain
from filon.kernel import audit
from filon.kernel.imports.kinds import Written
from filon.partners.models import Affiliation, Contact, LegalEntity, Relationship
from filon.partners.queries.known_contacts import KnownContact, KnownContacts
from filon.people.models import User
from filon.people.roles import WORKING


@dataclass(frozen=True, kw_only=True)
class ContactLine:
    """A line, checked. `last_day`: as people say it; `start` None: not said; `target`: the contact it is, when that is known;
    `was_placed`: somebody said which organisation it names, so that nobody was asked yet who of its people this is."""

    line: int
    name: str
    email: str = ""
    phone: str = ""
    function: str = ""
    start: dt.date | None = None
    last_day: dt.date | None = None
    may_sign: bool = False
    sign_limit_cents: int | None = None
    target: UUID | None = None
    was_placed: bool = False

    @property
    def end(self) -> dt.date | None:
        """The first day without the function."""
        return self.last_day and self.last_day + dt.timedelta(days=1)


@transaction.atomic
def contacts_take_over(*, by: User, host_id: int, lines: Sequence[tuple[UUID, ContactLine]], import_id: UUID) -> Written:
    """Each line with the UUID of its organisation: new people, what changes of those who are known, and functions that begin. A
    function that is known already is left as it is, and none is closed."""
    if not by.standing.has(WORKING, host_id=host_id):
        raise PermissionDenied
    entities = _followed(host_id, {uuid for uuid, _line in lines})
    refused = {line.line: _("Your school no longer follows this organisation.") for uuid, line in lines if uuid not in entities}
    kept = [(entities[uuid], line) for uuid, line in lines if uuid in entities]
    was_placed = any(line.was_placed for _entity, line in kept)
    known = KnownContacts.of(host_id, None if was_placed else [line for _entity, line in kept])
    found = [(entity_id, line, known.sure(line, entity_id)) for entity_id, line in kept]
    refused |= {line.line: _may_be_known() for entity_id, line, one in found if one is None and _is_unsure(line, entity_id, known)}
    found = [told for told in found if told[1].line not in refused]
    _change(host_id, [(line, one) for _entity, line, one in found if one is not None])
    added = _add(host_id, [line for _entity, line, one in found if one is None])
    people = [(entity_id, line, one or added[line.line]) for entity_id, line, one in found]
    _open_functions(people)
    targets = {line.line: one.uuid for _entity, line, one in people}
    audit.record_bulk(by, "contact.taken_over", sorted(set(targets.values())), host_id=host_id, file_import=str(import_id))
    return Written(targets, refused)


def _is_unsure(line: ContactLine, entity_id: int, known: KnownContacts) -> bool:
    return line.was_placed and bool(known.alike(line, entity_id))


def _may_be_known() -> str:
    return _(
        "Your school knows somebody with this name or this address: write the exact name of the organisation in this line and send it "
        "again, to say whether it is the same person."
    )


def _followed(host_id: int, wanted: set[UUID]) -> dict[UUID, int]:
    """Of these organisations, those that the school follows: UUID to key."""
    followed = Relationship.objects.filter(host_id=host_id).values("entity_id")
    absorbed = LegalEntity.objects.filter(pk__in=followed).exclude(merged_into=None).values("merged_into_id")
    found = LegalEntity.objects.filter(uuid__in=wanted)
    return dict((found.filter(pk__in=followed) | found.filter(pk__in=absorbed)).values_list("uuid", "pk"))


def _change(host_id: int, pairs: Sequence[tuple[ContactLine, KnownContact]]) -> None:
    lines = {one.id: line for line, one in pairs}
    contacts = list(Contact.objects.select_for_update().filter(host_id=host_id, pk__in=lines).order_by("pk"))
    for contact in contacts:
        line = lines[contact.pk]
        contact.name, contact.email = line.name or contact.name, line.email or contact.email
        contact.phone = line.phone or contact.phone
    Contact.objects.bulk_update(contacts, ["name", "email", "phone"], batch_size=500)


def _add(host_id: int, lines: Sequence[ContactLine]) -> dict[int, KnownContact]:
    """One sheet for somebody who stands on several new lines under one address."""
    made: dict[int, KnownContact] = {}
    by_address: dict[str, KnownContact] = {}
    new = []
    for line in lines:
        if line.email and line.email in by_address:
            made[line.line] = by_address[line.email]
            continue
        contact = Contact(host_id=host_id, name=line.name, email=line.email, phone=line.phone)
        one = made[line.line] = KnownContact(0, contact.uuid, line.name, line.email, line.phone)
        by_address[line.email] = one
        new.append((contact, one))
    Contact.objects.bulk_create([contact for contact, _one in new])
    for contact, one in new:
        one.id = contact.pk
    return made


def _open_functions(people: Sequence[tuple[int, ContactLine, KnownContact]]) -> None:
    opened = []
    for entity_id, line, one in people:
        function = line.function or str(_("contact"))
        held = one.functions[entity_id]
        if plain(function) in held or (held and not line.function):
            continue
        held.add(plain(function))
        opened.append(
            Affiliation(
                contact_id=one.id,
                entity_id=entity_id,
                function=function,
                start=line.start or _first_day(line),
                end=line.end,
                may_sign=line.may_sign,
                sign_limit_cents=line.sign_limit_cents,
            )
        )
    Affiliation.objects.bulk_create(opened)


def _first_day(line: ContactLine) -> dt.date:
    """Today when it is not said; of a function that is over, its last day."""
    today = timezone.localdate()
    return min(today, line.last_day) if line.last_day else today
