"""What partners do when people or schools are added below: they join the same transaction."""

from filon.partners.kinds import EntityKind
from filon.partners.models import Access, LegalEntity
from filon.people.hooks import Presence
from filon.people.models import Host, User


def give_legal_entity(host: Host) -> LegalEntity:
    """A school that runs Filon is a legal entity: it signs, receives and owes."""
    return LegalEntity.objects.create(name=host.name, kind=EntityKind.SCHOOL, city=host.city, host=host, is_invented=host.is_invented)


def describe_access_holders(users: list[User], described: dict[int, Presence]) -> None:
    """Partners' people are here for their function in their organisation."""
    missing = [user.pk for user in users if user.pk not in described]
    held = Access.objects.filter(user_id__in=missing, end__isnull=True).select_related("affiliation__entity")
    for access in held.order_by("-start"):
        described[access.user_id] = Presence(role=access.affiliation.function, place=access.affiliation.entity.name)
