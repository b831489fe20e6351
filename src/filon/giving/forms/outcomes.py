"""What money made possible, and campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.giving.inputs import CampaignInput
from filon.kernel.forms import DayField, EurosField, WritingForm

Choices = Sequence[tuple[Any, str]]


class AttributeForm(WritingForm):
    """A share of one gift, or of one spending (``is_spending``)."""

    fact = forms.TypedChoiceField(label=_("What it made possible"), coerce=UUID)
    share = forms.DecimalField(
        label=_("Share of the gift, in %"), min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True
    )

    def __init__(self, *args: Any, facts: Choices, is_spending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = [("", _("choose")), *facts]  # type: ignore[attr-defined]
        if is_spending:
            self.fields["share"].label = _("Share of the spending, in %")

    @property
    def points(self) -> int:
        """In basis points."""
        return int(self.cleaned_data["share"] * 100)


class SpreadForm(WritingForm):
    """An outcome spread over the gifts of a fund."""

    fact = forms.TypedChoiceField(label=_("What was made possible"), coerce=UUID)
    fund = forms.TypedChoiceField(label=_("Paid from"), coerce=UUID, required=False, empty_value=None)
    amount = EurosField(label=_("Amount"))

    def __init__(self, *args: Any, facts: Choices, funds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = [("", _("choose")), *facts]  # type: ignore[attr-defined]
        self.fields["fund"].choices = [("", _("the school’s own account")), *funds]  # type: ignore[attr-defined]


class CampaignForm(WritingForm):
    """A call for gifts."""

    aliases: ClassVar[Mapping[str, str]] = {"goal_cents": "goal"}
    title_fr = forms.CharField(label=_("Title, in French"), max_length=160)
    title_en = forms.CharField(label=_("Title, in English"), max_length=160, required=False)
    purpose_fr = forms.CharField(label=_("What for, in French"), max_length=300, required=False)
    purpose_en = forms.CharField(label=_("What for, in English"), max_length=300, required=False)
    goal = EurosField(label=_("Goal"))
    beneficiary = forms.TypedChoiceField(label=_("Received by"), coerce=UUID)
    fund = forms.TypedChoiceField(label=_("For the fund"), coerce=UUID, required=False, empty_value=None)
    start = DayField(label=_("From"))
    end = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("beneficiary", "fund"):
            self.fields[name].choices = [("", _("choose") if self.fields[name].required else _("none")), *choices[name]]  # type: ignore[attr-defined]

    def campaign(self) -> CampaignInput:
        typed = self.cleaned_data
        return CampaignInput(
            beneficiary_id=typed["beneficiary"],
            title_fr=typed["title_fr"],
            goal_cents=typed["goal"],
            start=typed["start"],
            end=typed["end"],
            title_en=typed["title_en"],
            purpose_fr=typed["purpose_fr"],
            purpose_en=typed["purpose_en"],
            fund_id=typed["fund"],
        )
