"""Who is written to for a side of an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from filon.agreements.models import Agreement, AgreementParty, Commitment, Stewardship
from filon.partners.models import Access, Relationship

if TYPE_CHECKING:
    from filon.people.models import User


def readers_of(party: AgreementParty, commitment: Commitment) -> list[User]:
    """Of a school, whoever looks after the commitment, else after the agreement; of a partner, its people who speak for it today."""
    if party.entity.host_id is not None:
        return _of_school(commitment)
    stewards = Stewardship.objects.filter(agreement=commitment.agreement_id).values("host")
    opened = Access.objects.on(timezone.localdate()).acting().filter(affiliation__entity=party.entity_id, user__is_active=True)
    held = opened.filter(affiliation__contact__host__in=stewards).select_related("user").order_by("user__name", "user_id")
    people = {access.user_id: access.user for access in held}
    return [*people.values(), *(_of_school(commitment) if party.fund_id else [])]


def _of_school(commitment: Commitment) -> list[User]:
    owner = commitment.owner
    return [owner] if owner is not None and owner.is_active else caretakers_of(commitment.agreement)


def caretakers_of(agreement: Agreement) -> list[User]:
    """Whoever looks after the agreement at the school, else after one of its partners."""
    owner = agreement.owner or _follower(agreement)
    return [owner] if owner is not None and owner.is_active else []


def _follower(agreement: Agreement) -> User | None:
    others = agreement.parties.filter(entity__host=None).values("entity")
    known = Relationship.objects.filter(host=agreement.host_id, entity__in=others, owner__isnull=False)
    found = known.select_related("owner").order_by("id").first()
    return None if found is None else found.owner
