"""Who may record, reverse and read facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules
from django.core.exceptions import PermissionDenied

from filon.partners.models import accesses_today
from filon.people.rights import holds_role
from filon.people.roles import READING, RECORDING, WORKING, Role

if TYPE_CHECKING:
    from filon.facts.models import Fact
    from filon.people.models import User

records = holds_role(RECORDING)


def reads_facts(user: User) -> bool:
    """Members of a school who read its work, and partners' people for what names their organisation."""
    return user.standing.has(READING) or bool(accesses_today(user))


def reads_personal_values(user: User, fact: Fact) -> bool:
    """Who recorded them; for a fact that is not private, those who work on partnerships at the school."""
    return fact.recorded_by_id == user.pk or (fact.visibility != "private" and user.standing.has(WORKING, host_id=fact.host_id))


rules.add_perm("facts.fact.read", rules.predicate(reads_facts))
rules.add_perm("facts.fact.record", records)
rules.add_perm("facts.fact.reverse", records)
rules.add_perm("facts.personal.read", rules.predicate(reads_personal_values))
rules.add_perm("facts.personal.erase", holds_role({Role.DIRECTOR}) | rules.predicate(reads_personal_values))


def is_outside(user: User) -> bool:
    """Does the viewer read from outside the schools? Then counts of persons are shown only where nobody can be told."""
    return not user.standing.has(READING)


def school_of_record(user: User) -> int:
    """The school she records for: the one she works for now, else her only one. Raises PermissionDenied."""
    hosts = user.standing.hosts_where(RECORDING)
    wanted = user.acting_host_id or (hosts[0] if len(hosts) == 1 else None)
    if wanted not in hosts:
        raise PermissionDenied
    return hosts[hosts.index(wanted)]
