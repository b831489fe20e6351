"""The 17 sustainable development goals (United Nations, resolution A/RES/70/1 of 25 September 2015), with their short names."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Goal:
    """A goal and its short name."""

    number: int
    name: Promise


GOALS: tuple[Goal, ...] = (
    Goal(1, _("No poverty")),
    Goal(2, _("Zero hunger")),
    Goal(3, _("Good health and well-being")),
    Goal(4, _("Quality education")),
    Goal(5, _("Gender equality")),
    Goal(6, _("Clean water and sanitation")),
    Goal(7, _("Affordable and clean energy")),
    Goal(8, _("Decent work and economic growth")),
    Goal(9, _("Industry, innovation and infrastructure")),
    Goal(10, _("Reduced inequalities")),
    Goal(11, _("Sustainable cities and communities")),
    Goal(12, _("Responsible consumption and production")),
    Goal(13, _("Climate action")),
    Goal(14, _("Life below water")),
    Goal(15, _("Life on land")),
    Goal(16, _("Peace, justice and strong institutions")),
    Goal(17, _("Partnerships for the goals")),
)


def goals_named(numbers: list[int]) -> list[Goal]:
    """The goals of these numbers, in order."""
    return [goal for goal in GOALS if goal.number in numbers]
