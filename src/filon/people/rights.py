"""Who may do what with the people of a school. The object is the school, or anything that belongs to one."""

from collections.abc import Iterable
from typing import Any

import rules

from filon.people.models import Host, User
from filon.people.roles import READING, Role


def host_id_of(obj: Any) -> int | None:
    """The school an object belongs to; the school itself for a school."""
    return obj.pk if isinstance(obj, Host) else getattr(obj, "host_id", None)


def holds_role(allowed: Iterable[Role]) -> rules.Predicate:
    """A predicate: one of the roles is held at the school of the object (at any school when no object is given)."""
    wanted = frozenset(allowed)

    def holds(user: User, obj: Any = None) -> bool:
        return user.standing.has(wanted, host_id=host_id_of(obj))

    return rules.predicate(holds, name="holds_" + "_or_".join(sorted(wanted)))


reads = holds_role(READING)
directs = holds_role({Role.DIRECTOR})

rules.add_perm("people.team.read", reads)
rules.add_perm("people.journal.read", holds_role({Role.DIRECTOR, Role.AUDITOR}))
rules.add_perm("people.team.invite", directs)
rules.add_perm("people.invitation.withdraw", directs)
rules.add_perm("people.membership.give", directs)
rules.add_perm("people.membership.end", directs)
