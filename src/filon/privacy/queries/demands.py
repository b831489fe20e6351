"""Demands of people about their data, as a school and as they read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filon.privacy.models import Demand

if TYPE_CHECKING:
    from filon.people.models import Host, User

RELATED = ("host", "account", "sheet", "asked_by", "answered_by")


@dataclass(frozen=True)
class Demands:
    """Those that wait, the oldest first, and the last that were answered."""

    waiting: list[Demand]
    answered: list[Demand]


def demands_of(viewer: User, host: Host) -> Demands:
    """Two queries."""
    seen = Demand.objects.visible_to(viewer).filter(host=host).select_related(*RELATED)
    return Demands(list(seen.waiting().order_by("id")), list(seen.exclude(answered_at=None).order_by("-answered_at")[:50]))


def own_demands(user: User) -> list[Demand]:
    """Hers, the latest first."""
    return list(Demand.objects.filter(account=user).select_related("host")[:10])
