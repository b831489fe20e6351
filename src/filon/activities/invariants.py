"""What is always true of exchanges, proved again by `filon verify`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from filon.activities.fact_kinds import KIND_OF_OUTCOME, SESSION_HELD
from filon.activities.models import Closing, ExchangeSession, Fulfilment, Idea, IdeaOutcome, IdeaTaking, Registration
from filon.activities.states import IdeaState, PlaceState, SessionState
from filon.agreements.states import DeliveryState
from filon.facts.models import Fact
from filon.kernel import clock
from filon.kernel.registry import InvariantResult

CONFIRMED, WAITING = Q(registrations__state=PlaceState.CONFIRMED), Q(registrations__state=PlaceState.WAITING)


def _named(session: ExchangeSession) -> str:
    return f"{session.title_fr} ({session.uuid})"


def registered_within_capacity(_keys: object = None) -> InvariantResult:
    """Nobody has a place too many."""
    sessions = ExchangeSession.objects.annotate(confirmed=Count("registrations", filter=CONFIRMED))
    sentence = _("%(session)s: more persons registered than places")
    broken = [sentence % {"session": _named(one)} for one in sessions.filter(Q(confirmed__gt=F("capacity")))]
    return InvariantResult(sessions.count(), broken)


def waiting_list_in_order(_keys: object = None) -> InvariantResult:
    """Nobody waits while a place is free, and nobody who asked later has the place of one who waits."""
    counted = ExchangeSession.objects.annotate(
        confirmed=Count("registrations", filter=CONFIRMED),
        last_placed=Max("registrations__id", filter=CONFIRMED),
        first_waiting=Min("registrations__id", filter=WAITING),
    ).filter(Q(first_waiting__isnull=False))
    free, passed = _("%(session)s: somebody waits while a place is free"), _("%(session)s: somebody who waits was passed over")
    broken = [free % {"session": _named(one)} for one in counted.filter(Q(confirmed__lt=F("capacity")))]
    broken += [passed % {"session": _named(one)} for one in counted.filter(Q(last_placed__gt=F("first_waiting")))]
    return InvariantResult(counted.count(), broken)


def one_live_registration(_keys: object = None) -> InvariantResult:
    """A person has one place or one turn in a session."""
    live = Registration.objects.live().order_by().values("session", "user")
    twice = live.annotate(number=Count("pk")).filter(number__gt=1)
    sentence = _("session %(session)d: person %(user)d is registered twice")
    return InvariantResult(live.count(), [sentence % {"session": one["session"], "user": one["user"]} for one in twice])


def attendance_of_what_has_begun(_keys: object = None) -> InvariantResult:
    """Who came is said of a session that has begun."""
    marked = ExchangeSession.objects.filter(Exists(Registration.objects.filter(session=OuterRef("pk"), came__isnull=False)))
    sentence = _("%(session)s: attendance was noted before it began")
    broken = [sentence % {"session": _named(one)} for one in marked.filter(starts_at__gt=clock.now())]
    return InvariantResult(marked.count(), broken)


def session_fact_recorded_once(_keys: object = None) -> InvariantResult:
    """A session that was held has one fact that stands; a closing that was undone has none."""
    live = Closing.objects.filter(session=OuterRef("pk"), reopened_at=None)
    sessions = ExchangeSession.objects.annotate(is_closed=Exists(live))
    amiss = sessions.filter(Q(state=SessionState.HELD, is_closed=False) | ~Q(state=SessionState.HELD) & Q(is_closed=True))
    broken = [_("%(session)s: its state and its fact do not agree") % {"session": _named(one)} for one in amiss]
    broken += [_("%(session)s: its fact is not what was closed") % {"session": _named(one.session)} for one in _closings_amiss()]
    return InvariantResult(sessions.count(), broken)


def _closings_amiss() -> QuerySet[Closing]:
    reversed_fact = Exists(Fact.objects.filter(reverses=OuterRef("fact")))
    closings = Closing.objects.select_related("session").annotate(is_reversed=reversed_fact)
    same = Q(fact__kind=SESSION_HELD, fact__persons=F("persons"), fact__source_uuid=F("session__uuid"))
    return closings.filter(~same | Q(reopened_at=None, is_reversed=True) | Q(reopened_at__isnull=False, is_reversed=False))


def outcome_stands_with_its_fact(_keys: object = None) -> InvariantResult:
    """An idea became something while one fact says so; taken up while somebody works on it."""
    live = IdeaOutcome.objects.filter(idea=OuterRef("pk"), taken_back_at=None)
    taken = IdeaTaking.objects.filter(idea=OuterRef("pk"), ended_at=None)
    ideas = Idea.objects.annotate(became=Exists(live), is_taken=Exists(taken))
    right = (
        Q(state=IdeaState.BECOME, became=True, is_taken=True)
        | Q(state=IdeaState.TAKEN_UP, became=False, is_taken=True)
        | Q(state__in=[IdeaState.PROPOSED, IdeaState.SET_ASIDE], became=False, is_taken=False)
    )
    broken = [_("%(idea)s: its state is not what was recorded") % {"idea": one.uuid} for one in ideas.filter(~right)]
    return InvariantResult(ideas.count(), broken + list(_outcomes_amiss()))


def _outcomes_amiss() -> Iterator[str]:
    reversed_fact = Exists(Fact.objects.filter(reverses=OuterRef("fact")))
    sentence = _("%(outcome)s: its fact is not what was recorded")
    for one in IdeaOutcome.objects.select_related("fact").annotate(is_reversed=reversed_fact):
        is_its_kind = one.fact.kind == KIND_OF_OUTCOME[one.kind] and one.fact.occurred_on == one.occurred_on
        if not is_its_kind or one.is_reversed != (one.taken_back_at is not None):
            yield sentence % {"outcome": one.uuid}


def fulfilment_goes_with_its_cause(_keys: object = None) -> InvariantResult:
    """What was declared because of a session or of an idea is withdrawn once that holds no longer."""
    gone = Q(closing__reopened_at__isnull=False) | Q(outcome__taken_back_at__isnull=False)
    kept = Fulfilment.objects.filter(gone).exclude(delivery__state=DeliveryState.WITHDRAWN)
    sentence = _("delivery %(delivery)s: its cause is gone, and it stands")
    broken = [sentence % {"delivery": one.delivery.uuid} for one in kept.select_related("delivery")]
    return InvariantResult(Fulfilment.objects.count(), broken)
