"""What is delivered, and what the other side says of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from filon.agreements.models import Delivery
from filon.agreements.queries.balance import agreement_balance
from filon.agreements.services import deliveries, drafting
from filon.agreements.states import DeliveryState
from filon.facts.models import Fact
from filon.facts.services import fact_reverse
from filon.kernel import clock
from filon.kernel.errors import Refused
from filon.people.roles import Role
from tests.factories.agreements import END, ONCE, START, World, in_force, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = dt.date(2024, 5, 2)


def test_delivery_declared_is_a_fact_of_both_organisations():
    world, meetings, _ = in_force()

    delivery = world.deliver(meetings, 1, on=DAY)

    fact = delivery.fact
    assert (fact.kind, fact.quantity, fact.value_cents) == ("agreements.event_held", Decimal(1), 80_000)
    assert set(fact.organisations.values_list("entity_id", flat=True)) == {world.school.pk, world.company.pk}
    assert (fact.source_type, fact.source_uuid) == ("agreements.delivery", delivery.uuid)
    assert [step.state for step in delivery.steps.all()] == [DeliveryState.DECLARED]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (dt.date(2026, 1, 1), "The agreement ended on 1\xa0January 2026"),
        (END + dt.timedelta(days=400), "has not come yet"),
        (START - dt.timedelta(days=1), "only takes effect on 1\xa0January 2024"),
    ],
)
def test_delivery_outside_the_days_of_the_agreement_is_refused(day, sentence):
    world = World()
    world.set_term(term_end=dt.date(2026, 1, 1))
    world.pay(100)
    meetings = world.promise(ONCE, 1)
    world.sign()

    with pytest.raises(Refused, match=sentence) as refused:
        world.deliver(meetings, 1, on=day)

    assert refused.value.field == "occurred_on"
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "0.001"])
def test_quantity_that_is_none_is_refused(quantity):
    world, meetings, _ = in_force()

    with pytest.raises(Refused) as refused:
        world.deliver(meetings, quantity, on=DAY)

    assert refused.value.field == "quantity"


def test_item_of_another_commitment_is_refused():
    world, meetings, payments = in_force()

    with pytest.raises(Refused, match="belongs to another commitment"):
        world.deliver(meetings, 1, on=DAY, item_id=payments.due_items.first().uuid)


def test_removed_commitment_takes_no_delivery_after_its_removal():
    world, meetings, _ = in_force()
    draft = world.amend(dt.date(2025, 7, 1))
    drafting.commitment_remove(by=world.officer, version_id=draft.uuid, commitment_id=meetings.uuid)
    world.sign(draft, on=dt.date(2025, 6, 20))

    world.deliver(meetings, 1, on=dt.date(2025, 6, 30))
    with pytest.raises(Refused, match="does not hold this commitment"):
        world.deliver(meetings, 1, on=dt.date(2025, 7, 1))


def test_side_that_delivers_does_not_accept():
    world, _, payments = in_force()
    delivery = world.deliver(payments, 40_000, on=DAY, by=world.contact)

    with pytest.raises(Refused, match="which receives"):
        deliveries.delivery_accept(by=world.contact, delivery_id=delivery.uuid)

    assert deliveries.delivery_accept(by=world.officer, delivery_id=delivery.uuid).state == DeliveryState.ACCEPTED


def test_school_declares_and_accepts_what_a_company_paid():
    world, _, payments = in_force()
    delivery = world.deliver(payments, 40_000, on=DAY)

    deliveries.delivery_accept(by=world.officer, delivery_id=delivery.uuid)

    assert delivery.declared_for == world.party(world.company)


def test_company_does_not_declare_for_the_school():
    world, meetings, _ = in_force()

    with pytest.raises(Refused, match="to say what it has delivered"):
        world.deliver(meetings, 1, on=DAY, by=world.contact)


def test_contested_delivery_is_not_delivered_and_can_be_answered():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)

    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Deux élèves sur vingt")
    deliveries.delivery_answer(by=world.officer, delivery_id=delivery.uuid, words="Nous la referons")

    line = agreement_balance(world.agreement, as_of=timezone.localdate()).commitments[0]
    assert (line.kept, line.contested) == (Decimal(0), Decimal(1))
    assert [(step.state, step.is_answer) for step in delivery.steps.all()] == [
        ("declared", False),
        ("contested", False),
        ("contested", True),
    ]


def test_contest_without_a_reason_is_refused():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)

    with pytest.raises(Refused, match="Say why"):
        deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="  ")


def test_contest_after_silence_is_refused():
    world, meetings, _ = in_force()
    with clock.told_on(timezone.localdate() - dt.timedelta(days=31)):
        delivery = world.deliver(meetings, 1, on=DAY)

    with pytest.raises(Refused, match="it counts as accepted"):
        deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Trop tard")


def test_contest_after_acceptance_is_refused():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)
    deliveries.delivery_accept(by=world.contact, delivery_id=delivery.uuid)

    with pytest.raises(Refused, match="final"):
        deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Finalement non")


def test_withdrawn_delivery_reverses_its_fact_once():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)

    deliveries.delivery_withdraw(by=world.officer, delivery_id=delivery.uuid, reason="Mauvaise convention")

    assert Fact.objects.get(reverses=delivery.fact).quantity == Decimal(-1)
    with pytest.raises(Refused, match="final"):
        deliveries.delivery_withdraw(by=world.officer, delivery_id=delivery.uuid, reason="Encore")
    with pytest.raises(Refused):
        fact_reverse(by=world.officer, fact_id=delivery.fact.uuid, reason="Encore")


def test_company_does_not_take_back_what_the_school_declared():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)

    with pytest.raises(Refused, match="You can contest it"):
        deliveries.delivery_withdraw(by=world.contact, delivery_id=delivery.uuid, reason="Non")


def test_creditor_waives_no_more_than_is_open():
    world, meetings, _ = in_force()
    item = meetings.due_items.first()

    with pytest.raises(Refused, match="Only 1 is still open"):
        deliveries.item_waive(by=world.contact, item_id=item.uuid, quantity=Decimal(2), reason="Trop")
    deliveries.item_waive(by=world.contact, item_id=item.uuid, quantity=Decimal(1), reason="Reporté")

    line = agreement_balance(world.agreement, as_of=timezone.localdate()).commitments[0]
    assert line.waived == Decimal(1)
    with pytest.raises(Refused, match="Only 0 is still open"):
        deliveries.item_waive(by=world.contact, item_id=item.uuid, quantity=Decimal(1), reason="Encore")


def test_debtor_does_not_waive():
    world, meetings, _ = in_force()

    with pytest.raises(Refused, match="which is owed this"):
        deliveries.item_waive(by=world.officer, item_id=meetings.due_items.first().uuid, quantity=Decimal(1), reason="Oubli")


def test_auditor_reads_and_declares_nothing():
    world, meetings, _ = in_force()

    with pytest.raises(PermissionDenied):
        world.deliver(meetings, 1, on=DAY, by=world.auditor)


def test_another_school_finds_nothing():
    world, meetings, _ = in_force()
    stranger = member(World().host, Role.PARTNERSHIP_OFFICER)

    with pytest.raises(Http404):
        world.deliver(meetings, 1, on=DAY, by=stranger)


@pytest.mark.django_db(transaction=True)
def test_two_people_deciding_at_once_get_one_decision_and_one_sentence():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)
    barrier, answers = Barrier(2), []

    def decide(choice):
        barrier.wait()
        try:
            answers.append(choice().state)
        except Refused as refused:
            answers.append(refused.sentence)
        finally:
            connection.close()

    accept = Thread(target=decide, args=[lambda: deliveries.delivery_accept(by=world.contact, delivery_id=delivery.uuid)])
    contest = Thread(
        target=decide,
        args=[lambda: deliveries.delivery_withdraw(by=world.officer, delivery_id=delivery.uuid, reason="Erreur")],
    )
    for thread in (accept, contest):
        thread.start()
    for thread in (accept, contest):
        thread.join()

    delivery.refresh_from_db()
    assert delivery.state in answers
    assert len([answer for answer in answers if answer == delivery.state]) == 1
    assert delivery.steps.count() == 2
