"""A partner proposes an amendment; the school takes it into a draft, or says why not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filon.agreements.dispute_invariants import proposal_answered_in_its_agreement
from filon.agreements.models import Proposal
from filon.agreements.queries.week import week_items
from filon.agreements.services import proposals
from filon.agreements.states import ProposalState
from filon.kernel.errors import Refused
from filon.partners.kinds import AccessLevel
from filon.partners.models import Access
from filon.people.models import User
from tests.agreements.pages import read, refused, send
from tests.factories.agreements import World, in_force, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATER = dt.date(2026, 7, 1)


def proposed(world: World, *, number: int = 1) -> Proposal:
    return proposals.proposal_make(
        by=world.contact,
        agreement_id=world.agreement.uuid,
        number=number,
        what="A fifth meeting",
        why="More students",
        documents=[pdf("note.pdf")],
    )


def address(world: World, name: str, **key: object) -> str:
    return reverse(f"agreements:{name}", kwargs={"agreement_id": world.agreement.uuid, **key})


def test_taken_proposal_begins_the_next_version():
    world, *_ = in_force()
    made = proposed(world)

    taken = proposals.proposal_take(by=world.officer, proposal_id=made.uuid, effective_from=LATER)

    assert taken.draft is not None
    assert (taken.state, taken.draft.number, taken.draft.effective_from) == (ProposalState.TAKEN, 2, LATER)


def test_taken_proposal_joins_the_draft_that_is_being_written():
    world, *_ = in_force()
    draft = world.amend(LATER)

    taken = proposals.proposal_take(by=world.officer, proposal_id=proposed(world).uuid, effective_from=timezone.localdate())

    assert (taken.draft, world.agreement.versions.count()) == (draft, 2)


def test_declined_without_a_reason_is_refused():
    world, *_ = in_force()
    made = proposed(world)

    with pytest.raises(Refused, match="Say why"):
        proposals.proposal_decline(by=world.officer, proposal_id=made.uuid, reason=" ")

    assert proposals.proposal_decline(by=world.officer, proposal_id=made.uuid, reason="Not this year").state == ProposalState.DECLINED


def test_proposal_is_answered_once():
    world, *_ = in_force()
    made = proposed(world)
    proposals.proposal_withdraw(by=world.contact, proposal_id=made.uuid)

    with pytest.raises(Refused, match="final"):
        proposals.proposal_take(by=world.officer, proposal_id=made.uuid, effective_from=LATER)


def test_proposal_about_a_version_that_was_amended_is_refused():
    world, *_ = in_force()
    world.sign(world.amend(dt.date(2025, 7, 1)))

    with pytest.raises(Refused, match="Version 2 has been signed since"):
        proposed(world, number=1)


def test_school_proposes_nothing_and_a_reader_neither():
    world, *_ = in_force()
    Access.objects.filter(user=world.contact).update(level=AccessLevel.READS)

    for person in (world.officer, User.objects.get(pk=world.contact.pk)):
        with pytest.raises(PermissionDenied):
            proposals.proposal_make(by=person, agreement_id=world.agreement.uuid, number=1, what="A", why="B")


def test_partner_does_not_answer_and_a_stranger_finds_nothing():
    world, *_ = in_force()
    made = proposed(world)

    with pytest.raises(PermissionDenied):
        proposals.proposal_decline(by=world.contact, proposal_id=made.uuid, reason="No")
    with pytest.raises(Http404):
        proposals.proposal_decline(by=World().officer, proposal_id=made.uuid, reason="No")


def test_school_is_written_to_then_the_partner(work):
    world, *_ = in_force()
    world.agreement.owner = world.officer
    world.agreement.save(update_fields=["owner"])

    made = proposed(world)
    work()
    proposals.proposal_decline(by=world.officer, proposal_id=made.uuid, reason="Not this year")
    work()

    assert [letter.to for letter in mail.outbox] == [[world.officer.email], [world.contact.email]]


def test_proposal_waits_in_the_week_of_the_school_only():
    world, *_ = in_force()
    proposed(world)

    titles = {
        who: [item.title for item in week_items(user, dt.date(2024, 2, 1))]
        for who, user in (("us", world.officer), ("them", world.contact))
    }

    assert f"Amendment proposed by {world.company.name}" in titles["us"]
    assert f"Amendment proposed by {world.company.name}" not in titles["them"]


def test_pages_of_a_proposal(client: Client):
    world, *_ = in_force()
    assert address(world, "propose") in read(client, world.contact, address(world, "detail"))
    assert "Say why: the school reads it" in refused(
        client, world.contact, address(world, "propose"), what="A fifth meeting", why="", number="1"
    )

    given = {"what": "A fifth meeting", "why": "More students", "number": "1", "documents": [pdf("note.pdf")]}
    sent = send(client, world.contact, address(world, "propose"), **given)
    made = Proposal.objects.get()
    shown = read(client, world.officer, address(world, "proposal", proposal_id=made.uuid))
    taken = send(client, world.officer, address(world, "proposal_take", proposal_id=made.uuid), effective_from=LATER.isoformat())

    assert (sent.status_code, taken.status_code) == (303, 303)
    assert [words in shown for words in ("A fifth meeting", "note.pdf", "Begin the amendment")] == [True, True, True]
    assert "took it into version 2" in read(client, world.contact, address(world, "proposal", proposal_id=made.uuid))


class TestProposals(TestCase):
    """Property test of `proposal_answered_in_its_agreement`."""

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(["take", "decline", "withdraw"]), max_size=4))
    def test_proposal_answered_in_its_agreement(self, acts: list[str]) -> None:
        world, *_ = in_force()
        made = [proposed(world), proposed(world)]

        for place, act in enumerate(acts):
            try:
                answer(world, made[place % 2], act)
            except Refused:
                continue

        assert proposal_answered_in_its_agreement().violations == []


def answer(world: World, made: Proposal, act: str) -> None:
    if act == "take":
        proposals.proposal_take(by=world.officer, proposal_id=made.uuid, effective_from=LATER)
    elif act == "decline":
        proposals.proposal_decline(by=world.officer, proposal_id=made.uuid, reason="No")
    else:
        proposals.proposal_withdraw(by=world.contact, proposal_id=made.uuid)
