"""Lives of a session, of a place in it, and of an idea: every allowed transition, and no other."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.kernel.states import Transitions


class SessionState(models.TextChoices):
    """Planned until it is closed, which records its fact; closed in error, it is planned again and closed anew."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


SESSION_TRANSITIONS = Transitions(
    SessionState,
    {
        SessionState.PLANNED: {SessionState.HELD, SessionState.CANCELLED},
        SessionState.HELD: {SessionState.PLANNED},
        SessionState.CANCELLED: set(),
    },
    explained={SessionState.CANCELLED},
)


class PlaceState(models.TextChoices):
    """A place asked for: had at once, or waited for until somebody leaves."""

    CONFIRMED = "confirmed", _("registered")
    WAITING = "waiting", _("on the waiting list")
    LEFT = "left", _("gave the place up")


LIVE_PLACES = (PlaceState.CONFIRMED, PlaceState.WAITING)

PLACE_TRANSITIONS = Transitions(
    PlaceState,
    {
        PlaceState.CONFIRMED: {PlaceState.LEFT},
        PlaceState.WAITING: {PlaceState.CONFIRMED, PlaceState.LEFT},
        PlaceState.LEFT: set(),
    },
)


class IdeaState(models.TextChoices):
    """What became of it is final while its fact stands: taking the fact back leads to taken up again."""

    PROPOSED = "proposed", _("proposed")
    TAKEN_UP = "taken_up", _("taken up")
    BECOME = "become", _("carried out")
    SET_ASIDE = "set_aside", _("put aside")


IDEA_TRANSITIONS = Transitions(
    IdeaState,
    {
        IdeaState.PROPOSED: {IdeaState.TAKEN_UP, IdeaState.SET_ASIDE},
        IdeaState.TAKEN_UP: {IdeaState.PROPOSED, IdeaState.BECOME, IdeaState.SET_ASIDE},
        IdeaState.BECOME: {IdeaState.TAKEN_UP},
        IdeaState.SET_ASIDE: {IdeaState.PROPOSED},
    },
    explained={IdeaState.SET_ASIDE},
)
