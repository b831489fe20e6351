"""Who keeps whose books, who sees of them what concerns her school, and who moves money there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from filon.partners.models import EntityKind, accesses_today
from filon.people.roles import READING, WORKING

if TYPE_CHECKING:
    from filon.partners.models import LegalEntity
    from filon.people.models import User


def keeps_books_of(user: User, entity: LegalEntity, *, host_id: int | None = None) -> bool:
    """Somebody who works on partnerships at the school that is this entity; or an officer of this umbrella, for the school that let her
    in (any of them when none is named)."""
    if entity.host_id is not None and user.standing.has(WORKING, host_id=entity.host_id):
        return True
    return entity.kind == EntityKind.UMBRELLA and any(
        access.affiliation.entity_id == entity.pk and host_id in (None, access_host_id(access)) for access in accesses_today(user)
    )


def access_host_id(access: Any) -> int:
    """The school that let her in."""
    host_id: int = access.affiliation.contact.host_id
    return host_id


def is_officer(user: User) -> bool:
    """Of some umbrella."""
    return any(access.affiliation.entity.kind == EntityKind.UMBRELLA for access in accesses_today(user))


def reads_money(user: User) -> bool:
    """Members of a school who read its work, and the officers of umbrellas."""
    return user.standing.has(READING) or is_officer(user)


def _books_of(obj: Any) -> tuple[LegalEntity, int]:
    """The books an object stands in, and the school it is for."""
    account = getattr(obj, "account", None) if not isinstance(getattr(obj, "account", None), str) else None
    if account is not None:
        return account.entity, account.host_id
    for name in ("receivable", "line"):
        if getattr(obj, f"{name}_id", None) is not None and not hasattr(obj, "entity_id"):
            return _books_of(getattr(obj, name))
    if hasattr(obj, "creditor_id"):
        return obj.creditor, obj.host_id
    if hasattr(obj, "entity_id"):
        return obj.entity, obj.host_id
    return (obj.fund.umbrella if obj.fund_id else obj.host.entity), obj.host_id


def keeps(user: User, obj: Any) -> bool:
    """She keeps the books in which this stands."""
    entity, host_id = _books_of(obj)
    return keeps_books_of(user, entity, host_id=host_id)


def works_for_its_school(user: User, obj: Any) -> bool:
    return user.standing.has(WORKING, host_id=obj.host_id)


def declare() -> None:
    """Called once, when the applications are ready."""
    keeper, school = rules.predicate(keeps), rules.predicate(works_for_its_school)
    rules.add_perm("ledger.money.read", rules.predicate(reads_money))
    rules.add_perm("ledger.books.keep", keeper)
    rules.add_perm("ledger.money.move", keeper | school)
    rules.add_perm("ledger.receivable.write", keeper | school)
