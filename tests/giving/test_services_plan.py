"""The plan of a pledge follows the versions of its agreement; what is settled never changes."""

from __future__ import annotations

import datetime as dt

import pytest

from filon.agreements.hooks import version_takes_effect
from filon.agreements.models import Delivery
from filon.agreements.queries.balance import agreement_balance
from filon.agreements.states import DeliveryState
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import Every, Once
from filon.giving import invariants
from filon.giving.models import Gift, Instalment, Pledge
from filon.giving.services.calls import instalment_waive
from filon.giving.services.plan import pledges_catch_up
from filon.kernel.errors import Refused
from filon.ledger.services.movements import match_refund
from tests.factories.giving import Giving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def counted(pledge: Pledge) -> int:
    return sum(one.counted_cents for one in pledge.instalments.all())


def amended(giving: Giving, cents: int, rule: object, *, effective: dt.date = dt.date(2025, 2, 1)) -> None:
    """An amendment that promises another amount."""
    version = giving.world.amend(effective)
    line = version.money_lines.get()
    line.amount_cents = cents
    line.save()
    giving.world.change(version, giving.payments, rule, cents / 100, unit=Unit.EURO, value=None, money_line_id=line.uuid)
    giving.world.sign(version, on=effective)


def test_pledge_has_an_instalment_for_each_due_date():
    giving = Giving().sign()

    pledge = giving.pledge

    days = [one.due_on for one in giving.instalments()]
    assert (pledge.donor.entity, pledge.beneficiary, pledge.credited) == (giving.world.company, giving.world.school, giving.world.company)
    assert days == [
        dt.date(2024, 1, 31),
        dt.date(2024, 7, 31),
        dt.date(2025, 1, 31),
        dt.date(2025, 7, 31),
        dt.date(2026, 1, 31),
        dt.date(2026, 7, 31),
    ]
    assert [one.amount_cents for one in giving.instalments()] == [4_000_000] * 6
    assert pledge.terms.get().total_cents == 24_000_000
    assert {one.receivable.amount_cents for one in giving.instalments()} == {4_000_000}


def test_line_without_a_schedule_is_one_instalment_on_the_effective_date():
    giving = Giving()
    giving.world.set_term()
    giving.world.pay(5_000_000)

    giving.world.sign()

    assert [(one.due_on, one.amount_cents) for one in giving.instalments()] == [(dt.date(2024, 1, 1), 5_000_000)]


def test_line_without_amount_makes_no_pledge():
    giving = Giving()
    giving.world.set_term()
    giving.world.pay(None)

    giving.world.sign()

    assert not Pledge.objects.exists()


def test_match_is_a_gift_and_delivers_the_euros():
    giving = Giving().sign()
    first = giving.instalments()[0]

    gift = giving.pay(first)

    state = agreement_balance(giving.world.agreement, as_of=dt.date(2024, 2, 1))
    line = next(one for one in state.commitments if one.commitment == giving.payments.uuid)
    assert (gift.amount_cents, gift.gift_date, gift.donor) == (4_000_000, dt.date(2024, 1, 31), giving.pledge.donor)
    assert (gift.delivery.state, gift.delivery.item) == (DeliveryState.ACCEPTED, first.due_item)
    assert [item.delivered for item in line.items][:2] == [40_000, 0]


def test_money_before_the_agreement_is_refused_whole():
    giving = Giving().sign()

    with pytest.raises(Refused, match="before the agreement takes effect"):
        giving.pay(giving.instalments()[0], day=dt.date(2023, 12, 31))

    assert not Gift.objects.exists()
    assert not Delivery.objects.exists()


def test_match_undone_takes_the_gift_and_the_delivery_back():
    giving = Giving().sign()
    gift = giving.pay(giving.instalments()[0])

    giving.undo(gift)

    gift.delivery.refresh_from_db()
    assert gift.delivery.state == DeliveryState.WITHDRAWN
    assert not Gift.objects.standing().exists()


def test_money_given_back_withdraws_what_it_delivered():
    giving = Giving().sign()
    gift = giving.pay(giving.instalments()[0])

    match_refund(by=giving.books.keeper, match_id=gift.match.uuid, amount_cents=4_000_000, reason="Versé par erreur")

    gift.delivery.refresh_from_db()
    assert gift.delivery.state == DeliveryState.WITHDRAWN


def test_amendment_leaves_what_is_paid_and_replaces_the_rest():
    giving = Giving().sign()
    paid = giving.instalments()[:2]
    for one in paid:
        giving.pay(one)
    part = giving.instalments()[2]
    giving.pay(part, 1_000_000)

    amended(giving, 30_000_000, Every(first=dt.date(2024, 1, 31), months=6, count=6))

    rows = giving.instalments()
    assert [one.pk for one in rows[:2]] == [one.pk for one in paid]
    assert counted(giving.pledge) == 30_000_000
    assert giving.pledge.terms.last().total_cents == 30_000_000
    part.refresh_from_db()
    assert part.kept_cents == 1_000_000
    assert part.receivable.closed_on is not None
    assert invariants.instalments_make_the_total().violations == []
    assert invariants.settled_instalments_survive().violations == []


def test_amendment_below_what_is_paid_promises_what_is_paid():
    giving = Giving().sign()
    for one in giving.instalments()[:3]:
        giving.pay(one)

    amended(giving, 5_000_000, Once(dt.date(2026, 6, 30)))

    assert giving.pledge.terms.last().stated_cents == 5_000_000
    assert giving.pledge.terms.last().total_cents == counted(giving.pledge) == 12_000_000


def test_amendment_of_something_else_leaves_the_plan_alone():
    giving = Giving().sign()
    before = giving.instalments()

    giving.world.sign(giving.world.amend(dt.date(2025, 2, 1)), on=dt.date(2025, 2, 1))

    assert giving.instalments() == before
    assert giving.pledge.terms.count() == 2


def test_line_that_states_no_amount_any_more_owes_nothing_more():
    giving = Giving().sign()
    giving.pay(giving.instalments()[0])
    version = giving.world.amend(dt.date(2025, 2, 1))
    version.commitment_terms.filter(commitment=giving.payments).delete()
    version.money_lines.update(amount_cents=None)

    giving.world.sign(version, on=dt.date(2025, 2, 1))

    assert [one.amount_cents for one in giving.instalments()] == [4_000_000]
    assert giving.pledge.terms.last().total_cents == 4_000_000


def test_match_undone_after_an_amendment_is_expected_again():
    giving = Giving().sign()
    part = giving.instalments()[2]
    gift = giving.pay(part, 1_000_000)
    amended(giving, 24_000_000, Once(dt.date(2026, 6, 30)))

    giving.undo(gift)

    part.refresh_from_db()
    again = Instalment.objects.order_by("number").last()
    assert part.kept_cents == 0
    assert (again.due_on, again.amount_cents) == (part.due_on, 1_000_000)
    assert counted(giving.pledge) == 24_000_000
    assert invariants.settled_instalments_survive().violations == []


def test_instalment_given_up_is_given_up_in_the_agreement_too():
    giving = Giving().sign()
    first = giving.instalments()[0]

    instalment_waive(by=giving.officer, instalment_id=first.uuid, amount_cents=4_000_000, reason="Difficultés de l’entreprise")

    state = agreement_balance(giving.world.agreement, as_of=dt.date.today())
    line = next(one for one in state.commitments if one.commitment == giving.payments.uuid)
    first.receivable.refresh_from_db()
    assert line.items[0].waived == 40_000
    assert first.receivable.closed_on is not None


def test_more_than_is_open_is_not_given_up():
    giving = Giving().sign()

    with pytest.raises(Refused, match="Only €40,000 is still open"):
        instalment_waive(by=giving.officer, instalment_id=giving.instalments()[0].uuid, amount_cents=4_000_001, reason="Accord")


def test_agreement_in_force_before_gifts_were_followed_gets_its_pledge(monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(version_takes_effect, "_handlers", [])
        giving = Giving().sign()

    caught, again = pledges_catch_up(), pledges_catch_up()

    assert (caught, again) == (1, 0)
    assert sum(one.amount_cents for one in giving.instalments()) == 24_000_000
