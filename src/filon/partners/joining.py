"""What partners do when people or schools are added below: they join the same transaction."""

from django.db.models import QuerySet
from django.utils import timezone

from filon.partners.kinds import EntityKind
from filon.partners.models import Access, LegalEntity, accesses_today
from filon.people.hooks import Presence
from filon.people.models import Host, User


def give_legal_entity(host: Host) -> LegalEntity:
    """A school that runs Filon is a legal entity: it signs, receives and owes."""
    return LegalEntity.objects.create(name=host.name, kind=EntityKind.SCHOOL, city=host.city, host=host, is_invented=host.is_invented)


def describe_access_holders(users: list[User], described: dict[int, Presence]) -> None:
    """Partners' people are here for their function in their organisation: of several, the one held longest."""
    missing = [user for user in users if user.pk not in described]
    for access in accesses_today(missing[0]) if len(missing) == 1 else _accesses_of(missing):
        described[access.user_id] = Presence(role=access.affiliation.function, place=access.affiliation.entity.name)


def _accesses_of(users: list[User]) -> QuerySet[Access]:
    open_ones = Access.objects.on(timezone.localdate()).filter(user__in=users)
    return open_ones.select_related("affiliation__entity").order_by("-start", "id")
