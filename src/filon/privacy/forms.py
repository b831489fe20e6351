"""What is typed about demands."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import WritingForm


class OwnForm(WritingForm):
    """Nothing is typed: the button says it."""


class DemandForm(WritingForm):
    """Whose demand: one of the two."""

    account_id = forms.UUIDField(required=False)
    sheet_id = forms.UUIDField(required=False)


class RefusalForm(WritingForm):
    """Why a demand is refused."""

    asked: ClassVar[tuple[str, ...]] = ("reason",)
    reason = forms.CharField(label=_("Why it is refused"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
