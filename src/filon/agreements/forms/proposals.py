"""Forms of a proposal of an amendment, and of its answer."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import day, text
from filon.kernel.forms import FilesField, WritingForm


class ProposalForm(WritingForm):
    """What should change, why, with files if there are any; `number`: the version that was read."""

    aliases: ClassVar = {"file": "documents"}
    field_order = ("what", "why", "documents", "number")

    what = text(gettext_lazy("What should change"), required=gettext_lazy("Say what should change."), rows=5, length=4000)
    why = text(gettext_lazy("Why"), required=gettext_lazy("Say why: the school reads it before it answers."), rows=3, length=2000)
    documents = FilesField(label=gettext_lazy("Documents"), required=False, help_text=gettext_lazy("PDF, picture or spreadsheet."))
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TakeProposalForm(WritingForm):
    effective_from = day(
        gettext_lazy("From which day the amendment holds"),
        required=gettext_lazy("Say from which day the amendment holds."),
        hint=gettext_lazy("A draft that is being written already keeps its day."),
    )
    answer = text(gettext_lazy("A word to the partner"), rows=2, length=2000)


class DeclineProposalForm(WritingForm):
    reason = text(gettext_lazy("Why nothing changes"), required=gettext_lazy("Say why: the partner reads it."), rows=3, length=2000)
