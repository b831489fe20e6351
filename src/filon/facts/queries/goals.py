"""How many facts serve each goal."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Func, IntegerField

from filon.facts.goals import GOALS, Goal
from filon.facts.models import Fact
from filon.people.models import User


@dataclass(frozen=True)
class GoalCount:
    goal: Goal
    count: int


def goal_counts(viewer: User) -> list[GoalCount]:
    """The 17 goals with the number of facts that stand, in one query."""
    standing = Fact.objects.visible_to(viewer).filter(reverses__isnull=True, reversed_by__isnull=True)
    tagged = standing.annotate(goal=Func("goals", function="unnest", output_field=IntegerField())).order_by()
    counts = dict(tagged.values("goal").annotate(count=Count("pk")).values_list("goal", "count"))
    return [GoalCount(goal, counts.get(goal.number, 0)) for goal in GOALS]
