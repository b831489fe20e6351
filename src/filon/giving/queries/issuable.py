"""Which gifts may be receipted, and why the others may not, in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from filon.giving.models import Gift, TaxReceiptLine
from filon.giving.models.gift import GiftQuerySet
from filon.giving.queries.counterparts import Meter, meters_of
from filon.kernel import formats

if TYPE_CHECKING:
    from filon.giving.models import Donor
    from filon.people.models import User


@dataclass(frozen=True)
class Batch:
    """The gifts of one donor that one receipt would bear; ``obstacle``: why it cannot be issued, empty when it can."""

    donor: Donor
    gifts: Sequence[Gift]
    is_in_kind: bool
    obstacle: str = ""

    @property
    def cents(self) -> int:
        return sum(gift.net_cents for gift in self.gifts)


def unreceipted(viewer: User, *, issuer_id: int) -> GiftQuerySet:
    """Gifts of that issuer that no live receipt bears, which the viewer sees, with what was paid back of each."""
    live = TaxReceiptLine.objects.filter(gift=OuterRef("pk"), is_live=True)
    gifts = Gift.objects.visible_to(viewer).standing().with_refunds().filter(~Exists(live), beneficiary=issuer_id)
    return gifts.select_related("donor__entity", "donor__personal", "in_kind", "pledge", "match__line")


def batches(gifts: Iterable[Gift]) -> list[Batch]:
    """One receipt for each donor, money and kind apart; what stands in the way is said of each."""
    grouped: dict[tuple[int, int, bool], list[Gift]] = defaultdict(list)
    for gift in gifts:
        grouped[gift.donor_id, gift.host_id, gift.in_kind_id is not None].append(gift)
    meters = meters_of({gift.pledge.agreement_id for own in grouped.values() for gift in own if gift.pledge})
    return [Batch(own[0].donor, own, key[2], obstacle_of(own, meters)) for key, own in sorted(grouped.items())]


def obstacle_of(gifts: Sequence[Gift], meters: dict[int, Meter]) -> str:
    """The first reason why these gifts cannot be receipted, as a sentence; empty when they can."""
    for gift in gifts:
        if gift.net_cents <= 0:
            return _("The gift of %(day)s was paid back: nothing of it is left to receipt.") % {"day": formats.day(gift.gift_date)}
        meter = meters.get(gift.pledge.agreement_id) if gift.pledge else None
        if meter is not None and (sentence := counterparts_obstacle(meter)):
            return sentence
    return ""


def counterparts_obstacle(meter: Meter) -> str:
    """Every counterpart is valued, and more than the usage is justified, before a receipt is issued."""
    if meter.unvalued:
        sentence = _("The counterpart “%(what)s” has no value yet: the beneficiary values all of them before a receipt is issued.")
        return sentence % {"what": meter.unvalued[0].what}
    side = meter.pledged.side
    if side.value_cents and side.value_cents >= side.gift_cents:
        words = {"value": formats.euros(side.value_cents), "gift": formats.euros(side.gift_cents)}
        return _("The counterparts (%(value)s) are worth as much as the gift (%(gift)s): this is no gift, and there is no receipt.") % words
    if meter.needs_justification:
        return _("The counterparts go beyond a quarter of the gift, and nobody has said why: write the justification first.")
    return ""


def in_period(gifts: GiftQuerySet, start: dt.date, end: dt.date) -> GiftQuerySet:
    """Those whose date lies in the half-open period."""
    return gifts.filter(gift_date__gte=start, gift_date__lt=end)
