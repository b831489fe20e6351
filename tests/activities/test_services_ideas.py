"""Ideas: proposed, commented for good, taken up, carried out; what became of one is final while its fact stands."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.activities.inputs import OutcomeInput
from filon.activities.kinds import OutcomeKind
from filon.activities.models import Idea, IdeaComment, IdeaTaking
from filon.activities.queries.words import speaker
from filon.activities.services import ideas
from filon.activities.services.forgetting import names_purge, registrations_purge
from filon.activities.services.outcomes import outcome_record, outcome_take_back
from filon.activities.services.registrations import session_register
from filon.activities.states import IdeaState
from filon.facts.models import Fact
from filon.kernel.appendonly import maintenance
from filon.kernel.errors import Refused
from filon.kernel.models import AppendOnlyError
from filon.kernel.noted import check
from filon.people.roles import Role
from tests.activities.test_services_registrations import broken
from tests.factories.activities import Exchanges, begun, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def outcome(kind: OutcomeKind = OutcomeKind.INTERNSHIP, **changed: object) -> OutcomeInput:
    named = {"kind": kind, "title": "Stage de printemps", "occurred_on": timezone.localdate()} | changed
    return OutcomeInput(**named)  # type: ignore[arg-type]


def taken_up(exchanges: Exchanges) -> Idea:
    """Proposed by a student, taken up by the company."""
    idea = exchanges.idea(by=exchanges.student(), audience="public")
    ideas.idea_show(by=exchanges.officer, idea_id=idea.uuid, is_public=True)
    ideas.idea_take_up(by=exchanges.contact, idea_id=idea.uuid)
    idea.refresh_from_db()
    return idea


def test_idea_is_shown_to_everybody_by_a_moderator_alone() -> None:
    exchanges = Exchanges()

    proposed = exchanges.idea(by=exchanges.student(), audience="public")
    own = exchanges.idea(audience="public")

    assert (proposed.audience, proposed.voice, own.audience, own.voice) == ("members", "student", "public", "school")


def test_idea_of_another_theme_than_its_session_is_refused() -> None:
    exchanges = Exchanges()
    session, other = exchanges.session(), exchanges.opened("Biodiversité dans l’extraction des minéraux")

    with pytest.raises(Refused, match="another theme"):
        exchanges.idea(theme_id=other.uuid, session_id=session.uuid)
    with pytest.raises(Refused, match="already"):
        exchanges.opened("Décarbonation")


def test_idea_is_taken_up_for_the_company_of_who_takes_it_and_given_back() -> None:
    exchanges = Exchanges()
    idea = taken_up(exchanges)
    with pytest.raises(Refused, match="taken this idea up already"):
        ideas.idea_take_up(by=exchanges.contact, idea_id=idea.uuid)

    ideas.idea_give_back(by=exchanges.contact, idea_id=idea.uuid)

    idea.refresh_from_db()
    assert (idea.takings.get().entity, idea.state) == (exchanges.world.company, IdeaState.PROPOSED)
    with pytest.raises(Refused, match="cannot be given back"):
        ideas.idea_give_back(by=exchanges.contact, idea_id=idea.uuid)


def test_idea_is_taken_up_for_another_organisation_by_who_runs_exchanges() -> None:
    exchanges = Exchanges()
    idea, company = exchanges.idea(), exchanges.world.company

    taking = ideas.idea_take_up(by=exchanges.officer, idea_id=idea.uuid, entity_id=company.uuid)

    assert taking.entity == company
    with pytest.raises(PermissionDenied):
        ideas.idea_take_up(by=exchanges.student(), idea_id=idea.uuid, entity_id=company.uuid)


def test_comment_is_added_for_good_and_withdrawn_by_a_moderator_with_a_reason() -> None:
    exchanges = Exchanges()
    student = exchanges.student()
    comment = ideas.idea_comment(by=student, idea_id=exchanges.idea().uuid, words=" Et la nuit ? ")
    with pytest.raises(AppendOnlyError):
        comment.save()
    with pytest.raises(PermissionDenied):
        ideas.comment_withdraw(by=student, comment_id=comment.uuid, reason="Non")

    ideas.comment_withdraw(by=exchanges.officer, comment_id=comment.uuid, reason="Nomme une personne")

    assert (comment.words, IdeaComment.objects.count()) == ("Et la nuit ?", 1)
    with pytest.raises(Refused, match="withdrawn already"):
        ideas.comment_withdraw(by=exchanges.officer, comment_id=comment.uuid, reason="Encore")


def test_outcome_is_a_fact_between_the_school_and_who_took_the_idea_up() -> None:
    exchanges = Exchanges()
    idea = taken_up(exchanges)

    made = outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=outcome(commitment_ids=[exchanges.events.uuid]))

    assert (made.fact.kind, made.fact.visibility, made.fact.persons) == ("activities.internship", "host", None)
    assert [one.entity for one in made.fact.organisations.all()] == [exchanges.world.company]
    assert made.fulfilments.get().delivery.commitment == exchanges.events
    assert Idea.objects.get(pk=idea.pk).state == IdeaState.BECOME


def test_outcome_is_final_while_its_fact_stands() -> None:
    exchanges = Exchanges()
    idea = taken_up(exchanges)
    made = outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=outcome())
    for refused in (
        lambda: outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=outcome(OutcomeKind.THESIS)),
        lambda: ideas.idea_take_up(by=exchanges.officer, idea_id=idea.uuid),
        lambda: ideas.idea_give_back(by=exchanges.contact, idea_id=idea.uuid),
        lambda: ideas.idea_set_aside(by=exchanges.officer, idea_id=idea.uuid, reason="Non"),
    ):
        with pytest.raises(Refused), transaction.atomic():
            refused()

    outcome_take_back(by=exchanges.officer, idea_id=idea.uuid, reason="Stage annulé")
    outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=outcome(OutcomeKind.PROJECT))

    assert Fact.objects.get(reverses=made.fact).quantity == -1
    assert (idea.outcomes.count(), broken()) == (2, {})


def test_outcome_is_refused_of_an_idea_nobody_took_up_of_a_day_to_come_and_without_its_agreement() -> None:
    exchanges = Exchanges()
    idea, tomorrow = exchanges.idea(), timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(Refused, match="Nobody has taken"):
        outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=outcome())
    ideas.idea_take_up(by=exchanges.officer, idea_id=idea.uuid)
    with pytest.raises(Refused, match="has not come"):
        outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=outcome(occurred_on=tomorrow))
    with pytest.raises(Refused, match="Choose the agreement"):
        outcome_record(by=exchanges.officer, idea_id=idea.uuid, outcome=outcome(OutcomeKind.AGREEMENT))

    made = outcome_record(
        by=exchanges.officer, idea_id=idea.uuid, outcome=outcome(OutcomeKind.AGREEMENT, agreement_id=exchanges.world.agreement.uuid)
    )

    assert made.fact.organisations.count() == 3


def test_idea_set_aside_is_brought_back() -> None:
    exchanges = Exchanges()
    idea = taken_up(exchanges)

    ideas.idea_set_aside(by=exchanges.officer, idea_id=idea.uuid, reason="Trop tôt")
    aside = Idea.objects.get(pk=idea.pk).state
    ideas.idea_bring_back(by=exchanges.officer, idea_id=idea.uuid)

    assert (aside, Idea.objects.get(pk=idea.pk).state, broken()) == (IdeaState.SET_ASIDE, IdeaState.PROPOSED, {})


def test_name_of_a_student_is_read_inside_and_by_herself_alone() -> None:
    exchanges = Exchanges()
    student = exchanges.student(name="Léa Roussel")
    idea = exchanges.idea(by=student)

    told = [speaker(viewer, idea, host_id=exchanges.host.pk) for viewer in (exchanges.officer, exchanges.contact)]

    assert told == ["Léa Roussel", "a student"]


ACTS = ["take", "back", "aside", "bring", "become", "undo"]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=10))
def test_outcome_stands_with_its_fact_whatever_is_done(acts: list[str]) -> None:
    with transaction.atomic():
        exchanges = Exchanges()
        idea, by = exchanges.idea(), exchanges.officer
        services = {
            "take": lambda: ideas.idea_take_up(by=by, idea_id=idea.uuid),
            "back": lambda: ideas.idea_give_back(by=by, idea_id=idea.uuid),
            "aside": lambda: ideas.idea_set_aside(by=by, idea_id=idea.uuid, reason="Non"),
            "bring": lambda: ideas.idea_bring_back(by=by, idea_id=idea.uuid),
            "become": lambda: outcome_record(by=by, idea_id=idea.uuid, outcome=outcome(commitment_ids=[exchanges.events.uuid])),
            "undo": lambda: outcome_take_back(by=by, idea_id=idea.uuid, reason="Erreur"),
        }
        for act in acts:
            try:
                with transaction.atomic():
                    services[act]()
            except Refused:
                continue
        found = broken()
        transaction.set_rollback(True)

    assert found == {}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_names_are_erased_in_time_and_what_was_said_stays() -> None:
    exchanges = Exchanges()
    session = exchanges.session()
    session_register(by=exchanges.student(), session_id=session.uuid)
    begun(session)
    idea = taken_up(exchanges)
    ideas.idea_comment(by=member(exchanges.world, Role.STUDENT), idea_id=idea.uuid, words="Et la nuit ?")
    today = timezone.localdate()

    with maintenance():
        kept = (registrations_purge(today).removed, names_purge(today).removed)
        later = today.replace(year=today.year + 6, day=min(today.day, 28))
        erased = (registrations_purge(later).removed, names_purge(later).removed)

    assert (kept, erased) == ((0, 0), (1, 3))
    idea.refresh_from_db()
    assert (idea.author, idea.words, speaker(exchanges.officer, idea, host_id=exchanges.host.pk)) == (
        None,
        "Chauffer le campus.",
        "a student",
    )
    assert [check(model).violations for model in (Idea, IdeaComment, IdeaTaking)] == [[], [], []]
