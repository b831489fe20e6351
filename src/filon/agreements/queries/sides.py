"""Whose side a person is on. A school stands for itself and for the funds that receive for it; a partner's person for her entity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from filon.agreements.models import Agreement, PartyTerm, Stewardship
from filon.agreements.queries.record import PartyRow, Record, party_rows
from filon.agreements.units import Capacity
from filon.kernel.prepared import Given, Prepared
from filon.partners.kinds import ACTING
from filon.partners.models import Access
from filon.people.roles import READING, WORKING, Role

if TYPE_CHECKING:
    from filon.people.models import User

#: A fund in one of these capacities receives for the school; a fund that gives stands on its own side.
RECEIVING = frozenset({Capacity.FUND, Capacity.BENEFICIARY, Capacity.HOST, Capacity.OPERATOR})


@dataclass(frozen=True)
class Side:
    """Whose side somebody reads an agreement from: the schools that run it and that she reads for, else the entities that let her in."""

    hosts: frozenset[int]
    entities: frozenset[int] = frozenset()

    @property
    def is_member(self) -> bool:
        return bool(self.hosts)

    def parties_of(self, record: Record) -> frozenset[UUID]:
        """The parties shown on that side."""
        if not self.is_member:
            return frozenset(row.uuid for row in record.parties if row.entity_id in self.entities)
        capacities = {UUID(party["party"]): party["capacity"] for version in record.versions for party in version.parties}
        return frozenset(row.uuid for row in record.parties if row.host_id in self.hosts or receives_for_school(row, capacities))


def our_parties(agreement: Agreement, viewer: User) -> set[UUID]:
    """The parties shown on the viewer's side: the school's for its members, her entity's for a partner's person."""
    return side_of(viewer, agreement.pk, party_rows([agreement.pk]), capacities_of(agreement.pk), roles=READING)


def acting_parties(agreement: Agreement, user: User) -> set[UUID]:
    """The parties she may speak for today; empty for an auditor, a student, a stranger."""
    rows = party_rows([agreement.pk])
    hosts = stewarding_hosts(user, agreement.pk, WORKING)
    acting = school_side(rows, hosts, capacities_of(agreement.pk)) if hosts else set()
    return acting | spoken_for(user, agreement.pk, rows)


def side_of(
    user: User, agreement_id: int, parties: Iterable[PartyRow], capacities: Mapping[UUID, str], *, roles: Collection[Role]
) -> set[UUID]:
    """The school's side for a member with one of the roles at a school that runs the agreement, else the side her access opens."""
    rows = list(parties)
    hosts = stewarding_hosts(user, agreement_id, roles)
    return school_side(rows, hosts, capacities) if hosts else entered_parties(user, agreement_id, rows)


def stewarding_hosts(user: User, agreement_id: int, roles: Collection[Role]) -> list[int]:
    """The schools where she holds one of the roles, when one of them runs the agreement today; else none."""
    hosts = user.standing.hosts_where(roles)
    runs = Stewardship.objects.on(timezone.localdate()).filter(agreement=agreement_id, host__in=hosts)
    return hosts if hosts and runs.exists() else []


def school_side(rows: Iterable[PartyRow], hosts: Collection[int], capacities: Mapping[UUID, str]) -> set[UUID]:
    return {row.uuid for row in rows if row.host_id in hosts or receives_for_school(row, capacities)}


def receives_for_school(row: PartyRow, capacities: Mapping[UUID, str]) -> bool:
    return row.fund_id is not None and capacities.get(row.uuid) in RECEIVING


def entered_parties(user: User, agreement_id: int, rows: Iterable[PartyRow]) -> set[UUID]:
    """The parties of the entities for which a school that runs the agreement let her in."""
    entities = entered_entities(user, agreement_id)
    return {row.uuid for row in rows if row.entity_id in entities}


def spoken_for(user: User, agreement_id: int, rows: Iterable[PartyRow]) -> set[UUID]:
    """Of these, the parties of the entities for which her access lets her speak, and not read alone."""
    acts = entered_entities(user, agreement_id)
    return {row.uuid for row in rows if row.entity_id is not None and acts.get(row.entity_id)}


def entered_entities(user: User, agreement_id: int) -> dict[int, bool]:
    """The keys of those entities, and whether she speaks for each: one query."""
    acts: dict[int, bool] = {}
    for entity, level in _ENTERED(user, agreement=agreement_id):
        acts[entity] = acts.get(entity, False) or level in ACTING
    return acts


def _entered(reader: Any) -> QuerySet[Any, tuple[int, str]]:
    stewards = Stewardship.objects.filter(agreement=Given(BigIntegerField(), "agreement")).values("host")
    opened = Access.objects.open_to(reader).filter(affiliation__contact__host__in=stewards)
    return opened.values_list("affiliation__entity_id", "level")


_ENTERED = Prepared(_entered)


def capacities_of(agreement_id: int) -> dict[UUID, str]:
    """The capacity of each party in the last version that names it."""
    terms = PartyTerm.objects.filter(version__agreement=agreement_id).order_by("version__number")
    return dict(terms.values_list("party__uuid", "capacity"))
