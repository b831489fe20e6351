"""The page of a gift: what was given, by whom, on which receipt, and what it made possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Subquery

from filon.agreements.models.kind import in_language
from filon.facts.kinds import label_of
from filon.giving.kinds import InKind, Means
from filon.giving.models import Attribution, Gift, PledgeTerm, TaxReceiptLine
from filon.giving.queries.donor_names import donor_name
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

RELATED = (
    "donor__entity",
    "donor__personal",
    "beneficiary",
    "fund",
    "pledge__agreement",
    "campaign",
    "in_kind__proof",
    "match__line",
    "match__undone",
    "withdrawal",
)


@dataclass(frozen=True)
class GiftSheet:
    gift: Gift
    name: str
    lines: Sequence[TaxReceiptLine]
    outcomes: Sequence[Attribution]
    may_write: bool
    may_issue: bool

    @property
    def means(self) -> str:
        return str(Means(self.gift.means).label)

    @property
    def kind(self) -> str:
        return str(InKind(self.gift.in_kind.kind).label) if self.gift.in_kind else ""

    @property
    def is_standing(self) -> bool:
        undone = self.gift.match is not None and hasattr(self.gift.match, "undone")
        return not undone and not hasattr(self.gift, "withdrawal")

    @property
    def earmark(self) -> str:
        """In the reader's language where the pledge still says it so."""
        return in_language(self.gift.earmark, self.gift.earmark_en or "")  # type: ignore[attr-defined]

    def label(self, attribution: Attribution) -> str:
        """What the fact is, in words."""
        return label_of(attribution.fact.kind)

    @property
    def live(self) -> TaxReceiptLine | None:
        return next((line for line in self.lines if line.is_live), None)


def gift_sheet(viewer: User, gift_id: UUID) -> GiftSheet:
    """Everything its page shows."""
    same = PledgeTerm.objects.filter(pledge=OuterRef("pledge"), earmark_fr=OuterRef("earmark")).order_by("-version__number")
    rows = Gift.objects.with_refunds().select_related(*RELATED).annotate(earmark_en=Subquery(same.values("earmark_en")[:1]))
    gift = get_visible_or_404(rows, viewer=viewer, id=gift_id)
    lines = gift.receipt_lines.select_related("receipt__cancellation").order_by("-id")
    return GiftSheet(
        gift=gift,
        name=donor_name(gift.donor, viewer),
        lines=list(lines),
        outcomes=list(Attribution.objects.visible_to(viewer).filter(gift=gift, ended_at=None).select_related("fact")),
        may_write=viewer.has_perm("giving.gift.write", gift),
        may_issue=viewer.has_perm("giving.receipt.issue", gift),
    )
