"""What is typed about facts; the rules are the services'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.facts.goals import GOALS
from filon.facts.inputs import FactInput
from filon.facts.kinds import kinds_by_hand
from filon.kernel.forms import DayField, EurosField, FilesField, WritingForm

Choices = Sequence[tuple[UUID, str]]


class FactForm(WritingForm):
    """A fact recorded by hand."""

    kind = forms.ChoiceField(label=_("What happened"))
    occurred_on = DayField(label=_("When"), initial=timezone.localdate)
    organisations = forms.TypedMultipleChoiceField(label=_("With whom"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple)
    quantity = forms.DecimalField(
        label=_("How many"), initial=1, max_digits=14, decimal_places=2, localize=True, help_text=_("of what is chosen above")
    )
    persons = forms.IntegerField(label=_("Persons who took part"), required=False)
    value = EurosField(label=_("Value"), required=False, help_text=_("in euros, where it is known"))
    goals = forms.TypedMultipleChoiceField(
        label=_("Sustainable development goals it serves"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("Names and words about persons"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("kept beside the fact, erasable; the fact is then private"),
    )
    file = FilesField(label=_("Proof"), required=False, help_text=_("PDF, picture or spreadsheet, 25 MB at most"))

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("choose what happened")), *((kind.code, kind.label) for kind in kinds_by_hand())]  # type: ignore[attr-defined]
        chosen = {str(uuid) for uuid in self["organisations"].value() or ()}
        self.fields["organisations"].choices = sorted(organisations, key=lambda one: str(one[0]) not in chosen)  # type: ignore[attr-defined]
        self.fields["goals"].choices = [(goal.number, f"{goal.number} · {goal.name}") for goal in GOALS]  # type: ignore[attr-defined]

    def fact(self, *, host_id: int) -> FactInput:
        typed = self.cleaned_data
        return FactInput(
            kind=typed["kind"],
            occurred_on=typed["occurred_on"],
            host_id=host_id,
            entity_ids=typed["organisations"],
            quantity=typed["quantity"],
            value_cents=typed["value"],
            persons=typed["persons"],
            goals=typed["goals"],
            personal={"words": typed["words"]} if typed["words"] else None,
        )


class ReversalForm(WritingForm):
    """Why a fact was wrong."""

    reason = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
