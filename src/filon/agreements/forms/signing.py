"""Forms of a signature: sending a version, its ceremony; and what a signatory fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import Choices, choice, text
from filon.agreements.services.sending import Ceremony
from filon.kernel.forms import EurosField, WritingForm

LANGUAGES = (("fr", gettext_lazy("French")), ("en", gettext_lazy("English")))


class CeremonyForm(WritingForm):
    """Place, time and guests; all may be left empty."""

    place = text(gettext_lazy("Place of signature"), length=160)
    ceremony_at = forms.DateTimeField(
        label=gettext_lazy("Ceremony on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={"invalid": gettext_lazy("This is not a day with an hour: choose both.")},
    )
    guests = text(gettext_lazy("Who is invited to it"), rows=2, length=2000)

    def ceremony(self) -> Ceremony:
        given = self.cleaned_data
        return Ceremony(place=given["place"], at=given["ceremony_at"], guests=given["guests"])


class SendForm(CeremonyForm):
    language = choice(gettext_lazy("Language of the document"), LANGUAGES, required=gettext_lazy("Say in which language it is signed."))
    message = text(gettext_lazy("A word to the signatories"), rows=3, length=2000)

    aliases = {"parties": "language"}

    def sending(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"language": given["language"], "message": given["message"], "ceremony": self.ceremony()}


class WithdrawSendingForm(WritingForm):
    reason = text(
        gettext_lazy("Why the sending is withdrawn"), required=gettext_lazy("Say why: it stays in the history."), rows=3, length=2000
    )
    rewrite = forms.BooleanField(label=gettext_lazy("Go on with the text as a new draft"), required=False, initial=True)


class SignForm(WritingForm):
    """The code, unless she is signed in; and her word that she has read."""

    code = forms.CharField(
        label=gettext_lazy("Code of six digits"),
        max_length=12,
        error_messages={"required": gettext_lazy("Type the six digits of your code.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    has_read = forms.BooleanField(
        label=gettext_lazy("I have read the document and I sign it"),
        error_messages={"required": gettext_lazy("Tick that you have read the document and sign it.")},
    )

    def __init__(self, *args: Any, needs_code: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].required = needs_code


class RefuseForm(WritingForm):
    reason = text(gettext_lazy("Why you do not sign"), required=gettext_lazy("Say why: the school reads it."), rows=3, length=2000)


class DelegateForm(WritingForm):
    person = choice(gettext_lazy("Who signs instead of you"), [], required=gettext_lazy("Choose who signs instead of you."))
    document = forms.FileField(
        label=gettext_lazy("Document that gives the power (PDF)"),
        error_messages={
            "required": gettext_lazy("Add the document that gives the power."),
            "empty": gettext_lazy("This file is empty: choose the document that gives the power."),
        },
    )

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", _("choose a person")), *people]  # type: ignore[attr-defined]


class PolicyForm(WritingForm):
    second_channel_from_cents = EurosField(label=gettext_lazy("Ask for a second channel from"), required=False)
    provider = forms.ChoiceField(
        label=gettext_lazy("Who gathers the signatures"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose who gathers the signatures among those of the list.")},
    )

    def __init__(self, *args: Any, providers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]
