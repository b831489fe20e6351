"""Figures of many agreements at once, for lists: what the balance engine says of each debtor today, computed by the database.

One query for any number of agreements. Two rare cases are left to the engine: a commitment whose quantities have different values,
and one that an amendment removed while a delivery stands contested. Tests hold both ways equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from filon.agreements.queries.ledger import ledgers_of
from filon.agreements.queries.sums_sql import SUMS
from filon.engines.balance import ItemState, PartyBalance, balance, next_due


@dataclass(frozen=True)
class SideSums:
    """What one party owes in one agreement today. Cents leave out the ``lines_without_value``; ``items`` leaves out what is waived."""

    agreement_id: int
    party: UUID
    promised_cents: int
    waived_cents: int
    owed_cents: int
    kept_cents: int
    late_cents: int
    contested_cents: int
    lines_without_value: int
    items: int
    items_kept: int
    items_late: int
    items_contested: int
    next_due: dt.date | None

    @property
    def kept_ratio(self) -> float:
        """Share kept of what is promised: in euros where values are known, else in items; 0 when nothing is promised."""
        return self._ratio(self.kept_cents, self.items_kept)

    @property
    def late_ratio(self) -> float:
        return min(self._ratio(self.late_cents, self.items_late), 1 - self.kept_ratio)

    def _ratio(self, cents: int, items: int) -> float:
        expected = self.promised_cents - self.waived_cents
        if expected > 0:
            return cents / expected
        return items / self.items if self.items else 0.0


def sums_by_side(agreement_ids: Collection[int], *, today: dt.date | None = None) -> dict[int, list[SideSums]]:
    """For each agreement, the sums of each party that owes something; an agreement without any is an empty list."""
    day = today or timezone.localdate()
    sums: dict[int, list[SideSums]] = {agreement_id: [] for agreement_id in agreement_ids}
    if not sums:
        return sums
    exceptional: set[int] = set()
    for needs_engine, side in _rows(sums, day):
        sums[side.agreement_id].append(side)
        if needs_engine:
            exceptional.add(side.agreement_id)
    return sums | sums_by_engine(exceptional, today=day)


def _rows(agreement_ids: Iterable[int], today: dt.date) -> Iterable[tuple[bool, SideSums]]:
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"agreements": list(agreement_ids), "today": today, "now": timezone.now()})
        for needs_engine, *row in cursor.fetchall():
            yield needs_engine, SideSums(*row)


def sums_by_engine(agreement_ids: Collection[int], *, today: dt.date) -> dict[int, list[SideSums]]:
    """The same figures from the ledgers: the reference of the query above, and its way out."""
    if not agreement_ids:
        return {}
    now = timezone.now()
    states = {key: balance(ledger, as_of=today, known_at=now) for key, ledger in ledgers_of(agreement_ids).items()}
    return {key: [_side(key, party, today) for party in state.parties if party.commitments] for key, state in states.items()}


def _side(agreement_id: int, party: PartyBalance, today: dt.date) -> SideSums:
    states = [item.state for line in party.commitments for item in line.items]
    return SideSums(
        agreement_id=agreement_id,
        party=UUID(str(party.party)),
        **_cents(party),
        lines_without_value=party.lines_without_value,
        items=len(states) - states.count(ItemState.WAIVED),
        items_kept=states.count(ItemState.KEPT),
        items_late=states.count(ItemState.LATE),
        items_contested=states.count(ItemState.CONTESTED),
        next_due=next_due(party.commitments, as_of=today),
    )


def _cents(party: PartyBalance) -> dict[str, Any]:
    names = ("promised_cents", "waived_cents", "owed_cents", "kept_cents", "late_cents", "contested_cents")
    return {name: getattr(party, name) for name in names}
