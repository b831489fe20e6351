"""`filon verify` finds what breaks a rule of agreements, and nothing whatever people do through the services."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from psycopg.types.range import Range

from filon.agreements import contributions, invariants
from filon.agreements.models import (
    AgreementParty,
    AgreementVersion,
    Delivery,
    DueItem,
    PaperReading,
    Seat,
    Sending,
    SigningLink,
    Stewardship,
    Waiver,
)
from filon.agreements.queries.content import content_hash
from filon.agreements.services import deliveries, drafting, elsewhere, inviting, proposals, sealing, seats
from filon.agreements.services.effect import notice_give
from filon.agreements.states import SeatState
from filon.engines.balance.due_rule import Every
from filon.kernel.errors import Refused
from tests.factories.agreements import END, START, World, in_force, pdf, signatory
from tests.factories.facts import FactFactory
from tests.factories.signing import approved, link, seat_of, sent, signs

OWNER = pytest.mark.django_db(databases=["default", "owner"])
RHYTHM = Every(first=dt.date(2024, 6, 30), months=6, count=4)
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["declare", "contest", "accept", "withdraw", "waive", "amend", "remove"]), st.integers(1, 5), st.integers(0, 3)
    ),
    max_size=9,
)


@pytest.mark.slow
class TestInvariantsThroughServices(TestCase):
    """Whatever people do, in whatever order, nothing breaks: what is not possible is refused."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ACTIONS)
    def test_invariants_hold_through_services(self, actions: list[tuple[str, int, int]]) -> None:
        world, meetings, payments = in_force()
        days = itertools.count(1)

        for action, quantity, place in actions:
            try:
                act(world, (meetings, payments)[place % 2], action, quantity, dt.date(2024, 7, 1) + dt.timedelta(days=30 * next(days)))
            except Refused:
                continue

        assert violations() == []


def act(world, commitment, action, quantity, day):
    last = Delivery.objects.filter(commitment=commitment).last()
    item = DueItem.objects.filter(commitment=commitment, retired_by=None).first()
    by_creditor = world.contact if commitment.creditor == world.party(world.company) else world.officer
    if action == "declare":
        world.deliver(commitment, quantity, on=day)
    elif action in ("amend", "remove"):
        amend(world, commitment, action, quantity, day)
    elif action == "waive" and item:
        deliveries.item_waive(by=by_creditor, item_id=item.uuid, quantity=Decimal(quantity), reason="Accord")
    elif last and action == "contest":
        deliveries.delivery_contest(by=by_creditor, delivery_id=last.uuid, reason="Absents")
    elif last and action == "accept":
        deliveries.delivery_accept(by=by_creditor, delivery_id=last.uuid)
    elif last and action == "withdraw":
        deliveries.delivery_withdraw(by=world.officer, delivery_id=last.uuid, reason="Erreur")


def amend(world, commitment, action, quantity, day):
    draft = world.agreement.versions.filter(state="draft").first() or world.amend(day)
    if commitment.debtor == world.party(world.school) and draft.commitment_terms.filter(commitment=commitment).exists():
        if action == "amend":
            world.change(draft, commitment, RHYTHM, quantity + 1)
        else:
            drafting.commitment_remove(by=world.officer, version_id=draft.uuid, commitment_id=commitment.uuid)
    world.sign(draft, on=START)


def violations() -> list[str]:
    return [violation for invariant in contributions.INVARIANTS for violation in invariant.check().violations]


@pytest.mark.django_db
def test_every_invariant_looks_at_something():
    world, meetings, _ = in_force()
    deliveries.item_waive(by=world.contact, item_id=meetings.due_items.last().uuid, quantity=Decimal(1), reason="Accord")
    world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    contested = world.deliver(meetings, 1, on=dt.date(2024, 5, 3))
    deliveries.delivery_contest(by=world.contact, delivery_id=contested.uuid, reason="Absents")
    proposals.proposal_make(by=world.contact, agreement_id=world.agreement.uuid, number=1, what="A fifth meeting", why="More students")
    draft = world.amend(dt.date(2025, 7, 1))
    world.change(draft, meetings, RHYTHM, 6)
    world.sign(draft)
    elsewhere.readings_of_the_night()
    signed_here()

    counts = {invariant.name: invariant.check().count for invariant in contributions.INVARIANTS}

    assert [name for name, count in counts.items() if count == 0] == []


@pytest.fixture
def as_owner(db):
    """Everything as the owner of the database in maintenance, who alone can break what it refuses; undone with the test."""
    application, connections["default"] = connections["default"], connections["owner"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL filon.maintenance = 'on'")
        yield cursor
    connections["default"] = application


def drop_constraint(cursor, model, name):
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}")


def signed_here() -> Sending:
    """Signed by all three parties, the company's signatory having handed over."""
    world = approved()
    sending = sent(world)
    handed_over(world)
    for entity in (world.school, world.company, world.umbrella):
        signs(world, entity)
    sealing.signatures_seal(sending.pk)
    return Sending.objects.get(pk=sending.pk)


def handed_over(world: World) -> None:
    other = signatory(world.host, world.company)
    other.contact.email = "other@example.org"
    other.contact.save()
    seats.seat_delegate(key=link(seat_of(world, world.company)), affiliation_id=other.uuid, document=pdf("power.pdf"))


@OWNER
def test_version_one_in_force_at_any_date_finds_two_at_once(as_owner):
    world, *_ = in_force()
    world.sign(world.amend(dt.date(2025, 7, 1)))
    drop_constraint(as_owner, AgreementVersion, "version_one_in_force_at_any_date")
    world.agreement.versions.filter(number=1).update(validity=Range(START, dt.date(2025, 7, 2)))

    assert len(invariants.version_one_in_force_at_any_date().violations) == 1


@OWNER
def test_version_content_intact_finds_other_words(as_owner):
    world, *_ = in_force()
    world.draft.commitment_terms.filter(commitment__number=1).update(what_fr="Autre chose")

    assert len(invariants.version_content_intact().violations) == 1


@OWNER
def test_version_signed_by_all_finds_a_missing_signature(as_owner):
    world, *_ = in_force()
    as_owner.execute("DELETE FROM agreements_signature WHERE party_id = %s", [world.party(world.company).pk])

    assert len(invariants.version_signed_by_all().violations) == 1


@pytest.mark.django_db
def test_fund_acts_through_umbrella_finds_another_foundation():
    world = World()
    AgreementParty.objects.filter(fund=world.fund).update(entity=world.company)

    assert len(invariants.fund_acts_through_umbrella().violations) == 1


@OWNER
def test_money_split_adds_up_finds_a_cent_too_many(as_owner):
    world, *_ = in_force()
    world.draft.money_lines.update(amount_cents=24_000_001)

    assert len(invariants.money_split_adds_up().violations) == 1


@OWNER
def test_retired_items_keep_at_most_all_finds_one_that_keeps_more(as_owner):
    world, meetings, _ = in_force()
    draft = world.amend(dt.date(2025, 7, 1))
    world.change(draft, meetings, RHYTHM, 6)
    world.sign(draft)
    drop_constraint(as_owner, DueItem, "due_item_retired_keeps_at_most_all")
    retired = meetings.due_items.filter(retired_by__isnull=False).last()
    DueItem.objects.filter(pk=retired.pk).update(kept=retired.quantity + 1)

    assert len(invariants.retired_items_keep_at_most_all().violations) == 1


@pytest.mark.django_db
def test_sums_are_the_balance_finds_a_state_that_no_step_said():
    world, meetings, _ = in_force()
    delivery = world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    Delivery.objects.filter(pk=delivery.pk).update(state="withdrawn")

    assert len(invariants.sums_are_the_balance().violations) == 1


@pytest.mark.django_db
def test_version_numbers_dense_finds_a_gap():
    world = World()
    AgreementVersion.objects.filter(pk=world.draft.pk).update(number=2)

    assert len(invariants.version_numbers_dense().violations) == 1


@pytest.mark.django_db
def test_waived_at_most_the_item_finds_more():
    world, meetings, _ = in_force()
    item = meetings.due_items.first()
    Waiver.objects.create(item=item, quantity=item.quantity + 1, waived_on=START, reason="-", recorded_by=world.officer)

    assert len(invariants.waived_at_most_the_item().violations) == 1


def foreign_delivery():
    """A delivery without steps, whose fact has another unit."""
    world, meetings, _ = in_force()
    fact = FactFactory(host=world.host, recorded_by=world.officer)
    Delivery.objects.create(commitment=meetings, fact=fact, declared_by=world.officer, declared_for=meetings.debtor)


@pytest.mark.django_db
def test_delivery_fact_matches_finds_a_foreign_fact():
    foreign_delivery()

    assert len(invariants.delivery_fact_matches().violations) == 1


@pytest.mark.django_db
def test_delivery_steps_agree_finds_a_delivery_without_steps():
    foreign_delivery()

    assert len(invariants.delivery_steps_agree().violations) == 1


@pytest.mark.django_db
def test_steward_shares_at_most_all_finds_more_than_the_whole():
    world, other = World(), World()
    Stewardship.objects.create(agreement=world.agreement, host=other.host, share=1, start=dt.date(2030, 1, 1))

    assert len(invariants.steward_shares_at_most_all().violations) == 1


@pytest.mark.django_db
def test_due_items_make_the_quantity_finds_another_sum():
    _, meetings, _ = in_force()
    DueItem.objects.filter(pk=meetings.due_items.first().pk).update(quantity=Decimal(3))

    assert len(invariants.due_items_make_the_quantity().violations) == 1


@pytest.mark.django_db
def test_signature_power_held_finds_one_without_power():
    world, *_ = in_force()
    affiliation = world.signatories[world.company.pk]
    affiliation.may_sign = False
    affiliation.save()

    assert len(invariants.signature_power_held().violations) == 1


@pytest.mark.django_db
def test_signed_file_intact_finds_a_lost_file():
    world, *_ = in_force()
    default_storage.delete(world.draft.signed_file.path)

    assert len(invariants.signed_file_intact().violations) == 1


@OWNER
def test_version_is_what_was_told_finds_terms_whose_digest_was_made_to_fit(as_owner):
    world, *_ = in_force()
    world.draft.commitment_terms.filter(commitment__number=1).update(what_fr="Autre chose")
    world.agreement.versions.update(content_hash=content_hash(world.draft))

    assert invariants.version_content_intact().violations == []
    assert len(invariants.version_is_what_was_told().violations) == 1


@OWNER
def test_version_is_what_was_told_finds_the_pdf_of_another(as_owner):
    world, *_ = in_force()
    other, *_ = in_force()
    world.agreement.versions.update(signed_file=other.agreement.versions.get().signed_file)

    assert len(invariants.version_is_what_was_told().violations) == 1


@OWNER
@pytest.mark.parametrize("days", [-1, 1])
def test_version_holds_its_days_finds_another_end(as_owner, days):
    world, *_ = in_force()
    world.agreement.versions.update(validity=Range(START, END + dt.timedelta(days=days)))

    assert len(invariants.version_holds_its_days().violations) == 1


def test_version_holds_its_days_follows_the_next_version_and_a_notice(db):
    world, *_ = in_force()
    world.sign(world.amend(dt.date(2025, 7, 1)))
    party, today = world.party(world.company), timezone.localdate()
    given = {"given_on": today, "ends_on": END - dt.timedelta(days=1), "reason": "Fin"}
    notice_give(by=world.officer, agreement_id=world.agreement.uuid, party_id=party.uuid, **given)

    result = invariants.version_holds_its_days()

    assert (result.count, result.violations) == (2, [])


@OWNER
@pytest.mark.parametrize(("state", "found"), [("signed", 1), ("in_force", 0), ("ended", 1), ("terminated", 1)])
def test_version_state_follows_its_days_finds_another_state(as_owner, state, found):
    world, *_ = in_force()
    world.agreement.versions.update(state=state)

    assert len(invariants.version_state_follows_its_days().violations) == found


@pytest.mark.parametrize(("days", "found"), [(0, 0), (1, 0), (2, 1), (30, 1)])
def test_version_state_follows_its_days_is_patient_for_two_days(db, monkeypatch, days, found):
    in_force()
    monkeypatch.setattr(timezone, "localdate", lambda: END + dt.timedelta(days=days))

    assert len(invariants.version_state_follows_its_days().violations) == found


@pytest.mark.django_db
def test_version_steps_agree_finds_a_state_that_no_step_said():
    world, *_ = in_force()
    AgreementVersion.objects.filter(pk=world.draft.pk).update(state="ended")

    assert len(invariants.version_steps_agree().violations) == 1


@OWNER
@pytest.mark.parametrize("path", ["{who,name}", "{document,sha256}"])
def test_evidence_intact_finds_another_name_and_another_document(as_owner, path):
    world = approved()
    sent(world)
    evidence = signs(world, world.company)
    as_owner.execute("UPDATE agreements_evidence SET told = jsonb_set(told, %s::text[], '\"other\"') WHERE id = %s", [path, evidence.pk])

    assert len(invariants.evidence_intact().violations) == 1


@OWNER
def test_evidence_intact_finds_one_made_again_for_another_document(as_owner):
    world = approved()
    sent(world)
    evidence = signs(world, world.company)
    evidence.told["document"]["sha256"] = "0" * 64
    told = [json.dumps(evidence.told), seats.hash_of_told(evidence.told), evidence.pk]
    as_owner.execute("UPDATE agreements_evidence SET told = %s, sha256 = %s WHERE id = %s", told)

    assert len(invariants.evidence_intact().violations) == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_sending_signed_by_every_seat_finds_one_that_did_not():
    sending = signed_here()
    before = invariants.sending_signed_by_every_seat().violations
    Seat.objects.filter(pk=sending.seats.filter(state=SeatState.SIGNED).first().pk).update(state=SeatState.INVITED)

    assert (before, len(invariants.sending_signed_by_every_seat().violations)) == ([], 1)


@pytest.mark.slow
@pytest.mark.django_db
def test_sending_signed_by_every_seat_finds_another_document():
    sending = signed_here()
    Sending.objects.filter(pk=sending.pk).update(current=sending.document)

    assert len(invariants.sending_signed_by_every_seat().violations) == 1
    assert len(invariants.sending_sealed_signature_by_signature().violations) == 1


@pytest.mark.slow
@OWNER
def test_sending_sealed_signature_by_signature_finds_a_lost_seal(as_owner):
    sending = signed_here()
    before = invariants.sending_sealed_signature_by_signature().violations
    as_owner.execute("DELETE FROM agreements_seal WHERE id = (SELECT min(id) FROM agreements_seal)")

    assert (before, len(invariants.sending_sealed_signature_by_signature().violations)) == ([], 1)
    assert sending.outcome


@pytest.mark.django_db
def test_signing_links_open_only_where_asked_finds_one_of_a_withdrawn_sending():
    world = approved()
    sending = sent(world)
    link(seat_of(world, world.company))
    Sending.objects.filter(pk=sending.pk).update(outcome="withdrawn", closed_at="2026-01-01T00:00:00Z")

    assert len(invariants.signing_links_open_only_where_asked().violations) == 1


@pytest.mark.django_db
def test_seats_handed_over_once_finds_one_that_went_to_another_party():
    world = approved()
    sent(world)
    handed_over(world)
    before = invariants.seats_handed_over_once().violations
    Seat.objects.filter(sending__version=world.draft, party__entity=world.umbrella).update(state=SeatState.DELEGATED)

    assert (before, len(invariants.seats_handed_over_once().violations)) == ([], 1)


@OWNER
def test_readings_of_their_document_finds_another_fingerprint(as_owner):
    in_force()
    elsewhere.readings_of_the_night()
    as_owner.execute("UPDATE agreements_paperreading SET told = jsonb_set(told, '{sha256}', '\"0\"')")

    assert (PaperReading.objects.count(), len(invariants.readings_of_their_document().violations)) == (1, 1)


@pytest.mark.slow
@pytest.mark.django_db
def test_links_and_codes_are_forgotten_a_year_after_their_sending_closed():
    sending = signed_here()
    early = inviting.links_forget()
    Sending.objects.filter(pk=sending.pk).update(closed_at="2020-01-01T00:00:00Z")

    assert early == 0
    assert inviting.links_forget() > 0
    assert not SigningLink.objects.exists()
    assert all(not invariant.check().violations for invariant in contributions.INVARIANTS)
