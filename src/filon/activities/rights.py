"""Who may do what with exchanges: members and partners' people take part, those who work on partnerships run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from filon.activities.kinds import Voice
from filon.activities.models import IdeaComment, Registration
from filon.activities.models.scope import MEMBERS
from filon.partners.models import accesses_today
from filon.people.models import Host
from filon.people.roles import WORKING, Role

if TYPE_CHECKING:
    from filon.partners.models import LegalEntity
    from filon.people.models import User

TAKES_PART = MEMBERS - {Role.AUDITOR}
"""The auditor sees and takes no part."""


def host_of(obj: Any) -> int:
    """The school an object of exchanges belongs to."""
    if isinstance(obj, Host):
        return obj.pk
    owner = obj.idea if isinstance(obj, IdeaComment) else obj.session if isinstance(obj, Registration) else obj
    host_id: int = owner.host_id
    return host_id


def reads_exchanges(user: User) -> bool:
    """Members of a school, and the people of partners it let in."""
    return user.standing.has(MEMBERS) or bool(accesses_today(user))


def works_somewhere(user: User) -> bool:
    return user.standing.has(WORKING)


def runs(user: User, obj: Any) -> bool:
    """Somebody who works on partnerships at the school."""
    return user.standing.has(WORKING, host_id=host_of(obj))


def takes_part(user: User, obj: Any) -> bool:
    """A member of the school who does not only read, or a partner's person it let in."""
    host_id = host_of(obj)
    return user.standing.has(TAKES_PART, host_id=host_id) or _is_let_in(user, host_id)


def _is_let_in(user: User, host_id: int) -> bool:
    return any(access.affiliation.contact.host_id == host_id for access in accesses_today(user))


def voice_of(user: User, host_id: int) -> Voice:
    """For whom she comes and speaks at that school."""
    if is_outside(user, host_id):
        return Voice.COMPANY
    is_only_student = user.standing.roles[host_id] <= {Role.STUDENT}
    return Voice.STUDENT if is_only_student else Voice.SCHOOL


def organisation_of(user: User, host_id: int) -> LegalEntity | None:
    """The organisation for which that school let her in; None for its own members."""
    if not is_outside(user, host_id):
        return None
    own = (access.affiliation.entity for access in accesses_today(user) if access.affiliation.contact.host_id == host_id)
    return next(own, None)


def is_outside(user: User, host_id: int) -> bool:
    """Does she read from outside that school? Then small numbers of persons and names of students are not shown."""
    return not user.standing.has(MEMBERS, host_id=host_id)


def declare() -> None:
    """Called once, when the applications are ready."""
    running, taking = rules.predicate(runs), rules.predicate(takes_part)
    rules.add_perm("activities.exchange.read", rules.predicate(reads_exchanges))
    rules.add_perm("activities.exchange.create", rules.predicate(works_somewhere))
    rules.add_perm("activities.exchange.write", running)
    rules.add_perm("activities.exchange.take_part", taking)
    rules.add_perm("activities.idea.moderate", running)
