"""Who may do what to an agreement: members of a steward school, and partners' people for the parties they act for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import rules
from django.db.models import Exists
from django.utils import timezone

from filon.agreements.models import Agreement, Dispute, Stewardship
from filon.agreements.models.agreement import entered
from filon.partners.models import accesses_today
from filon.people.models import Host
from filon.people.roles import READING, WORKING, Role

if TYPE_CHECKING:
    from filon.people.models import User


def agreement_id_of(obj: Any) -> int:
    """The agreement an object belongs to: itself, a version or what was said of it, a party, a commitment, a due item, a delivery or
    its dispute."""
    if isinstance(obj, Agreement):
        return obj.pk
    obj = obj.delivery if isinstance(obj, Dispute) else obj
    owner = next((getattr(obj, name) for name in ("commitment", "version") if hasattr(obj, name)), obj)
    agreement_id: int = owner.agreement_id
    return agreement_id


def works_somewhere(user: User) -> bool:
    """Somebody who works on partnerships at one of her schools."""
    return user.standing.has(WORKING)


def looks_at_the_portfolio(user: User) -> bool:
    """Members who read what the school runs: no partner's person."""
    return user.standing.has(READING)


def comes_for_the_portfolio(user: User) -> bool:
    """Of those, who comes for it: their menu leads there. The others find it from the week."""
    return user.standing.has({Role.DIRECTOR, Role.PARTNERSHIP_OFFICER, Role.AUDITOR})


def reads_agreements(user: User) -> bool:
    """Members who read what the school runs, and partners' people with an open access."""
    return user.standing.has(READING) or bool(accesses_today(user))


def stands_somewhere(user: User) -> bool:
    """A partner's person with an open access, at whichever school."""
    return bool(accesses_today(user))


def comes_from_a_partner(user: User) -> bool:
    """The same, who reads nothing for a school: what she sees first. Members are not asked after their accesses on every page."""
    return not user.standing.has(READING) and stands_somewhere(user)


def works_for_a_steward(user: User, obj: Any) -> bool:
    """Somebody who works on partnerships at a school that runs this agreement today."""
    return _holds_at_a_steward(user, obj, WORKING)


def reads_for_a_steward(user: User, obj: Any) -> bool:
    """The same, or an auditor or sustainability officer there: they read what is still written, and write nothing."""
    return _holds_at_a_steward(user, obj, READING)


def _holds_at_a_steward(user: User, obj: Any, roles: Iterable[Role]) -> bool:
    hosts = user.standing.hosts_where(roles)
    if not hosts:
        return False
    read: list[int] | None = vars(obj).get("steward_ids")  # a page reads them with what it shows
    if read is not None:
        return not set(read).isdisjoint(hosts)
    stewards = Stewardship.objects.on(timezone.localdate())
    return stewards.filter(agreement_id=agreement_id_of(obj), host_id__in=hosts).exists()


def works_for_the_house(user: User, obj: Any) -> bool:
    """Somebody who works on partnerships at a school, for what that school keeps for all its agreements: rules, templates."""
    host_id = obj.pk if isinstance(obj, Host) else obj.host_id
    return host_id is not None and host_id in user.standing.hosts_where(WORKING)


def stands_for_a_party(user: User, obj: Any) -> bool:
    """A partner's person whose open access lets her speak for a party of this agreement."""
    return Agreement.objects.filter(Exists(entered(user, acting=True)), pk=agreement_id_of(obj)).exists()


def declare() -> None:
    """Called once, when the applications are ready."""
    works, stands = rules.predicate(works_for_a_steward), rules.predicate(stands_for_a_party)
    rules.add_perm("agreements.agreement.create", rules.predicate(works_somewhere))
    rules.add_perm("agreements.agreement.list", rules.predicate(reads_agreements))
    rules.add_perm("agreements.mirror.read", rules.predicate(stands_somewhere))
    rules.add_perm("agreements.agreement.write", works)
    rules.add_perm("agreements.draft.read", rules.predicate(reads_for_a_steward))
    rules.add_perm("agreements.house.write", rules.predicate(works_for_the_house))
    rules.add_perm("agreements.portfolio.read", rules.predicate(looks_at_the_portfolio))
    rules.add_perm("agreements.journal.read", rules.predicate(reads_for_a_steward))
    rules.add_perm("agreements.proposal.make", stands)
    rules.add_perm("agreements.delivery.take_part", works | stands)
