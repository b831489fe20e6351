"""A dispute about a delivery: what both sides say, and how it ends."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib import import_module
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filon.agreements.dispute_invariants import delivery_follows_its_dispute, dispute_one_open_a_delivery
from filon.agreements.models import Delivery, DeliveryStep, Dispute
from filon.agreements.queries.balance import agreement_balance
from filon.agreements.services import deliveries, disputes
from filon.agreements.states import DeliveryState, DisputeState
from filon.facts.models import Fact
from filon.kernel.errors import Refused
from filon.kernel.models import StoredFile
from filon.partners.kinds import AccessLevel
from filon.partners.models import Access
from filon.people.models import User
from filon.people.roles import Role
from tests.factories.agreements import World, in_force, member, pdf
from tests.noting import unnoted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = dt.date(2024, 5, 2)


def contested(quantity: object = 2, *, counts: object = None) -> tuple[World, Delivery, Dispute]:
    """The school declared meetings; the company contests them."""
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, quantity, on=DAY)
    offer = None if counts is None else Decimal(str(counts))
    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Absents", documents=[pdf("liste.pdf")], counts=offer)
    return world, delivery, delivery.disputes.get()


def line_of(world: World) -> tuple[Decimal, Decimal]:
    """Kept and contested of the meetings."""
    line = agreement_balance(world.agreement, as_of=timezone.localdate()).commitments[0]
    return line.kept, line.contested


def test_contest_opens_a_dispute_with_its_proof():
    world, delivery, dispute = contested(counts=1)

    statement = dispute.statements.get()
    proof = StoredFile.objects.get(owner_uuid=statement.uuid)
    assert (dispute.state, dispute.opened_by, dispute.opened_for) == (DisputeState.OPEN, world.contact, world.party(world.company))
    assert (statement.step.words, statement.counts, proof.name) == ("Absents", Decimal(1), "liste.pdf")
    assert Delivery.objects.get(pk=delivery.pk).state == DeliveryState.CONTESTED


def test_contest_and_answer_note_every_row_they_add():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 2, on=DAY)

    with unnoted() as tables:
        deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Absents")
        deliveries.delivery_answer(by=world.officer, delivery_id=delivery.uuid, words="Ils étaient dix")

    assert tables == set()


def test_answers_join_the_dispute():
    world, delivery, dispute = contested()

    deliveries.delivery_answer(by=world.officer, delivery_id=delivery.uuid, words="Ils étaient dix", counts=Decimal(2))

    assert [(each.step.party, each.counts) for each in dispute.statements.order_by("id")] == [
        (world.party(world.company), None),
        (world.party(world.school), Decimal(2)),
    ]


def test_side_that_takes_its_delivery_back_grants_the_contest():
    world, delivery, dispute = contested()

    deliveries.delivery_withdraw(by=world.officer, delivery_id=delivery.uuid, reason="En effet")

    dispute.refresh_from_db()
    assert (dispute.state, dispute.decided_by, dispute.decided_for) == (DisputeState.UPHELD, world.officer, world.party(world.school))
    assert line_of(world) == (Decimal(0), Decimal(0))


def test_side_that_accepts_after_all_rejects_the_contest():
    world, delivery, dispute = contested()

    deliveries.delivery_accept(by=world.contact, delivery_id=delivery.uuid)

    dispute.refresh_from_db()
    assert (dispute.state, dispute.decided_for) == (DisputeState.REJECTED, world.party(world.company))
    assert line_of(world) == (Decimal(2), Decimal(0))


def test_contest_taken_back_lets_the_delivery_count():
    world, delivery, dispute = contested()

    disputes.dispute_withdraw(by=world.contact, dispute_id=dispute.uuid, reason="Liste retrouvée")

    dispute.refresh_from_db()
    assert (dispute.state, Delivery.objects.get(pk=delivery.pk).state) == (DisputeState.WITHDRAWN, DeliveryState.ACCEPTED)


def test_other_side_does_not_take_the_contest_back():
    world, _, dispute = contested()

    with pytest.raises(Refused, match="to take its contest back"):
        disputes.dispute_withdraw(by=world.officer, dispute_id=dispute.uuid, reason="Assez")


def test_settled_on_what_the_other_side_counts_replaces_the_delivery():
    world, delivery, dispute = contested(counts=1)

    settled = disputes.dispute_settle(by=world.officer, dispute_id=dispute.uuid, quantity=Decimal(1))

    counted = settled.settled_as
    assert counted is not None
    assert (settled.state, settled.agreed, settled.decided_for) == (DisputeState.SETTLED, Decimal(1), world.party(world.school))
    assert (counted.state, counted.fact.quantity, counted.fact.value_cents) == (DeliveryState.ACCEPTED, Decimal(1), 80_000)
    assert Fact.objects.get(reverses=delivery.fact).quantity == Decimal(-2)
    assert line_of(world) == (Decimal(1), Decimal(0))


@pytest.mark.parametrize(("counts", "outcome", "kept"), [(0, DisputeState.UPHELD, 0), (2, DisputeState.REJECTED, 2)])
def test_settled_on_nothing_or_on_all_is_granted_or_rejected(counts, outcome, kept):
    world, _, dispute = contested(counts=counts)

    settled = disputes.dispute_settle(by=world.officer, dispute_id=dispute.uuid, quantity=Decimal(counts))

    assert (settled.state, settled.agreed) == (outcome, None)
    assert line_of(world)[0] == Decimal(kept)


def test_settled_on_another_quantity_than_offered_is_refused():
    world, delivery, dispute = contested(counts=1)
    deliveries.delivery_answer(by=world.contact, delivery_id=delivery.uuid, words="Plutôt rien", counts=Decimal(0))

    with pytest.raises(Refused, match="now counts 0, not 1"):
        disputes.dispute_settle(by=world.officer, dispute_id=dispute.uuid, quantity=Decimal(1))


def test_nobody_settles_on_her_own_figure():
    world, _, dispute = contested(counts=1)

    with pytest.raises(Refused, match="has not said which quantity"):
        disputes.dispute_settle(by=world.contact, dispute_id=dispute.uuid, quantity=Decimal(1))


@pytest.mark.parametrize("counts", ["-1", "3"])
def test_counting_less_than_nothing_or_more_than_declared_is_refused(counts):
    with pytest.raises(Refused) as refused:
        contested(2, counts=counts)

    assert refused.value.field == "counts"


def test_outcome_is_final():
    world, _, dispute = contested(counts=1)
    disputes.dispute_settle(by=world.officer, dispute_id=dispute.uuid, quantity=Decimal(1))

    with pytest.raises(Refused, match="final"):
        disputes.dispute_settle(by=world.officer, dispute_id=dispute.uuid, quantity=Decimal(1))
    with pytest.raises((InternalError, IntegrityError), match="final"), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(state=DisputeState.OPEN)


def test_proof_of_another_kind_is_refused_beside_its_field():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)

    with pytest.raises(Refused) as refused:
        deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Non", documents=[pdf("virus.pdf", b"MZ")])

    assert refused.value.field == "documents"
    assert not Dispute.objects.exists()


def test_person_who_reads_alone_neither_contests_nor_settles():
    world, delivery, dispute = contested(counts=1)
    Access.objects.filter(user=world.contact).update(level=AccessLevel.READS)
    reader = User.objects.get(pk=world.contact.pk)

    with pytest.raises(PermissionDenied):
        disputes.dispute_settle(by=reader, dispute_id=dispute.uuid, quantity=Decimal(1))
    with pytest.raises(PermissionDenied):
        deliveries.delivery_accept(by=reader, delivery_id=delivery.uuid)


def test_another_school_finds_no_dispute():
    _, _, dispute = contested(counts=1)
    stranger = member(World().host, Role.PARTNERSHIP_OFFICER)

    with pytest.raises(Http404):
        disputes.dispute_settle(by=stranger, dispute_id=dispute.uuid, quantity=Decimal(1))


def test_other_side_is_written_to(work):
    world, meetings, _ = in_force()
    world.agreement.owner = world.officer
    world.agreement.save(update_fields=["owner"])
    delivery = world.deliver(meetings, 2, on=DAY)

    deliveries.delivery_contest(by=world.contact, delivery_id=delivery.uuid, reason="Absents", counts=Decimal(1))
    work()
    disputes.dispute_settle(by=world.officer, dispute_id=delivery.disputes.get().uuid, quantity=Decimal(1))
    work()

    assert [letter.to for letter in mail.outbox] == [[world.officer.email], [world.contact.email]]
    assert all(f"/litiges/{delivery.disputes.get().uuid}" in str(letter.body) for letter in mail.outbox)


def test_delivery_contested_before_there_were_disputes_gets_its_own():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.CONTESTED)
    for is_answer in (False, True):
        DeliveryStep.objects.create(
            delivery=delivery,
            state=DeliveryState.CONTESTED,
            words="Non",
            is_answer=is_answer,
            party=world.party(world.company),
            taken_by=world.contact,
        )
    assert dispute_one_open_a_delivery().violations != []

    with connection.schema_editor() as editor:
        import_module("filon.agreements.migrations.0009_disputes").open_disputes(apps, editor)

    assert (delivery.disputes.get().statements.count(), dispute_one_open_a_delivery().violations) == (2, [])


@pytest.mark.django_db(transaction=True)
def test_accepted_and_contested_at_once_is_one_of_the_two():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=DAY)
    refusals: list[str] = []
    start = Barrier(2)

    def act(contests: bool) -> None:
        start.wait()
        by = User.objects.get(pk=world.contact.pk)
        try:
            if contests:
                deliveries.delivery_contest(by=by, delivery_id=delivery.uuid, reason="Absents")
            else:
                deliveries.delivery_accept(by=by, delivery_id=delivery.uuid)
        except Refused as refused:
            refusals.append(refused.sentence)
        finally:
            connection.close()

    threads = [Thread(target=act, args=[contests]) for contests in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Delivery.objects.get(pk=delivery.pk).state == DeliveryState.ACCEPTED
    assert len(refusals) == 1 - Dispute.objects.filter(state=DisputeState.REJECTED).count()
    assert dispute_one_open_a_delivery().violations + delivery_follows_its_dispute().violations == []


ACTS = st.lists(
    st.tuples(st.sampled_from(["contest", "answer", "accept", "take_back", "withdraw", "settle"]), st.booleans(), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


class TestDisputes(TestCase):
    """Property tests of `dispute_one_open_a_delivery` and `delivery_follows_its_dispute`."""

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ACTS)
    def test_dispute_one_open_a_delivery_and_delivery_follows_its_dispute(self, acts: list[tuple[str, bool, int]]) -> None:
        world, meetings, _ = in_force()
        delivery = world.deliver(meetings, 3, on=DAY)

        for act, is_school, counts in acts:
            try:
                with transaction.atomic():
                    say(world.officer if is_school else world.contact, delivery, act, Decimal(counts))
            except Refused:
                continue

        assert dispute_one_open_a_delivery().violations == []
        assert delivery_follows_its_dispute().violations == []
        assert sum(fact.quantity for fact in Fact.objects.filter(kind=delivery.fact.kind)) in {Decimal(number) for number in range(4)}


def say(by: User, delivery: Delivery, act: str, counts: Decimal) -> None:
    if act == "contest":
        deliveries.delivery_contest(by=by, delivery_id=delivery.uuid, reason="Non", counts=counts)
    elif act == "answer":
        deliveries.delivery_answer(by=by, delivery_id=delivery.uuid, words="Si", counts=counts)
    elif act == "accept":
        deliveries.delivery_accept(by=by, delivery_id=delivery.uuid)
    elif act == "take_back":
        deliveries.delivery_withdraw(by=by, delivery_id=delivery.uuid, reason="Erreur")
    elif dispute := delivery.disputes.order_by("id").last():
        if act == "withdraw":
            disputes.dispute_withdraw(by=by, dispute_id=dispute.uuid, reason="Soit")
        else:
            disputes.dispute_settle(by=by, dispute_id=dispute.uuid, quantity=counts)
