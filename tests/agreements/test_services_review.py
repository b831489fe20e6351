"""A draft is approved by everybody its kind and amount ask for, in turn, by a second pair of eyes; a change sends it back."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.utils.translation import override

from filon.agreements.inputs import ClauseInput
from filon.agreements.models import AgreementKind, AgreementVersion, Approval, ReviewRound, VersionStep
from filon.agreements.queries.approvals import reviewing_of, timetable
from filon.agreements.services import comments, drafting, effect, review
from filon.agreements.states import VersionState
from filon.kernel.errors import Refusals, Refused
from filon.kernel.models import AuditEvent
from filon.people.models import User
from filon.people.roles import Role
from tests.factories.agreements import ONCE, World, in_force, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def complete(cents: int = 3_000_000) -> World:
    """A draft with nothing missing, worth that much."""
    world = World()
    world.set_term()
    world.pay(cents)
    world.promise(ONCE, 1)
    return world


def ask(world: World, role: Role, *, kind: AgreementKind | None = None, from_cents: int = 0, position: int = 1) -> User:
    """A rule of the school, and somebody who holds the role."""
    kind_id = kind.uuid if kind else None
    review.review_rule_add(by=world.officer, host_id=world.host.uuid, role=role, kind_id=kind_id, from_cents=from_cents, position=position)
    return member(world.host, role)


def approvals(world: World) -> list[Approval]:
    return list(world.draft.review_rounds.get(closed_at=None).approvals.all())


def state(world: World) -> str:
    return AgreementVersion.objects.get(pk=world.draft.pk).state


def test_version_is_approved_once_everybody_asked_has_approved() -> None:
    world = complete()
    referent, director = ask(world, Role.STUDIES_DIRECTOR, position=1), ask(world, Role.DIRECTOR, position=2)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)
    first, second = approvals(world)

    review.approval_give(by=referent, approval_id=first.uuid)
    between = state(world)
    review.approval_give(by=director, approval_id=second.uuid, words="Good.")

    assert (between, state(world)) == (VersionState.REVIEW, VersionState.APPROVED)
    assert world.draft.review_rounds.get().outcome == ReviewRound.Outcome.APPROVED
    assert AuditEvent.objects.filter(action="agreement.approval_given").count() == 2


def test_without_a_rule_the_director_is_asked() -> None:
    world = complete()
    director = member(world.host, Role.DIRECTOR)

    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    (asked,) = approvals(world)
    assert (asked.role, reviewing_of(director, world.draft).mine) == (Role.DIRECTOR, asked)


def test_rules_are_met_from_their_amount() -> None:
    world = complete(cents=3_000_000)
    ask(world, Role.STUDIES_DIRECTOR, from_cents=3_000_000)
    ask(world, Role.DIRECTOR, from_cents=3_000_001)

    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    assert [approval.role for approval in approvals(world)] == [Role.STUDIES_DIRECTOR]


def test_rules_are_met_by_their_kind() -> None:
    world = complete()
    ask(world, Role.STUDIES_DIRECTOR, kind=world.agreement.kind)
    ask(world, Role.DIRECTOR, kind=AgreementKind.objects.exclude(pk=world.agreement.kind_id)[0])

    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    assert [approval.role for approval in approvals(world)] == [Role.STUDIES_DIRECTOR]


def test_incomplete_draft_is_not_submitted() -> None:
    world = World()

    with pytest.raises(Refusals) as refused:
        review.review_submit(by=world.officer, version_id=world.draft.uuid)

    assert "Say on which day it takes effect." in [each.sentence for each in refused.value.refusals]
    assert (state(world), world.draft.review_rounds.count()) == (VersionState.DRAFT, 0)


def test_approval_out_of_turn_is_refused() -> None:
    world = complete()
    ask(world, Role.STUDIES_DIRECTOR, position=1)
    director = ask(world, Role.DIRECTOR, position=2)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    with pytest.raises(Refused, match="not your turn"):
        review.approval_give(by=director, approval_id=approvals(world)[1].uuid)


def test_author_does_not_approve_alone() -> None:
    world = complete()
    ask(world, Role.PARTNERSHIP_OFFICER)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    with pytest.raises(Refused, match="submitted this version yourself"):
        review.approval_give(by=world.officer, approval_id=approvals(world)[0].uuid)


def test_approval_is_for_those_who_hold_the_role() -> None:
    world = complete()
    ask(world, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    with pytest.raises(PermissionDenied):
        review.approval_give(by=world.auditor, approval_id=approvals(world)[0].uuid)
    with pytest.raises(Http404):
        review.approval_give(by=member(World().host, Role.DIRECTOR), approval_id=approvals(world)[0].uuid)


def test_sent_back_with_a_reason_the_version_is_a_draft_again() -> None:
    world = complete()
    director = ask(world, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    with pytest.raises(Refused, match="Say what must be changed"):
        review.approval_refuse(by=director, approval_id=approvals(world)[0].uuid, words=" ")
    review.approval_refuse(by=director, approval_id=approvals(world)[0].uuid, words="The amount.")

    assert (state(world), world.draft.review_rounds.get().outcome) == (VersionState.DRAFT, ReviewRound.Outcome.SENT_BACK)


def test_change_of_an_approved_text_sends_it_back() -> None:
    world = complete()
    director = ask(world, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)
    review.approval_give(by=director, approval_id=approvals(world)[0].uuid)

    world.set_term(term_end=dt.date(2027, 6, 30))

    assert state(world) == VersionState.DRAFT
    assert review.review_submit(by=world.officer, version_id=world.draft.uuid).number == 2


def test_change_during_the_review_ends_the_round() -> None:
    world = complete()
    director = ask(world, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)
    (asked,) = approvals(world)

    world.set_term(term_end=dt.date(2027, 6, 30))

    assert world.draft.review_rounds.get().outcome == ReviewRound.Outcome.OVERTAKEN
    with pytest.raises(Refused, match="round of review is over"):
        review.approval_give(by=director, approval_id=asked.uuid)


def test_withdrawn_draft_asks_nobody_any_more() -> None:
    world = complete()
    ask(world, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    effect.version_withdraw(by=world.officer, version_id=world.draft.uuid, reason="given up")

    assert world.draft.review_rounds.get().outcome == ReviewRound.Outcome.WITHDRAWN


def test_timetable_says_who_held_it_since_when() -> None:
    world = complete()
    director = ask(world, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)

    held = timetable(world.draft)

    assert [(one.state, list(one.who)) for one in held] == [("draft", [world.officer.name]), ("review", [director.name])]
    assert held[0].until == held[1].since
    assert held[1].until is None


def test_timetable_says_who_answered_and_that_what_is_sent_back_lies_with_its_writer() -> None:
    world = complete()
    director = ask(world, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)
    review.approval_refuse(by=director, approval_id=approvals(world)[0].uuid, words="Name the course.")

    held = timetable(world.draft)

    who = [(one.state, list(one.who)) for one in held]
    assert who == [("draft", [world.officer.name]), ("review", [director.name]), ("draft", [world.officer.name])]


def test_every_step_of_a_version_is_kept() -> None:
    world, _, _ = in_force()

    steps = VersionStep.objects.filter(version=world.draft).values_list("state", flat=True)

    assert list(steps) == [VersionState.DRAFT, VersionState.SIGNED, VersionState.IN_FORCE]


def test_comment_is_answered_then_resolved_and_opened_again_by_an_answer() -> None:
    world = complete()
    comment = comments.comment_write(by=world.auditor, version_id=world.draft.uuid, words="Which amount?")
    comments.comment_resolve(by=world.officer, comment_id=comment.uuid)

    comments.comment_answer(by=world.auditor, comment_id=comment.uuid, words="Not yet.")

    (thread,) = reviewing_of(world.auditor, world.draft).threads
    assert (thread.comment.resolved_at, [answer.words for answer in thread.answers]) == (None, ["Not yet."])


def test_comment_stays_when_its_clause_goes() -> None:
    world = complete()
    drafting.clause_add(by=world.officer, version_id=world.draft.uuid, clause=ClauseInput("Objet", "Le texte."))
    comments.comment_write(by=world.auditor, version_id=world.draft.uuid, words="Too short.", position=1)

    drafting.clause_remove(by=world.officer, version_id=world.draft.uuid, position=1)

    (thread,) = reviewing_of(world.auditor, world.draft).other_threads
    assert thread.comment.heading == "Objet"


def test_partner_reads_no_comment() -> None:
    world, _, _ = in_force()
    draft = world.amend(dt.date(2025, 7, 1))
    comment = comments.comment_write(by=world.officer, version_id=draft.uuid, words="Between us.")

    with pytest.raises(Http404):
        comments.comment_answer(by=world.contact, comment_id=comment.uuid, words="I read you.")
    with pytest.raises(Http404):
        comments.comment_write(by=world.contact, version_id=draft.uuid, words="Hello.")


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_are_taken_one_after_the_other() -> None:
    world = complete()
    first, second = ask(world, Role.DIRECTOR), member(world.host, Role.DIRECTOR)
    review.review_submit(by=world.officer, version_id=world.draft.uuid)
    (asked,) = approvals(world)
    refused: list[str] = []

    def approve(user: User) -> None:
        try:
            with override("en"), transaction.atomic():
                review.approval_give(by=User.objects.get(pk=user.pk), approval_id=asked.uuid)
        except Refused as error:
            refused.append(error.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(user,)) for user in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (state(world), refused) == (VersionState.APPROVED, ["This round of review is over: read the page again."])
