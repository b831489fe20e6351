"""The balance of an agreement, always computed by the engine from its ledger."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from filon.agreements.models import Agreement, AgreementVersion
from filon.agreements.queries.ledger import ledger_of
from filon.agreements.units import Nature
from filon.engines.balance import Balance, balance


def agreement_balance(agreement: Agreement, *, as_of: dt.date, known_at: dt.datetime | None = None) -> Balance:
    """What was true on ``as_of``, with what was recorded by ``known_at`` (None: by now)."""
    return balance(ledger_of(agreement), as_of=as_of, known_at=known_at or timezone.now())


def known_by_the_end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day in Paris: what `?su=` and `--known-at` mean by a date."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=timezone.get_default_timezone())
    return midnight - dt.timedelta(microseconds=1)


def open_quantities(agreement: Agreement, *, as_of: dt.date) -> dict[int, Decimal]:
    """What is neither delivered nor waived of each due item that counts, by the item's key."""
    state = agreement_balance(agreement, as_of=as_of)
    return {int(str(item.item)): item.missing for line in state.commitments for item in line.items}


def counterpart_ratio(version: AgreementVersion) -> Decimal | None:
    """Value of the counterparts over the money given by way of mécénat (usage: at most 25 %); None while either is unknown."""
    given = [line.amount_cents for line in version.money_lines.all() if line.nature == Nature.GIVING]
    worth = [
        None if term.quantity is None or term.unit_value_cents is None else term.quantity * term.unit_value_cents
        for term in version.commitment_terms.all()
        if term.is_counterpart
    ]
    return ratio_of(given, worth)


def ratio_of(given: list[int | None], worth: list[Decimal | None]) -> Decimal | None:
    """Both in cents. No gift, or one figure unknown: no ratio, rather than a false one."""
    known_gifts = [cents for cents in given if cents is not None]
    known_worth = [value for value in worth if value is not None]
    if not known_gifts or len(known_gifts) < len(given) or len(known_worth) < len(worth):
        return None
    return sum(known_worth, Decimal(0)) / sum(known_gifts)
