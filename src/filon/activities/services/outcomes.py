"""What became of an idea is a fact: final while it stands, taken back by reversal."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.activities import rules
from filon.activities.fact_kinds import KIND_OF_OUTCOME
from filon.activities.inputs import OutcomeInput
from filon.activities.kinds import OutcomeKind
from filon.activities.models import Idea, IdeaOutcome
from filon.activities.services.fulfilling import Exchange, commitments_fulfil, fulfilments_withdraw
from filon.activities.services.ideas import MODERATE
from filon.activities.states import IdeaState
from filon.agreements.models import Agreement
from filon.facts.inputs import FactInput
from filon.facts.models import Fact
from filon.facts.services import fact_record, fact_reverse
from filon.kernel import audit, clock, events, states
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User

SOURCE = "activities.idea"


@transaction.atomic
def outcome_record(*, by: User, idea_id: UUID, outcome: OutcomeInput) -> IdeaOutcome:
    """The idea became something: a project, an internship, a thesis or an agreement. Somebody has taken it up before."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=MODERATE, lock=True)
    if idea.state == IdeaState.BECOME:
        raise Refused(_("It is said already what this idea became: take that back first."))
    if idea.state != IdeaState.TAKEN_UP:
        raise Refused(_("Nobody has taken this idea up: say first who works on it."))
    agreement = _agreement(by, outcome)
    title = rules.check_text(outcome.title, sentence=_("Say which one: people must recognise it."), field="title")
    states.move(idea, to=IdeaState.BECOME)
    made = IdeaOutcome.objects.create(
        idea=idea,
        kind=outcome.kind,
        title=title,
        agreement=agreement,
        occurred_on=outcome.occurred_on,
        fact=_recorded(by, idea, outcome, agreement),
        recorded_by=by,
    )
    words = _("%(kind)s “%(title)s”, born of the idea “%(idea)s”.")
    said = words % {"kind": made.get_kind_display().capitalize(), "title": title, "idea": idea.title}
    commitments_fulfil(by, outcome.commitment_ids, Exchange(outcome.occurred_on, said, persons=1), outcome=made)
    audit.record(by, "idea.became", idea, kind=outcome.kind)
    events.publish("activities.idea_became", idea.uuid, kind=outcome.kind)
    return made


def _agreement(by: User, outcome: OutcomeInput) -> Agreement | None:
    if outcome.occurred_on > timezone.localdate():
        raise Refused(_("This day has not come yet: say it once it has happened."), field="occurred_on")
    if outcome.kind != OutcomeKind.AGREEMENT:
        return None
    if outcome.agreement_id is None:
        raise Refused(_("Choose the agreement that the idea became."), field="agreement")
    return get_visible_or_404(Agreement, viewer=by, id=outcome.agreement_id)


def _recorded(by: User, idea: Idea, outcome: OutcomeInput, agreement: Agreement | None) -> Fact:
    """Between the school and the organisations that took the idea up; those bound by the agreement, where it became one."""
    named = set(idea.takings.filter(ended_at=None, entity__isnull=False).values_list("entity__uuid", flat=True))
    if agreement is not None:
        named |= set(agreement.parties.values_list("entity__uuid", flat=True))
    became = FactInput(
        kind=KIND_OF_OUTCOME[outcome.kind],
        occurred_on=outcome.occurred_on,
        host_id=idea.host_id,
        entity_ids=list(named),
        source_type=SOURCE,
        source_uuid=idea.uuid,
    )
    return fact_record(by=by, fact=became)


@transaction.atomic
def outcome_take_back(*, by: User, idea_id: UUID, reason: str) -> IdeaOutcome:
    """It did not become that: the fact is reversed, what it fulfilled is taken back, and the idea is taken up as before."""
    idea = get_visible_or_404(Idea, viewer=by, id=idea_id, may=MODERATE, lock=True)
    made = idea.outcomes.select_related("fact").filter(taken_back_at=None).first()
    if made is None:
        raise Refused(_("It is not said yet what this idea became."))
    words = rules.check_reason(reason)
    fulfilments_withdraw(by, made.fulfilments.select_related("delivery"), words)
    fact_reverse(by=by, fact_id=made.fact.uuid, reason=words)
    made.taken_back_at, made.taken_back_by, made.reason = clock.now(), by, words
    made.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
    states.move(idea, to=IdeaState.TAKEN_UP)
    audit.record(by, "idea.outcome_taken_back", idea, reason=words)
    events.publish("activities.outcome_taken_back", idea.uuid)
    return made
