"""Who at a school may look after a partner."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from filon.people.models import Membership
from filon.people.roles import WORKING


def colleagues(host_id: int) -> list[tuple[UUID, str]]:
    """UUID and name of those who work on partnerships there today, by name."""
    held = Membership.objects.on(timezone.localdate()).filter(host_id=host_id, role__in=WORKING)
    return list(held.values_list("user__uuid", "user__name").distinct().order_by("user__name"))
