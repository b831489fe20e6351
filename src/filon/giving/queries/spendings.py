"""What spendings made possible. A spending and the gifts it was paid from are the same euros: its shares are shown beside it, and never
added to those of gifts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from filon.facts.kinds import labels
from filon.giving.models import Attribution
from filon.kernel.rights import get_visible_or_404
from filon.ledger.kinds import Account, MovementKind
from filon.ledger.models import Entry, Movement
from filon.ledger.models.movement import MOVEMENT
from filon.ledger.rights import is_officer
from filon.people.roles import WORKING

if TYPE_CHECKING:
    from filon.people.models import User

SHOWN = 20


@dataclass(frozen=True)
class Spendings:
    """The latest ones, each with its ``attributed`` basis points; ``count``: how many there are."""

    latest: Sequence[Movement]
    count: int
    may_attribute: frozenset[UUID]
    """Those of which she says what they made possible."""

    @property
    def left_out(self) -> int:
        return self.count - len(self.latest)


def spendings(viewer: User) -> Spendings:
    """Those that hold and that she sees, in two queries."""
    seen = Movement.objects.visible_to(viewer).standing().filter(kind=MovementKind.SPEND)
    told = Attribution.objects.visible_to(viewer).filter(**_caused_by(OuterRef("uuid"), "entry__posting"), ended_at=None).order_by()
    summed = told.values("entry__posting__cause_uuid").annotate(sum=Sum("share")).values("sum")
    latest = seen.annotate(attributed=Coalesce(Subquery(summed), 0)).select_related("programme").order_by("-on", "-id")[:SHOWN]
    rows, officer, hosts = list(latest), is_officer(viewer), viewer.standing.hosts_where(WORKING)
    may = frozenset(row.uuid for row in rows if officer or row.host_id in hosts)
    return Spendings(rows, seen.count(), may)


@dataclass(frozen=True)
class SpendingSheet:
    """A spending and what it made possible; ``entry_id``: its side of the programme."""

    movement: Movement
    entry_id: int
    outcomes: Sequence[Attribution]
    labels: Mapping[str, str] = field(default_factory=labels)

    def label(self, attribution: Attribution) -> str:
        """What the fact is, in words."""
        return self.labels.get(attribution.fact.kind, attribution.fact.kind)


def spending_sheet(viewer: User, movement_id: UUID) -> SpendingSheet:
    """Http404 for what is no spending of hers to see; PermissionDenied where she only reads."""
    spent = Movement.objects.filter(kind=MovementKind.SPEND).select_related("programme")
    movement: Movement = get_visible_or_404(spent, viewer=viewer, id=movement_id, may="giving.gift.write")
    entry = Entry.objects.get(**_caused_by(movement.uuid), account=Account.PROGRAMME)
    told = Attribution.objects.visible_to(viewer).filter(entry=entry, ended_at=None).select_related("fact")
    return SpendingSheet(movement, entry.pk, list(told))


def spending_of(attribution: Attribution) -> UUID | None:
    """The spending of which an attribution tells; None for one of a gift."""
    return attribution.entry.posting.cause_uuid if attribution.entry else None


def _caused_by(movement: Any, path: str = "posting") -> dict[str, Any]:
    """What tells the entries of a movement itself, not of its taking back."""
    return {f"{path}__cause_type": MOVEMENT, f"{path}__cause_uuid": movement, f"{path}__reverses": None}
