"""What may be chosen when an outcome is attributed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from filon.facts.kinds import labels
from filon.facts.models import Fact
from filon.giving.fact_kinds import CODES
from filon.kernel import formats
from filon.ledger.models import FundService

if TYPE_CHECKING:
    from filon.people.models import User

MOST = 200
Choices = Sequence[tuple[UUID, str]]


def fact_choices(viewer: User, host_id: int) -> Choices:
    """Outcomes that she reads and that were not taken back, the newest first."""
    named = labels()
    seen = Fact.objects.visible_to(viewer).standing().filter(host=host_id, kind__in=CODES)
    rows = seen.order_by("-occurred_on", "-id").values_list("uuid", "kind", "occurred_on", "quantity")[:MOST]
    return [(uuid, f"{named[kind]} · {quantity.normalize():f} · {formats.day(day)}") for uuid, kind, day, quantity in rows]


def fund_choices(viewer: User, host_id: int) -> Choices:
    """Funds that serve the school, or served it."""
    services = FundService.objects.visible_to(viewer).filter(host=host_id).order_by("fund__name")
    return list(dict.fromkeys(services.values_list("fund__uuid", "fund__name")))
