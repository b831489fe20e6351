"""What a company must declare of its gifts of a year (CGI 238 bis, 6): amounts, days, beneficiaries, and what it received in return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from filon.agreements.models import CommitmentTerm, Delivery
from filon.agreements.states import DeliveryState
from filon.engines.tax.counterparts import needs_statement
from filon.giving.models import CounterpartValue, Donor, Gift, Pledge
from filon.giving.queries.counterparts import worth
from filon.giving.queries.donor_names import donor_name
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


@dataclass(frozen=True)
class Returned:
    """A counterpart delivered to the donor; ``value_cents`` None while the beneficiary has not valued it."""

    on: dt.date
    what: str
    unit: str
    quantity: Decimal
    value_cents: int | None


@dataclass(frozen=True)
class DonorStatement:
    donor: Donor
    name: str
    year: int
    gifts: Sequence[Gift]
    returned: Sequence[Returned]

    @property
    def gift_cents(self) -> int:
        return sum(gift.net_cents for gift in self.gifts)

    @property
    def returned_cents(self) -> int | None:
        """None while one of them has no value: there is no statement yet."""
        values = [one.value_cents for one in self.returned]
        return None if None in values else sum(value or 0 for value in values)

    @property
    def is_asked_for(self) -> bool:
        """Above the amount from which the company declares."""
        return needs_statement(self.gift_cents, on=dt.date(self.year, 12, 31))


def donor_statement(viewer: User, donor_id: UUID, year: int) -> DonorStatement:
    """The gifts of a calendar year that the viewer sees, and the counterparts delivered in it."""
    donor = get_visible_or_404(Donor.objects.select_related("entity", "personal", "host"), viewer=viewer, id=donor_id)
    gifts = Gift.objects.visible_to(viewer).standing().with_refunds().filter(Q(("net_cents__gt", 0)), donor=donor, gift_date__year=year)
    named = gifts.select_related("beneficiary", "fund", "in_kind").order_by("gift_date", "id")
    return DonorStatement(donor, donor_name(donor, viewer), year, list(named), _returned(donor, year))


def _returned(donor: Donor, year: int) -> list[Returned]:
    agreements = Pledge.objects.filter(donor=donor).values("agreement")
    terms = CommitmentTerm.objects.filter(
        version__agreement__in=agreements, is_counterpart=True, commitment__creditor__entity=donor.entity_id
    )
    last = {term.commitment_id: term for term in terms.order_by("version__number")}
    values = dict(CounterpartValue.objects.filter(commitment__in=last).order_by("id").values_list("commitment", "unit_value_cents"))
    counted = Delivery.objects.filter(
        commitment__in=last, fact__occurred_on__year=year, state__in=(DeliveryState.DECLARED, DeliveryState.ACCEPTED)
    )
    rows = counted.order_by("fact__occurred_on", "id").values_list("commitment", "fact__occurred_on", "fact__quantity")
    return [
        Returned(day, last[key].what, last[key].unit, quantity, worth(quantity, values.get(key, last[key].unit_value_cents)))
        for key, day, quantity in rows
    ]
