"""Who is written to about a receipt: an individual herself; of an organisation, those of its people who have an access today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from filon.giving.models import TaxReceipt
from filon.giving.queries.donor_names import personal_values
from filon.partners.models import Access


@dataclass(frozen=True)
class Recipient:
    """``user_id``: who signs in to read it; None for an individual, who gets a personal link."""

    name: str
    email: str
    language: str
    user_id: int | None = None


def recipients(receipt: TaxReceipt) -> Sequence[Recipient]:
    """Empty when nobody can be written to: the paper is then posted."""
    donor = receipt.donor
    if donor.entity_id is None:
        kept = personal_values(donor)
        if not kept.get("email"):
            return ()
        return (Recipient(f"{kept['first_name']} {kept['last_name']}", kept["email"], settings.LANGUAGE_CODE),)
    opened = Access.objects.on(timezone.localdate()).filter(affiliation__entity=donor.entity_id, affiliation__contact__host=receipt.host_id)
    people = {access.user_id: access.user for access in opened.select_related("user").order_by("id") if access.user.is_active}
    return [Recipient(user.name, user.email, user.language or settings.LANGUAGE_CODE, user.pk) for user in people.values()]
