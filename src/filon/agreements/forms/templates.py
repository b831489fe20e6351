"""Reading a template: on which terms, in which language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.models import AgreementVersion, TextTemplate
from filon.agreements.queries.templates import drafts_to_read_on
from filon.kernel.forms import WritingForm
from filon.people.models import User


class BeginForm(WritingForm):
    """One button a kind."""

    kind = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Choose a kind of agreement."), "invalid": gettext_lazy("Choose a kind of agreement.")},
    )


class PreviewForm(WritingForm):
    """A choice that is none counts as the first one: an old address still shows something."""

    sur = forms.ChoiceField(label=gettext_lazy("Read it on"), required=False)
    langue = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("fr", gettext_lazy("French")), ("en", gettext_lazy("English"))])

    def __init__(self, *args: Any, viewer: User, template: TextTemplate, **options: Any) -> None:
        super().__init__(*args, **options)
        self._drafts = {str(draft.uuid): draft for draft in drafts_to_read_on(viewer, template)}
        named = [(uuid, f"{draft.agreement.reference} · {draft.agreement.title}") for uuid, draft in self._drafts.items()]
        self.fields["sur"].choices = [("", _("invented values")), *named]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def draft(self) -> AgreementVersion | None:
        return self._drafts.get(self.cleaned_data.get("sur") or "")

    @property
    def language(self) -> str:
        return str(self.cleaned_data.get("langue") or "fr")
