"""What a donor types to see what a gift would give; nothing of it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.engines.tax import company, individual
from filon.kernel.forms import EurosField, WritingForm

FORMER = 5
"""Exercices, or years, that what exceeds a ceiling may be carried for."""
FIRST_COMPANY, FIRST_PERSON = 2022, 2023
"""The first years for which the rules of all that is carried are known."""


class _YearForm(WritingForm):
    """A year and what was given in it, with the years before it."""

    first = FIRST_COMPANY
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        self.fields["year"].choices = [(year, str(year)) for year in range(this + 1, self.first - 1, -1)]  # type: ignore[attr-defined]
        self.fields["year"].initial = this

    def cents(self, name: str) -> int:
        found: int = self.cleaned_data.get(name) or 0
        return found


class CompanyForm(_YearForm):
    """Turnover and gifts of an exercice and, where there were any, of the five before: what they exceeded is carried."""

    turnover = EurosField(label=gettext_lazy("Turnover, without tax"))
    gifts = EurosField(label=gettext_lazy("Gifts of the exercice, to all bodies"))
    field_order = ("year", "turnover", "gifts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].label = _("Exercice closed in")
        for back in range(1, FORMER + 1):
            self.fields[f"turnover_{back}"] = EurosField(label=former_label(_("Turnover"), back), required=False)
            self.fields[f"gifts_{back}"] = EurosField(label=former_label(_("Gifts"), back), required=False)

    def exercices(self) -> list[company.Year]:
        """Six in a row, the one asked for last."""
        year: int = self.cleaned_data["year"]
        former = [
            company.Year(self.cents(f"gifts_{back}"), self.cents(f"turnover_{back}"), dt.date(year - back, 12, 31), str(year - back))
            for back in range(FORMER, 0, -1)
        ]
        return [*former, company.Year(self.cents("gifts"), self.cents("turnover"), dt.date(year, 12, 31), str(year))]

    def former(self) -> list[tuple[Any, Any]]:
        return [(self[f"turnover_{back}"], self[f"gifts_{back}"]) for back in range(1, FORMER + 1)]


class PersonForm(_YearForm):
    """Income and gifts of a calendar year, and what former years left."""

    first = FIRST_PERSON
    income = EurosField(label=gettext_lazy("Taxable income of the household"))
    gifts = EurosField(label=gettext_lazy("Gifts of the year, to all bodies"))
    field_order = ("year", "income", "gifts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].label = _("Year of the gifts")
        for back in range(1, FORMER + 1):
            self.fields[f"carried_{back}"] = EurosField(label=former_label(_("Excess carried"), back), required=False)

    def household(self) -> individual.Year:
        year: int = self.cleaned_data["year"]
        carried = [individual.Excess(year - back, self.cents(f"carried_{back}")) for back in range(1, FORMER + 1)]
        gift = individual.Gift(dt.date(year, 12, 31), self.cents("gifts"))
        return individual.Year(year, self.cents("income"), (gift,), tuple(one for one in carried if one.cents))

    def former(self) -> list[tuple[Any]]:
        return [(self[f"carried_{back}"],) for back in range(1, FORMER + 1)]


def former_label(label: str, back: int) -> str:
    """`Turnover, 2 years before`."""
    sentence = _("%(label)s, the year before") if back == 1 else _("%(label)s, %(back)d years before")
    return sentence % {"label": label, "back": back}
