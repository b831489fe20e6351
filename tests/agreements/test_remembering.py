"""What a process remembers of an agreement is what it would make anew, after every service that writes one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from filon.agreements import audited
from filon.agreements.inputs import ClauseInput, CommitmentInput, DeliveryInput, MoneyLineInput, PartyInput
from filon.agreements.models import AgreementVersion, Commitment
from filon.agreements.queries.negotiation import Stand, proposals_of
from filon.agreements.queries.sheet import REMEMBERED, agreement_sheet
from filon.agreements.services import (
    clauses,
    comments,
    deliveries,
    drafting,
    effect,
    elsewhere,
    inviting,
    negotiation,
    policy,
    proposals,
    received,
    review,
    sealing,
    seats,
    sending,
    sources,
    templates,
    terms,
)
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every, Once
from filon.facts.models import Fact
from filon.kernel import appendonly
from filon.kernel.files import file_open
from filon.kernel.models import AuditEvent
from filon.partners.services.entities import EntityInput, entity_change
from filon.people.models import User
from filon.people.roles import Role
from tests.factories.agreements import END, ONCE, START, World, in_force, member, pdf, signatory
from tests.factories.partners import LegalEntityFactory, RelationshipFactory
from tests.factories.people import HostFactory
from tests.factories.signing import approved, link, seat_of, sent, signs

RHYTHM = Every(first=dt.date(2024, 6, 30), months=6, count=4)


@pytest.mark.slow
@pytest.mark.django_db
def test_page_is_the_one_made_anew_after_every_service(client: Client) -> None:
    stale, untold, asked = [], [], 0

    worlds = ((World, an_agreement_is_written), (World, an_agreement_lives), (World, an_agreement_ends))
    worlds += ((World, an_agreement_is_known_from_a_source), (complete, an_agreement_is_reviewed))
    worlds += ((complete, an_agreement_is_negotiated), (in_force_by_paper, an_agreement_is_read))
    worlds += ((approved, an_agreement_is_sent_and_withdrawn), (approved, an_agreement_is_signed))
    for make, tell in worlds:
        world = make()
        for said in tell(world):
            remembered = pages(client, world)
            REMEMBERED.clear()
            stale += [said] if remembered != pages(client, world) else []
            untold += [said] if rows_untold() else []
            asked += 1

    actions = {f"{subject.code}.{action}" for subject in audited.SUBJECTS for action in subject.actions}
    assert untold == []
    actions -= {"agreement.letter_in_doubt"}  # of a worker that was killed
    assert (stale, actions - set(AuditEvent.objects.values_list("action", flat=True))) == ([], set())
    assert asked > len(actions)


def rows_untold() -> bool:
    """Has the last act added rows that its own event could not note?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('filon.noted', true), '') <> ''")
        return bool(cursor.fetchone()[0])


def pages(client: Client, world: World) -> list[str]:
    """The page of the agreement for the school and for the company, without the keys of its forms."""
    address = reverse("agreements:detail", args=[world.agreement.uuid])
    shown = []
    for reader in (world.officer, world.contact):
        client.force_login(reader)
        text = client.get(address, headers={"accept-language": "en"}).content.decode()
        shown.append(re.sub(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"', "", text))
    return shown


def an_agreement_is_written(world: World) -> Iterator[str]:
    draft, by = world.draft.uuid, world.officer
    yield "agreement.created"
    world.set_term()
    yield "agreement.term_set"
    drafting.agreement_change(by=by, agreement_id=world.agreement.uuid, title_fr="Chaire", title_en="Chair", owner_id=by.uuid)
    yield "agreement.changed"
    sources.provenance_set(by=by, agreement=world.agreement, french="Le site", english="The site")
    yield "agreement.provenance_set"
    yield from _parties(world)
    line = world.pay(10_000)
    yield "agreement.money_line_added"
    payer, payee = world.party(world.company).uuid, world.party(world.school).uuid
    drafting.money_line_change(by=by, version_id=draft, money_line_id=line, line=MoneyLineInput(Nature.GIVING, payer, payee, 20_000))
    yield "agreement.money_line_changed"
    drafting.money_line_remove(by=by, version_id=draft, money_line_id=line)
    yield "agreement.money_line_removed"
    for turn, write in enumerate((drafting.clause_add, drafting.clause_change, drafting.clause_remove)):
        places = {} if turn == 0 else {"position": 1}
        words = {} if turn == 2 else {"clause": ClauseInput(f"Objet {turn}", "Le texte.")}
        write(by=by, version_id=draft, **places, **words)  # type: ignore[operator]
        yield f"agreement.clause {turn}"
    effect.version_withdraw(by=by, version_id=draft, reason="Abandonné")
    yield "agreement.version_withdrawn"


def _parties(world: World) -> Iterator[str]:
    by, draft, other = world.officer, world.draft, LegalEntityFactory()
    RelationshipFactory(host=world.host, entity=other)
    world.add_party(draft, other, Capacity.OPERATOR)
    yield "agreement.party_added"
    party = world.party(other).uuid
    drafting.party_change(by=by, version_id=draft.uuid, party_id=party, party=PartyInput(other.uuid, Capacity.OBSERVER))
    yield "agreement.party_changed"
    drafting.party_move(by=by, version_id=draft.uuid, party_id=party, places=-1)
    yield "agreement.party_moved"
    drafting.party_remove(by=by, version_id=draft.uuid, party_id=party)
    yield "agreement.party_removed"
    drafting.steward_add(by=by, agreement_id=world.agreement.uuid, host_id=HostFactory().pk, share=1_000, start=timezone.localdate())
    yield "agreement.steward_added"


def an_agreement_lives(world: World) -> Iterator[str]:
    world.set_term()
    world.pay(100)
    meetings = world.promise(RHYTHM)
    yield "agreement.commitment_added"
    school, company = world.party(world.school).uuid, world.party(world.company).uuid
    visits = CommitmentInput(school, company, what_fr="Visites", unit=Unit.EVENT, due_rule=RHYTHM, quantity=Decimal(2))
    terms.commitments_add(by=world.officer, version_id=world.draft.uuid, commitments=[visits])
    yield "agreement.commitments_added"
    world.change(world.draft, meetings, RHYTHM, 8)
    yield "agreement.commitment_changed"
    removed = world.promise(Once(END - dt.timedelta(days=1)), 1, unit=Unit.STAND)
    yield "another commitment"
    drafting.commitment_remove(by=world.officer, version_id=world.draft.uuid, commitment_id=removed.uuid)
    yield "agreement.commitment_removed"
    world.sign()
    yield "agreement.version_in_force"
    owners = {"owner_id": world.officer.uuid, "owner_contact_id": None}
    drafting.commitment_owner_set(by=world.officer, commitment_id=meetings.uuid, **owners)
    yield "agreement.commitment_owner_set"
    yield from _deliveries(world, meetings)
    yield from _other_names(world)
    yield from _proposals(world)
    draft = world.amend(dt.date(2026, 7, 1))
    yield "agreement.amended"
    world.change(draft, meetings, RHYTHM, 12)
    yield "a change in the amendment"
    world.sign(draft, on=dt.date(2026, 6, 20))
    yield "the amendment is in force"


def _deliveries(world: World, meetings: Commitment) -> Iterator[str]:
    first, second = (world.deliver(meetings, on=dt.date(2024, 6, day)).uuid for day in (1, 2))
    yield "delivery.declared"
    deliveries.delivery_contest(by=world.contact, delivery_id=first, reason="Nobody came.")
    yield "delivery.contested"
    deliveries.delivery_answer(by=world.officer, delivery_id=first, words="Twenty came.")
    yield "delivery.answered"
    deliveries.delivery_accept(by=world.contact, delivery_id=first)
    yield "delivery.accepted"
    deliveries.delivery_withdraw(by=world.officer, delivery_id=second, reason="It was another one.")
    yield "delivery.withdrawn"
    in_hand = received.delivery_receive(by=world.officer, commitment=meetings, delivery=DeliveryInput(dt.date(2024, 6, 3), Decimal(1)))
    assert in_hand is not None
    yield "delivery.received"
    received.delivery_unreceive(by=world.officer, delivery=in_hand, reason="It went back.")
    yield "delivery.unreceived"
    item = meetings.due_items.order_by("due_on")[2]
    deliveries.item_waive(by=world.contact, item_id=item.uuid, quantity=Decimal(1), reason="Enough.")
    yield "due_item.waived"


def _proposals(world: World) -> Iterator[str]:
    told = {"by": world.contact, "agreement_id": world.agreement.uuid, "number": 1, "what": "A fifth meeting", "why": "More students"}
    made = proposals.proposal_make(**told)
    yield "proposal.made"
    proposals.proposal_decline(by=world.officer, proposal_id=made.uuid, reason="Not this year")
    yield "proposal.answered"


def _other_names(world: World) -> Iterator[str]:
    entity_change(by=world.officer, entity_id=world.company.uuid, entity=EntityInput(name="Gardon Nouvelle", kind=world.company.kind))
    yield "another name of a party"
    User.objects.filter(pk=world.officer.pk).update(name="Claire Autrement")
    yield "another name of the person in charge"


def an_agreement_ends(world: World) -> Iterator[str]:
    world.set_term(term_end=dt.date(2026, 1, 1), is_tacit=True, renewal_months=36)
    world.pay(100)
    world.promise(RHYTHM)
    world.promise(Once(dt.date(2025, 12, 31)), 1)
    world.sign()
    yield "agreement.renewed"
    party = world.party(world.company).uuid
    effect.notice_give(
        by=world.officer,
        agreement_id=world.agreement.uuid,
        party_id=party,
        given_on=dt.date(2026, 6, 1),
        ends_on=dt.date(2027, 6, 1),
        reason="Stratégie revue",
    )
    yield "agreement.notice_given"
    effect.effect_of_the_day(dt.date(2027, 6, 1))
    yield "agreement.version_over"


def an_agreement_is_known_from_a_source(world: World) -> Iterator[str]:
    world.set_term(effective_from=START, term_end=None)
    sources.version_record_from_source(by=world.officer, version_id=world.draft.uuid, signed_on=None)
    yield "agreement.version_from_source"


def complete() -> World:
    """A draft with nothing missing."""
    world = World()
    world.set_term()
    world.pay(3_000_000)
    world.promise(ONCE, 1)
    return world


def an_agreement_is_negotiated(world: World) -> Iterator[str]:
    by, draft, kind = world.officer, world.draft.uuid, world.agreement.kind
    template = templates.template_begin(by=by, host_id=world.host.uuid, kind_id=kind.uuid)
    yield "text_template.begun"
    added = templates.template_clause_add(by=by, template_id=template.uuid, clause=ClauseInput("Presse", "Un communiqué."))
    yield "text_template.clause_added"
    templates.template_clause_change(by=by, template_id=template.uuid, clause_id=added.uuid, clause=ClauseInput("Presse", "Aucun."))
    yield "text_template.clause_changed"
    templates.template_clause_move(by=by, template_id=template.uuid, clause_id=added.uuid, places=-1)
    yield "text_template.clause_moved"
    clauses.template_apply(by=by, version_id=draft)
    yield "agreement.template_applied"
    templates.template_clause_remove(by=by, template_id=template.uuid, clause_id=added.uuid)
    yield "text_template.clause_removed"
    templates.template_withdraw(by=by, template_id=template.uuid)
    yield "text_template.withdrawn"
    yield from _in_word(by, world.draft)


def _in_word(by: User, draft: AgreementVersion) -> Iterator[str]:
    clauses.clause_add(by=by, version_id=draft.uuid, clause=ClauseInput("Rencontre", "Les parties se connaissent."))
    yield "another clause"
    last = draft.clauses.latest("position")
    clauses.clause_move(by=by, version_id=draft.uuid, position=last.position, places=-1)
    yield "agreement.clause_moved"
    text = negotiation.text_send(by=by, version_id=draft.uuid, language="fr")
    yield "agreement.text_sent"
    with file_open(text.file) as content:
        document = Document(BytesIO(content.read()))
    said = "Les parties se connaissent."
    next(paragraph for paragraph in document.paragraphs if said in paragraph.text).runs[-1].text += " Sans délai."
    came_back = BytesIO()
    document.save(came_back)
    came_back.seek(0)
    returned = negotiation.text_receive(by=by, sent_id=text.uuid, upload=came_back, name="retour.docx")
    yield "agreement.text_returned"
    returned.sent.version = draft
    (change,) = (proposal for proposal in proposals_of(returned) if proposal.stand is Stand.OPEN)
    negotiation.change_take(by=by, returned_id=returned.uuid, place=change.place, seen=change.seen)
    yield "agreement.change_taken"


def in_force_by_paper() -> World:
    return in_force()[0]


def an_agreement_is_read(world: World) -> Iterator[str]:
    elsewhere.readings_of_the_night()
    yield "agreement.paper_read"


def an_agreement_is_reviewed(world: World) -> Iterator[str]:
    by, draft, director = world.officer, world.draft.uuid, member(world.host, Role.DIRECTOR)
    rule = review.review_rule_add(by=by, host_id=world.host.uuid, role=Role.DIRECTOR, kind_id=None, from_cents=0, position=1)
    yield "review_rule.added"
    asked = review.review_submit(by=by, version_id=draft)
    yield "agreement.review_asked"
    said = comments.comment_write(by=by, version_id=draft, words="Which day?")
    yield "agreement.comment_written"
    comments.comment_answer(by=director, comment_id=said.uuid, words="Monday.")
    yield "agreement.comment_answered"
    comments.comment_resolve(by=by, comment_id=said.uuid)
    yield "agreement.comment_resolved"
    review.approval_refuse(by=director, approval_id=asked.approvals.get().uuid, words="Too dear.")
    yield "agreement.approval_refused"
    asked = review.review_submit(by=by, version_id=draft)
    review.approval_give(by=director, approval_id=asked.approvals.get().uuid)
    yield "agreement.approval_given"
    world.pay(200)
    yield "agreement.version_reopened"
    review.review_rule_remove(by=by, rule_id=rule.uuid)
    yield "review_rule.removed"


def an_agreement_is_sent_and_withdrawn(world: World) -> Iterator[str]:
    policy.policy_set(by=world.officer, host_id=world.host.uuid, second_channel_from_cents=10_000_000)
    yield "signing_policy.set"
    first = sent(world)
    yield "agreement.sent_to_sign"
    sending.sending_withdraw(by=world.officer, sending_id=first.uuid, reason="Wrong day", rewrite=False)
    yield "agreement.sending_withdrawn"


def an_agreement_is_signed(world: World) -> Iterator[str]:
    asked = sent(world)
    place = sending.Ceremony("Amphi 1", timezone.now() + dt.timedelta(days=3), "The mayor")
    sending.ceremony_set(by=world.officer, sending_id=asked.uuid, ceremony=place)
    yield "agreement.ceremony_set"
    other = signatory(world.host, world.company)
    other.contact.email = "other@example.org"
    other.contact.save()
    seat = seats.seat_delegate(key=link(seat_of(world, world.company)), affiliation_id=other.uuid, document=pdf("power.pdf"))
    yield "agreement.signature_delegated"
    seats.seat_refuse(key=link(seat), reason="The board decides in May.")
    yield "agreement.signature_refused"
    inviting.seat_ask_again(by=world.officer, seat_id=seat.uuid)
    yield "agreement.signatory_asked_again"
    seats.code_dictate(by=world.officer, seat_id=seat.uuid)
    yield "agreement.code_dictated"
    for entity in (world.school, world.company, world.umbrella):
        signs(world, entity)
        yield "agreement.signed_by"
        sealing.signatures_seal(asked.pk)
        yield "agreement.signature_sealed"


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_what_the_owner_changes_by_hand_is_seen() -> None:
    """No service tells of it, and no count of rows."""
    world, meetings, _payments = in_force()
    delivery = world.deliver(meetings, 2, on=dt.date(2024, 6, 1))
    assert kept(world, meetings.uuid) == 2

    with appendonly.maintenance():
        Fact.objects.using("owner").filter(pk=delivery.fact_id).update(quantity=1)

    assert kept(world, meetings.uuid) == 1


def kept(world: World, commitment: UUID) -> Decimal:
    sheet = agreement_sheet(User.objects.get(pk=world.officer.pk), world.agreement.uuid)
    return next(line.balance.kept for line in sheet.lines if line.uuid == commitment)


@pytest.mark.django_db
def test_silence_that_accepts_in_the_course_of_a_day_is_seen() -> None:
    world, meetings, _payments = in_force(silence_days=1)
    delivery = world.deliver(meetings, on=dt.date(2024, 6, 1))
    sheet = agreement_sheet(User.objects.get(pk=world.officer.pk), world.agreement.uuid)

    assert sheet.holds_until == delivery.steps.get().taken_at + dt.timedelta(days=1)
    assert sheet.balance.commitments[0].unconfirmed == 1


@pytest.mark.django_db
def test_past_days_are_not_remembered() -> None:
    world, *_ = in_force()
    REMEMBERED.clear()

    agreement_sheet(User.objects.get(pk=world.officer.pk), world.agreement.uuid, as_of=dt.date(2025, 1, 1))
    agreement_sheet(User.objects.get(pk=world.officer.pk), world.agreement.uuid, known_at=timezone.now())

    assert REMEMBERED.weight == 0
