"""What a donor is called: everybody who sees a gift reads an entity's name; who a person is, only those who need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist

from filon.giving.models import Donor
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


def personal_values(donor: Donor) -> dict[str, Any]:
    """Name and address of a person; empty once they are erased."""
    try:
        values: dict[str, Any] = donor.personal.values
    except ObjectDoesNotExist:
        return {}
    return values


def may_see_persons(viewer: User, host_id: int) -> bool:
    """Asked once a school and request."""
    known = viewer.kept.setdefault("giving.persons", {})
    if host_id not in known:
        known[host_id] = viewer.has_perm("giving.donor.personal", Host(pk=host_id))
    return bool(known[host_id])


def donor_name(donor: Donor, viewer: User) -> str:
    """The entity's name; the person's, for whoever may know it; else her number."""
    if donor.entity is not None:
        return donor.entity.name
    values = personal_values(donor) if may_see_persons(viewer, donor.host_id) else {}
    return f"{values['first_name']} {values['last_name']}" if values else str(donor)
