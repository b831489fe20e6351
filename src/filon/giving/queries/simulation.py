"""What the law would give for a gift, in words with its sources: indicative, for the school does not know the donor's other figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from filon.engines.tax import company, individual
from filon.engines.tax.errors import NoRule, TaxRefused
from filon.engines.tax.explanation import Line, sentence, sources
from filon.engines.tax.language import Language
from filon.kernel.errors import Refused


@dataclass(frozen=True)
class Said:
    """A line of the explanation; ``is_derived``: one of its rules is our own reading."""

    sentence: str
    sources: str
    is_derived: bool


@dataclass(frozen=True)
class Simulation:
    """In cents. ``cost``: what the gifts of the year cost once the reduction is taken off, never below zero."""

    gift_cents: int
    reduction_cents: int
    ceiling_cents: int
    carried_cents: int
    lines: Sequence[Said]

    @property
    def cost_cents(self) -> int:
        return max(0, self.gift_cents - self.reduction_cents)


def company_simulated(exercices: Sequence[company.Year]) -> Simulation:
    """Of the last exercice, what the former ones left included. Raises Refused."""
    try:
        found = company.reduction(exercices)[-1]
    except (NoRule, TaxRefused) as refused:
        raise _refusal() from refused
    return Simulation(found.year.gifts_cents, found.reduction_cents, found.ceiling_cents, found.carry_left_cents, list(_said(found.lines)))


def person_simulated(household: individual.Year) -> Simulation:
    """Of one year. Raises Refused."""
    try:
        found = individual.reduction(household)
    except (NoRule, TaxRefused) as refused:
        raise _refusal() from refused
    gifts, carried = sum(gift.cents for gift in household.gifts), sum(one.cents for one in found.excess)
    return Simulation(gifts, found.reduction_cents, found.ceiling_cents, carried, list(_said(found.lines)))


def _refusal() -> Refused:
    return Refused(_("These figures give nothing that can be worked out: choose another year, and amounts of zero or more."), field="gifts")


def _said(lines: Iterable[Line]) -> Iterable[Said]:
    language = Language.FR if (translation.get_language() or "fr").startswith("fr") else Language.EN
    for line in lines:
        if line.cents or line.base_cents:
            yield Said(sentence(line, language), sources(line, language), line.is_derived)
