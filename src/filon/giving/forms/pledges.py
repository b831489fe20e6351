"""Calls, what is given up, counterparts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from filon.giving.kinds import Channel
from filon.kernel.forms import EurosField, WritingForm


class ReasonForm(WritingForm):
    """Why."""

    reason = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    asked = ("reason",)


class CallForm(WritingForm):
    """Whom to ask, and how."""

    channel = forms.ChoiceField(label=_("How it leaves"), choices=Channel.choices, widget=forms.RadioSelect)
    contact = forms.TypedChoiceField(label=_("Person written to"), coerce=UUID, required=False, empty_value=None)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, people: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = [("", _("the organisation")), *people]  # type: ignore[attr-defined]

    def call(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"channel": Channel(typed["channel"]), "affiliation_id": typed["contact"], "language": typed["language"]}


class WaiveForm(ReasonForm):
    amount = EurosField(label=_("Amount given up"))
    field_order = ("amount", "reason")

    def waive(self) -> dict[str, Any]:
        return {"amount_cents": self.cleaned_data["amount"], "reason": self.cleaned_data["reason"]}


class ValueForm(WritingForm):
    """What one counterpart is worth."""

    value = EurosField(label=_("Value of one, in euros"), help_text=_("0 for what costs nothing, such as a name on a page"))
    basis = forms.CharField(label=_("How it was worked out"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def valuation(self) -> dict[str, Any]:
        return {"unit_value_cents": self.cleaned_data["value"], "basis": self.cleaned_data["basis"]}


class SimulationForm(forms.Form):
    """Counterparts that one thinks of adding: how many of each, at which value. Nothing is written."""

    quantity = forms.DecimalField(label=_("How many more"), min_value=0, max_digits=8, decimal_places=2, required=False, localize=True)
    value = EurosField(label=_("Value of one, in euros"), required=False)
    year = forms.IntegerField(label=_("In the year"), min_value=2000, max_value=2100, required=False)

    @property
    def added_cents(self) -> int:
        """What they are worth together; nothing until both figures make sense."""
        if not self.is_valid() or not self.cleaned_data["quantity"] or not self.cleaned_data["value"]:
            return 0
        return int(self.cleaned_data["quantity"] * self.cleaned_data["value"])
