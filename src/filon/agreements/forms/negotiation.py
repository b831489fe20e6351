"""A text that goes out to be negotiated, and what comes back."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import choice
from filon.agreements.forms.signing import LANGUAGES
from filon.kernel.forms import WritingForm


class SendTextForm(WritingForm):
    language = choice(gettext_lazy("Language of the document"), LANGUAGES, required=gettext_lazy("Say in which language it is negotiated."))


class ReturnForm(WritingForm):
    """The DOCX that came back; the service reads no more of it than it may."""

    file = forms.FileField(
        label=gettext_lazy("What came back (.docx)"),
        help_text=gettext_lazy("At most 20 MB. Tracked changes count as accepted; nothing is written into the draft."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": gettext_lazy("Choose the Word document that came back."),
            "empty": gettext_lazy("This file is empty: choose the Word document that came back."),
        },
    )

    @property
    def upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        return upload


class TakeForm(WritingForm):
    """`seen`: what the draft said on the page where the change was read; empty for a clause that it does not have."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    decided = forms.BooleanField(
        widget=forms.HiddenInput, error_messages={"required": gettext_lazy("Read the change, then take it or leave it.")}
    )
