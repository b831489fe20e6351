"""What of a promise is settled: paid (matched, less what was paid back) and given up, summed in SQL for many instalments at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Sum

from filon.giving.models import Instalment, Waive
from filon.ledger.kinds import MovementKind
from filon.ledger.models import Match, Movement


class Settled(NamedTuple):
    paid_cents: int = 0
    waived_cents: int = 0

    @property
    def cents(self) -> int:
        return self.paid_cents + self.waived_cents


NOTHING = Settled()


def settled_of(instalments: Iterable[Instalment]) -> dict[int, Settled]:
    """By the instalment's key; one that nobody paid or gave up is not there."""
    keys = [one.pk for one in instalments]
    of = {"receivable__instalment__in": keys}
    matched = Match.objects.live().filter(**of).order_by().values_list("receivable__instalment").annotate(sum=Sum("amount_cents"))
    refunds = Movement.objects.standing().filter(kind=MovementKind.REFUND, match__receivable__instalment__in=keys)
    refunded = dict(refunds.order_by().values_list("match__receivable__instalment").annotate(sum=Sum("amount_cents")))
    waived = dict(Waive.objects.filter(instalment__in=keys).order_by().values_list("instalment").annotate(sum=Sum("amount_cents")))
    paid = {key: sum_cents - refunded.get(key, 0) for key, sum_cents in matched}
    return {key: Settled(paid.get(key, 0), waived.get(key, 0)) for key in paid.keys() | waived.keys()}


def settled(instalment: Instalment) -> Settled:
    return settled_of([instalment]).get(instalment.pk, NOTHING)
