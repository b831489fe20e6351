"""Who may do what with gifts: those who work at the school they serve, and the officers of the foundation that receives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from filon.agreements.models import Agreement
from filon.giving.models import Instalment
from filon.ledger.models.scope import officers
from filon.ledger.rights import is_officer, reads_money
from filon.partners.models import EntityKind, LegalEntity, accesses_today
from filon.people.models import Host
from filon.people.roles import READING, WORKING, Role

if TYPE_CHECKING:
    from filon.people.models import User

SEES_PERSONS = WORKING | {Role.AUDITOR}
"""Roles that read who the individual donors are."""


def reads_giving(user: User) -> bool:
    """Members who read what the school runs, and the officers of a foundation that let her in."""
    return reads_money(user)


def may_have_given(user: User) -> bool:
    """One of the people of a partner who has an access today; members, and officers of foundations, find gifts under the school's own page.
    Read from what every page asks already: whether there is a gift, the page says."""
    if user.standing.has(READING):
        return False
    kinds = {access.affiliation.entity.kind for access in accesses_today(user)}
    return bool(kinds - {EntityKind.UMBRELLA})


def works_with_gifts(user: User) -> bool:
    return user.standing.has(WORKING) or is_officer(user)


def acts_on_gift(user: User, obj: Any) -> bool:
    """Somebody who works at the school it serves, or an officer of the foundation that receives it."""
    return _works(user, host_of(obj)) or _is_officer(user, entity_of(obj), host_of(obj))


def issues_for(user: User, obj: Any) -> bool:
    """Only whoever keeps the issuer's books issues for it: those who work at the school that is the issuer, the officers of the
    foundation. The school that a fund serves asks, and the foundation issues."""
    entity_id = obj.pk if isinstance(obj, LegalEntity) else getattr(obj, "issuer_id", None) or entity_of(obj)
    return issues_as(user, entity_id)


def issues_as(user: User, entity_id: int | None) -> bool:
    if entity_id is None:
        return False
    own = LegalEntity.objects.filter(pk=entity_id, host__in=user.standing.hosts_where(WORKING))
    return own.exists() or officers(user).filter(affiliation__entity=entity_id).exists()


def keeps_donors(user: User, obj: Any) -> bool:
    """Those who work at the school that knows the donor, and the officers to whom she is shown."""
    return _works(user, host_of(obj)) or officers(user).filter(affiliation__contact__host=host_of(obj)).exists()


def sees_persons(user: User, obj: Any) -> bool:
    """Who an individual donor is: those who work, auditors, and the officers of the foundation that receives."""
    host_id = host_of(obj)
    roles = user.standing.has(SEES_PERSONS, host_id=host_id)
    return roles or officers(user).filter(affiliation__contact__host=host_id).exists()


def host_of(obj: Any) -> int | None:
    """The school that something of giving serves."""
    if isinstance(obj, Host):
        return obj.pk
    owner = obj.pledge if isinstance(obj, Instalment) else obj
    host_id: int | None = owner.host_id
    return host_id


def entity_of(obj: Any) -> int | None:
    """The legal entity that receives it."""
    owner = obj.pledge if isinstance(obj, Instalment) else obj
    if isinstance(owner, Agreement | Host):
        return None
    for name in ("beneficiary_id", "issuer_id", "entity_id"):
        if hasattr(owner, name):
            found: int | None = getattr(owner, name)
            return found
    return None


def _works(user: User, host_id: int | None) -> bool:
    return host_id is not None and host_id in user.standing.hosts_where(WORKING)


def _is_officer(user: User, entity_id: int | None, host_id: int | None) -> bool:
    if entity_id is None or host_id is None:
        return False
    return officers(user).filter(affiliation__entity=entity_id, affiliation__contact__host=host_id).exists()


def declare() -> None:
    """Called once, when the applications are ready."""
    acts, issues = rules.predicate(acts_on_gift), rules.predicate(issues_for)
    rules.add_perm("giving.gift.list", rules.predicate(reads_giving))
    rules.add_perm("giving.gift.create", rules.predicate(works_with_gifts))
    rules.add_perm("giving.gift.write", acts)
    rules.add_perm("giving.pledge.write", acts)
    rules.add_perm("giving.donor.write", rules.predicate(keeps_donors))
    rules.add_perm("giving.donor.personal", rules.predicate(sees_persons))
    rules.add_perm("giving.receipt.issue", issues)
    rules.add_perm("giving.declaration.freeze", issues)
    rules.add_perm("giving.issuer.write", issues)
