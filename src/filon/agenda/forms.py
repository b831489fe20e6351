"""What is chosen about letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import WritingForm
from filon.kernel.registry import LetterChoice, all_of
from filon.people.models.user import LANGUAGES


class MailForm(WritingForm):
    """A box for each of the letters one may choose."""

    def __init__(self, *arguments: Any, wanted: set[str], language: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._codes = {one.code.replace(".", "_"): one.code for one in all_of(LetterChoice)}
        for one in all_of(LetterChoice):
            name = one.code.replace(".", "_")
            self.fields[name] = forms.BooleanField(
                label=str(one.label), help_text=str(one.help), required=False, initial=one.code in wanted
            )
        choices = [("", _("that of my account")), *LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language of these letters"), choices=choices, required=False, initial=language)

    @property
    def chosen(self) -> dict[str, Any]:
        """What the service is told."""
        wanted = {code for name, code in self._codes.items() if self.cleaned_data[name]}
        return {"wanted": wanted, "language": self.cleaned_data["language"]}
