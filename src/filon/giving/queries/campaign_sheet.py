"""A campaign: its goal, what is announced, what was received; in public without anybody who has not agreed to be named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, Sum
from django.http import Http404
from django.utils import timezone

from filon.giving.models import Campaign, Donation, Gift
from filon.giving.queries.donor_names import personal_values
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

RELATED = ("host", "beneficiary", "fund", "programme")
NAMED = 60
"""Names that the public page shows at most."""


@dataclass(frozen=True)
class CampaignSheet:
    """In cents. ``awaited``: announced, and not received yet. ``givers``: donors whose gift holds. ``names``: of those who agreed."""

    campaign: Campaign
    received: int
    awaited: int
    givers: int
    names: Sequence[str]
    may_write: bool = False

    @property
    def pledged(self) -> int:
        return self.received + self.awaited

    @property
    def share(self) -> float:
        return self.received / self.campaign.goal_cents

    @property
    def left(self) -> int:
        return max(0, self.campaign.goal_cents - self.received)

    @property
    def is_over(self) -> bool:
        return self.campaign.end is not None and self.campaign.end <= timezone.localdate()

    @property
    def width(self) -> float:
        """Of the bar of what was received, in hundredths of the goal."""
        return round(min(1.0, self.share) * 100, 1)

    @property
    def pledged_width(self) -> float:
        return round(min(1.0, self.pledged / self.campaign.goal_cents) * 100, 1)


def campaign_sheet(viewer: User, campaign_id: UUID) -> CampaignSheet:
    campaign = get_visible_or_404(Campaign.objects.select_related(*RELATED), viewer=viewer, id=campaign_id)
    return _sheet(campaign, may_write=viewer.has_perm("giving.gift.write", campaign))


def public_campaign(campaign_id: UUID) -> CampaignSheet:
    """What everybody may read. Http404 while it is not published."""
    campaign = Campaign.objects.select_related(*RELATED).filter(uuid=campaign_id, published_at__isnull=False).first()
    if campaign is None:
        raise Http404
    return _sheet(campaign, may_write=False)


def _sheet(campaign: Campaign, *, may_write: bool) -> CampaignSheet:
    gifts = Gift.objects.standing().with_refunds().filter(Q(("net_cents__gt", 0)), campaign=campaign)
    received = gifts.aggregate(sum=Sum("net_cents"))["sum"] or 0
    givers = gifts.order_by().values("donor").distinct().count()
    awaited = campaign.donations.filter(receivable__closed_on=None).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    paid = gifts.filter(match__receivable__closed_on=None).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    return CampaignSheet(campaign, received, max(0, awaited - paid), givers, _names(campaign), may_write)


def _names(campaign: Campaign) -> list[str]:
    agreed = Donation.objects.filter(campaign=campaign, may_be_named=True, receivable__matches__gift__isnull=False)
    rows = agreed.select_related("donor__entity", "donor__personal").distinct().order_by("id")[:NAMED]
    found = [donation.donor.entity.name if donation.donor.entity else _person(donation) for donation in rows]
    return sorted({name for name in found if name})


def _person(donation: Donation) -> str:
    kept = personal_values(donation.donor)
    return f"{kept['first_name']} {kept['last_name']}" if kept else ""
