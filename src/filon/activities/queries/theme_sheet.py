"""The page of a theme: its sessions, its ideas, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from filon.activities.kinds import OutcomeKind
from filon.activities.models import ExchangeSession, ExchangeTheme, Idea, IdeaOutcome
from filon.activities.queries.listing import themes_seen, with_places
from filon.activities.queries.words import standing
from filon.activities.rights import is_outside
from filon.activities.states import IdeaState
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User

SHOWN = 40


@dataclass(frozen=True)
class Stage:
    """A bar of the picture: how many ideas reached it. ``y`` and ``height`` in the picture's units."""

    kind: str
    label: str
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Ribbon:
    """From a stage to the next."""

    kind: str
    path: str


@dataclass(frozen=True)
class Picture:
    """Idea, taken up, outcome: heights are numbers of ideas."""

    stages: Sequence[Stage]
    ribbons: Sequence[Ribbon]
    height: int
    width: int = 660


@dataclass(frozen=True)
class ThemeSheet:
    """``sessions``: what is to come first, then the last ones; ``ideas`` with their `outcome_kind`, if any."""

    theme: ExchangeTheme
    sessions: Sequence[Any]
    ideas: Sequence[Any]
    picture: Picture | None
    outside: bool
    may_write: bool
    may_take_part: bool

    @property
    def coming(self) -> list[Any]:
        return sorted((one for one in self.sessions if standing(one) in ("coming", "running")), key=lambda one: one.starts_at)

    @property
    def past(self) -> list[Any]:
        return [one for one in self.sessions if standing(one) not in ("coming", "running")]


def with_outcome(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """Each with `outcome_kind` and `outcome_title` of what it became."""
    live = IdeaOutcome.objects.filter(idea=OuterRef("pk"), taken_back_at=None)
    kind, title = (Subquery(live.values(name)[:1], output_field=CharField()) for name in ("kind", "title"))
    return ideas.annotate(outcome_kind=kind, outcome_title=title)


def theme_sheet(viewer: User, theme_id: UUID) -> ThemeSheet:
    """Raises Http404."""
    theme = get_visible_or_404(ExchangeTheme.objects.select_related("theme", "host"), viewer=viewer, id=theme_id)
    sessions = with_places(ExchangeSession.objects.visible_to(viewer).filter(theme=theme), viewer).select_related("site")
    ideas = with_outcome(Idea.objects.visible_to(viewer).filter(theme=theme))
    return ThemeSheet(
        theme=theme,
        sessions=list(sessions.order_by("-starts_at")[:SHOWN]),
        ideas=list(ideas[:SHOWN]),
        picture=picture_of(ideas),
        outside=is_outside(viewer, theme.host_id),
        may_write=viewer.has_perm("activities.exchange.write", theme),
        may_take_part=viewer.has_perm("activities.exchange.take_part", theme),
    )


def picture_of(ideas: QuerySet[Any]) -> Picture | None:
    """Of all these ideas; None without one."""
    counts: Counter[tuple[str, str]] = Counter()
    for state, kind, number in ideas.order_by().values_list("state", "outcome_kind").annotate(number=Count("pk")):
        counts[state, kind or ""] += number
    whole = sum(counts.values())
    if not whole:
        return None
    unit, gap = max(6, min(28, 168 // whole)), 40
    became = [(kind, counts[IdeaState.BECOME, kind]) for kind in OutcomeKind if counts[IdeaState.BECOME, kind]]
    working = sum(number for (state, _kind), number in counts.items() if state == IdeaState.TAKEN_UP)
    taken = working + sum(number for _kind, number in became)
    stages, ribbons = [Stage("received", ngettext("idea proposed to all", "ideas proposed to all", whole), whole, 0, 20, whole * unit)], []
    if taken:
        stages.append(Stage("waiting", ngettext("of them taken up", "of them taken up", taken), taken, 220, 20, taken * unit))
        ribbons.append(_ribbon(stages[0], 20, stages[1], taken * unit))
    start, y = 20, 20
    for kind, number in became:
        stages.append(Stage("programme", str(kind.label), number, 440, y, number * unit))
        ribbons.append(_ribbon(stages[1], start, stages[-1], number * unit))
        start, y = start + number * unit, y + max(number * unit, 14) + gap - 14
    return Picture(stages, ribbons, max(20 + whole * unit, y, 60) + 12)


def _ribbon(left: Stage, start: int, right: Stage, height: int) -> Ribbon:
    """A band of that height between two bars 12 units wide, from that height of the left one to the top of the right one."""
    x1, x2, end = left.x + 12, right.x, right.y
    middle = (x1 + x2) // 2
    top = f"M{x1} {start}C{middle} {start} {middle} {end} {x2} {end}"
    return Ribbon(right.kind, f"{top}V{end + height}C{middle} {end + height} {middle} {start + height} {x1} {start + height}Z")


def theme_rows(viewer: User) -> QuerySet[Any]:
    """Every theme she sees, with `session_count`, `idea_count` and `became_count` of what she sees."""
    sessions, ideas = ExchangeSession.objects.visible_to(viewer), Idea.objects.visible_to(viewer)
    return themes_seen(viewer).annotate(
        session_count=_number(sessions),
        idea_count=_number(ideas),
        became_count=_number(ideas.filter(Q(state=IdeaState.BECOME))),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    of_theme = rows.filter(theme=OuterRef("pk")).order_by().values("theme").annotate(number=Count("pk"))
    return Coalesce(Subquery(of_theme.values("number")), 0, output_field=IntegerField())
