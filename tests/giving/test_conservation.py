"""Whatever people do, in whatever order, every figure of giving sums to the cent after each act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.agreements.units import Unit
from filon.engines.balance.due_rule import Every
from filon.giving.models import Gift, Instalment, TaxReceipt
from filon.giving.services.calls import instalment_waive, open_of
from filon.giving.services.declarations import declaration_freeze
from filon.giving.services.gifts import attribution_end, outcome_attribute
from filon.giving.services.receipts import receipt_cancel, receipt_issue, receipt_replace
from filon.kernel.errors import Refused
from filon.kernel.registry import Invariant, all_of
from filon.ledger.services.movements import match_refund
from tests.factories.facts import FactFactory
from tests.factories.giving import ready

pytestmark = pytest.mark.django_db
CHECKS = [one for one in all_of(Invariant) if one.name.startswith("giving.") and "counterparts" not in one.name]
Act = tuple[str, int]


class Walk:
    """One convention, and what may be done with it; `number` chooses among what is there."""

    def __init__(self) -> None:
        self.giving = ready()
        self.last = dt.date(2024, 1, 2)

    def pay(self, number: int) -> None:
        """The whole of an instalment, or a part: the money of an instalment comes in pieces."""
        instalment = self._instalment(number)
        cents = open_of(instalment)
        if cents > 0:
            self.giving.pay(instalment, max(1, cents // (1 + number % 3)), day=dt.date(2024, 1, 31) + dt.timedelta(days=number % 900))

    def undo(self, number: int) -> None:
        gift = self._chosen(list(Gift.objects.standing().filter(match__isnull=False).order_by("pk")), number)
        self.giving.undo(gift)

    def refund(self, number: int) -> None:
        gift = self._chosen(list(Gift.objects.standing().with_refunds().filter(match__isnull=False).order_by("pk")), number)
        cents = max(1, gift.net_cents // (1 + number % 3))
        match_refund(by=self.giving.books.keeper, match_id=gift.match.uuid, amount_cents=cents, reason="Rendu")

    def waive(self, number: int) -> None:
        instalment = self._instalment(number)
        cents = max(1, open_of(instalment) // (1 + number % 2))
        instalment_waive(by=self.giving.officer, instalment_id=instalment.uuid, amount_cents=cents, reason="Accord")

    def amend(self, number: int) -> None:
        """Another total, another rhythm, from a later day on."""
        self.last += dt.timedelta(days=1)
        version = self.giving.world.amend(self.last)
        line = version.money_lines.get()
        line.amount_cents = 100 * (1 + number * 7_919 % 300_000)
        line.save()
        rule = Every(first=dt.date(2024, 1, 31), months=1 + number % 6, count=1 + number % 4)
        self.giving.world.change(
            version, self.giving.payments, rule, line.amount_cents / 100, unit=Unit.EURO, value=None, money_line_id=line.uuid
        )
        self.giving.world.sign(version, on=self.last)

    def in_kind(self, number: int) -> None:
        self.giving.in_kind(self.giving.pledge.donor, cents=1 + number)

    def issue(self, number: int) -> None:
        gift = self._chosen(list(Gift.objects.standing().order_by("pk")), number)
        receipt_issue(by=self.giving.officer, gift_ids=[gift.uuid])

    def cancel(self, number: int) -> None:
        receipt_cancel(by=self.giving.officer, receipt_id=self._receipt(number).uuid, reason="Erreur")

    def replace(self, number: int) -> None:
        receipt_replace(by=self.giving.officer, receipt_id=self._receipt(number).uuid, reason="Adresse")

    def declare(self, number: int) -> None:
        year = 2024 + number % 2
        declaration_freeze(
            by=self.giving.officer, issuer_id=self.giving.world.school.uuid, start=dt.date(year, 1, 1), end=dt.date(year + 1, 1, 1)
        )

    def attribute(self, number: int) -> None:
        gift = self._chosen(list(Gift.objects.order_by("pk")), number)
        fact = FactFactory(host=self.giving.world.host)
        made = outcome_attribute(by=self.giving.officer, fact_id=fact.uuid, share=1 + number % 10_000, gift_id=gift.uuid)
        if number % 3 == 0:
            attribution_end(by=self.giving.officer, attribution_id=made.uuid)

    def _instalment(self, number: int) -> Instalment:
        return self._chosen(self.giving.instalments(), number)

    def _receipt(self, number: int) -> TaxReceipt:
        return self._chosen(list(TaxReceipt.objects.order_by("pk")), number)

    @staticmethod
    def _chosen(rows: Sequence, number: int):
        """Raises Refused where there is nothing to act on."""
        if not rows:
            raise Refused("nothing there")
        return rows[number % len(rows)]


ACTS = ("pay", "undo", "refund", "waive", "amend", "in_kind", "issue", "cancel", "replace", "declare", "attribute")
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10**6)), min_size=8, max_size=12)


def walked(steps: Sequence[Act], *, proved_each: int) -> list[str]:
    """What is broken after the acts; the whole world is undone at the end."""
    broken: list[str] = []
    with transaction.atomic():
        walk = Walk()
        for place, (name, number) in enumerate(steps, start=1):
            act: Callable[[int], None] = getattr(walk, name)
            with suppress(Refused), transaction.atomic():
                act(number)
            if place % proved_each == 0 or place == len(steps):
                broken += [f"{place} {name}: {sentence}" for check in CHECKS for sentence in check.check().violations]
        transaction.set_rollback(True)
    return broken


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=acts)
def test_everything_sums_after_each_act(steps: list[Act]) -> None:
    assert walked(steps, proved_each=1) == []


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_everything_sums_over_ten_thousand_acts(seed: int) -> None:
    """A hundred walks of a hundred acts, each from its own seed."""
    steps = [(ACTS[(seed // 7 + place * 31 + place * place) % len(ACTS)], (seed + place * 7_919) % 10**6) for place in range(100)]

    assert walked(steps, proved_each=20) == []
