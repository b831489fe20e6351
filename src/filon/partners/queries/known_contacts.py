"""People whom a school knows already: found by address within an organisation, else by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from filon.engines.sheets import plain
from filon.partners.models import Affiliation, Contact

if TYPE_CHECKING:
    from filon.partners.services.taking_over_contacts import ContactLine


@dataclass
class KnownContact:
    """`functions`: plain names of those held, by the key of the organisation that lasts; `place`: one of these organisations."""

    id: int
    uuid: UUID
    name: str
    email: str
    phone: str
    place: str = ""
    functions: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def _named_in(lines: Sequence[ContactLine]) -> Q:
    targets = [line.target for line in lines if line.target]
    emails = [line.email for line in lines if line.email]
    return Q(uuid__in=targets) | Q(email__in=emails) | Q(name__in=[line.name for line in lines])


@dataclass
class KnownContacts:
    """Those of one school, in two queries."""

    by_uuid: dict[UUID, KnownContact] = field(default_factory=dict)
    by_email: dict[str, list[KnownContact]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[KnownContact]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, host_id: int, lines: Sequence[ContactLine] | None = None) -> KnownContacts:
        """All of the school, or those that these lines name."""
        known = cls()
        by_id = {}
        contacts = Contact.objects.filter(host_id=host_id)
        if lines is not None:
            contacts = contacts.filter(_named_in(lines))
        for values in contacts.values("id", "uuid", "name", "email", "phone"):
            one = by_id[values["id"]] = known.by_uuid[values["uuid"]] = KnownContact(**values)
            known.by_name[plain(one.name)].append(one)
            if one.email:
                known.by_email[one.email.casefold()].append(one)
        held = Affiliation.objects.filter(contact__in=contacts).select_related("entity")
        for affiliation in held.only("contact_id", "function", "entity__id", "entity__name", "entity__merged_into_id"):
            one, entity = by_id[affiliation.contact_id], affiliation.entity
            one.functions[entity.merged_into_id or entity.pk].add(plain(affiliation.function))
            one.place = entity.name
        return known

    def sure(self, line: ContactLine, entity_id: int) -> KnownContact | None:
        """The same address in the same organisation; else the same name there, when their addresses do not differ."""
        if line.target is not None:
            return self.by_uuid.get(line.target)
        there = [one for one in self._alike(line) if entity_id in one.functions]
        same_address = [one for one in there if line.email and one.email.casefold() == line.email]
        same_name = [one for one in there if plain(one.name) == plain(line.name) and not (line.email and one.email)]
        return next(iter(same_address or same_name), None)

    def alike(self, line: ContactLine, entity_id: int) -> Sequence[KnownContact]:
        """The same address elsewhere, or the same name in the same organisation under another address."""
        return [one for one in self._alike(line) if entity_id in one.functions or (line.email and one.email.casefold() == line.email)]

    def _alike(self, line: ContactLine) -> list[KnownContact]:
        found = [*self.by_email.get(line.email, [])] if line.email else []
        return [*found, *(one for one in self.by_name.get(plain(line.name), []) if one not in found)]

    def is_changed(self, one: KnownContact, line: ContactLine, entity_id: int) -> bool:
        """Another spelling, address or telephone, or a function that is not known there. An empty cell changes nothing."""
        told = ((line.name, one.name), (line.email, one.email.casefold()), (line.phone, one.phone))
        new_function = bool(line.function) and plain(line.function) not in one.functions[entity_id]
        return new_function or entity_id not in one.functions or any(new and new != old for new, old in told)
