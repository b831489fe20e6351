"""What is typed about funds and the fee of their umbrella."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import DayField, EurosField, WritingForm
from filon.ledger.forms import Choices
from filon.ledger.inputs import FeeRuleInput
from filon.ledger.kinds import BorneBy

SLICES = range(1, 6)
FIGURES = ("percent_bp", "floor_cents", "yearly_cents")


class FundForm(WritingForm):
    """A fund that serves the school, from a day on."""

    fund = forms.TypedChoiceField(label=_("Fund"), coerce=UUID)
    start = DayField(label=_("From"), initial=timezone.localdate)

    def __init__(self, *args: Any, funds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = funds  # type: ignore[attr-defined]


class FeeRuleForm(WritingForm):
    """What the umbrella takes, as the convention of the fund says. A slice is two fields: `start_<n>` and `share_<n>`."""

    valid_from = DayField(label=_("From"), initial=timezone.localdate)
    percent_bp = EurosField(label=_("Share of each gift, in percent"), required=False, help_text=_("such as 8 or 7,5"))
    floor_cents = EurosField(label=_("At least, for one gift"), required=False)
    yearly_cents = EurosField(label=_("Each year"), required=False)
    borne_by = forms.ChoiceField(label=_("Borne by"), choices=BorneBy)
    source = forms.CharField(label=_("Where it is written"), max_length=200, required=False)
    aliases = {"tiers": "start_1"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in SLICES:
            self.fields[f"start_{number}"] = EurosField(label=_("From, in euros received in the year"), required=False)
            self.fields[f"share_{number}"] = EurosField(label=_("Share, in percent"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for number in SLICES:
            start, share = typed.get(f"start_{number}"), typed.get(f"share_{number}")
            if (start is None) != (share is None) and not {f"start_{number}", f"share_{number}"} & set(self.errors):
                missing = "start" if start is None else "share"
                self.add_error(f"{missing}_{number}", _("A slice has both: from how much, and what share."))
        if not self.errors and not self._tiers(typed) and all(typed[name] is None for name in FIGURES):
            raise ValidationError(_("Say what the umbrella takes: a share, slices, a least fee or a yearly one; 0 when it takes nothing."))
        return typed

    @property
    def slices(self) -> list[tuple[BoundField, BoundField]]:
        """Both fields of each, for the page."""
        return [(self[f"start_{number}"], self[f"share_{number}"]) for number in SLICES]

    @staticmethod
    def _tiers(typed: dict[str, Any]) -> list[tuple[int, int]]:
        pairs = ((typed.get(f"start_{number}"), typed.get(f"share_{number}")) for number in SLICES)
        return [(start, share) for start, share in pairs if start is not None and share is not None]

    def rule(self, fund_id: UUID) -> FeeRuleInput:
        typed = self.cleaned_data
        return FeeRuleInput(
            fund_id=fund_id,
            valid_from=typed["valid_from"],
            borne_by=typed["borne_by"],
            source=typed["source"],
            tiers=self._tiers(typed),
            **{name: typed[name] or 0 for name in FIGURES},
        )


class YearForm(WritingForm):
    """The year whose fee is taken."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=9999)
    aliases = {"year": "__all__"}  # the button is no field that could be linked to
