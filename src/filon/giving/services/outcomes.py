"""What money made possible, told for many gifts at once; and campaigns shown to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from filon.facts.models import Fact
from filon.giving import rules
from filon.giving.models import Attribution, Campaign, Gift
from filon.giving.queries.where import seen_fund
from filon.giving.services.gifts import outcome_attribute
from filon.kernel import audit, clock
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.ledger.kinds import MovementKind
from filon.ledger.models import Movement
from filon.ledger.services.opening import locked_books

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def outcome_spread(*, by: User, fact_id: UUID, amount_cents: int, fund_id: UUID | None = None) -> list[Attribution]:
    """So much of a fund (None: of the school's own gifts) went to this fact: taken from the oldest gifts whose share is free, and whose
    purpose allows it. Raises Refused when they do not make the amount."""
    fact = get_visible_or_404(Fact, viewer=by, id=fact_id)
    rules.check_amount(amount_cents)
    gifts = _oldest_first(by, fact, fund_id)
    made = [outcome_attribute(by=by, fact_id=fact.uuid, share=share, gift_id=gift.uuid) for gift, share in _shares(gifts, amount_cents)]
    if not made:
        raise Refused(
            _("No gift of this fund is free for this outcome: its purpose forbids it, or all of it is attributed."), field="amount"
        )
    return made


def _oldest_first(by: User, fact: Fact, fund_id: UUID | None) -> QuerySet[Gift]:
    """Gifts of money of the fact's school that hold, of this fund, given for what the money was spent on, and not attributed to it yet."""
    fund = seen_fund(by, fund_id) if fund_id else None
    gifts = Gift.objects.visible_to(by).standing().with_refunds().filter(Q(("net_cents__gt", 0)), host=fact.host_id, fund=fund)
    first = gifts.first()
    if first is not None:
        if not by.has_perm("giving.gift.write", first):
            raise PermissionDenied
        locked_books(first.beneficiary_id)
    spending = Movement.objects.standing().filter(fact=fact, kind=MovementKind.SPEND).first()
    earmark = spending.earmark_id if spending else None
    allowed = gifts.filter(match__isnull=False, match__receivable__earmark=earmark)
    return allowed.exclude(attributions__in=Attribution.objects.filter(fact=fact, ended_at=None)).order_by("gift_date", "id")


def _shares(gifts: QuerySet[Gift], amount_cents: int) -> Iterator[tuple[Gift, int]]:
    """In basis points of each gift, until the amount is reached or what is left is less than one of them."""
    taken = Attribution.objects.filter(gift__in=gifts, ended_at=None).order_by().values_list("gift").annotate(sum=Sum("share"))
    shares, left = dict(taken), amount_cents
    for gift in gifts:
        free = 10_000 - shares.get(gift.pk, 0)
        share = min(free, left * 10_000 // gift.net_cents)
        if share > 0:
            left -= gift.net_cents * share // 10_000
            yield gift, share
        if left <= 0:
            return


@transaction.atomic
def campaign_publish(*, by: User, campaign_id: UUID, is_public: bool) -> Campaign:
    """Everybody may read its goal, what is pledged and what was received; or nobody any more."""
    campaign = get_visible_or_404(Campaign, viewer=by, id=campaign_id, may="giving.gift.write", lock=True)
    campaign.published_at = (campaign.published_at or clock.now()) if is_public else None
    campaign.save(update_fields=["published_at"])
    audit.record(by, "campaign.published" if is_public else "campaign.withdrawn", campaign)
    return campaign
