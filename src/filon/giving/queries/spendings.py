"""What spendings made possible. A spending and the gifts it was paid from are the same euros: its shares are shown beside it, and never
added to those of gifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from filon.facts.kinds import label_of
from filon.giving.models import Attribution
from filon.kernel.rights import get_visible_or_404
from filon.ledger.kinds import Account, MovementKind
from filon.ledger.models import Entry, Movement
from filon.ledger.models.movement import MOVEMENT
from filon.ledger.rights import is_officer
from filon.people.roles import READING, WORKING

if TYPE_CHECKING:
    from filon.people.models import User

A_PAGE = 20


@dataclass(frozen=True)
class Spendings:
    """A page of them, the latest first, each with its ``attributed`` basis points; ``may_attribute``: those of which she says what they
    made possible."""

    paged: Page[Movement]
    may_attribute: frozenset[UUID]


def spendings(viewer: User, page: str | None = None) -> Spendings:
    """Those that hold and that she sees, in two queries."""
    seen = Movement.objects.visible_to(viewer).standing().filter(kind=MovementKind.SPEND)
    told = Attribution.objects.visible_to(viewer).filter(**_caused_by(OuterRef("uuid"), "entry__posting"), ended_at=None).order_by()
    summed = told.values("entry__posting__cause_uuid").annotate(sum=Sum("share")).values("sum")
    rows = seen.annotate(attributed=Coalesce(Subquery(summed), 0)).select_related("programme").order_by("-on", "-id")
    paged = Paginator(rows, A_PAGE).get_page(page)
    return Spendings(paged, frozenset(row.uuid for row in paged if _may_attribute(viewer, row)))


def _may_attribute(viewer: User, spent: Movement) -> bool:
    """She works for its school; or sees it as an officer of the foundation alone, who keeps these books. Asks nothing."""
    if spent.host_id in viewer.standing.hosts_where(READING):
        return viewer.standing.has(WORKING, host_id=spent.host_id)
    return is_officer(viewer)


@dataclass(frozen=True)
class SpendingSheet:
    """A spending and what it made possible; ``entry_id``: its side of the programme; ``is_standing``: nobody took it back."""

    movement: Movement
    entry_id: int
    outcomes: Sequence[Attribution]
    is_standing: bool

    def label(self, attribution: Attribution) -> str:
        """What the fact is, in words."""
        return label_of(attribution.fact.kind)


def spending_sheet(viewer: User, movement_id: UUID) -> SpendingSheet:
    """Http404 for what is no spending of hers to see; PermissionDenied where she only reads."""
    spent = Movement.objects.filter(kind=MovementKind.SPEND).select_related("programme")
    movement: Movement = get_visible_or_404(spent, viewer=viewer, id=movement_id, may="giving.gift.write")
    entry = Entry.objects.get(**_caused_by(movement.uuid), account=Account.PROGRAMME)
    told = Attribution.objects.visible_to(viewer).filter(entry=entry, ended_at=None).select_related("fact")
    return SpendingSheet(movement, entry.pk, list(told), Movement.objects.standing().filter(pk=movement.pk).exists())


def spending_of(attribution: Attribution) -> UUID | None:
    """The spending of which an attribution tells; None for one of a gift."""
    return attribution.entry.posting.cause_uuid if attribution.entry else None


def _caused_by(movement: Any, path: str = "posting") -> dict[str, Any]:
    """What tells the entries of a movement itself, not of its taking back."""
    return {f"{path}__cause_type": MOVEMENT, f"{path}__cause_uuid": movement, f"{path}__reverses": None}
