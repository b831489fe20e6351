"""Forms of a review: submitting, answering, commenting; and the rules of a school."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import Choices, choice, text, whole
from filon.agreements.services.review import roles_offered
from filon.kernel.forms import EurosField, WritingForm
from filon.people.roles import Role


class SubmitForm(WritingForm):
    words = text(gettext_lazy("A word to those who read it"), rows=2, length=2000)


class ApprovalForm(WritingForm):
    """One of two buttons: `answer` is approve or send_back."""

    answer = forms.ChoiceField(
        choices=[("approve", ""), ("send_back", "")],
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Approve it or send it back."),
            "invalid_choice": gettext_lazy("Approve it or send it back."),
        },
    )
    words = text(gettext_lazy("What must change, or a word with your approval"), rows=3, length=2000)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == "send_back" and not given.get("words", "").strip():
            self.add_error("words", _("Say what must be changed before you approve."))
        return given


class CommentForm(WritingForm):
    """On the clause at `position`, or on the whole draft."""

    position = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    words = text(gettext_lazy("Your comment"), required=gettext_lazy("Write what you have to say."), rows=3, length=4000)


class RuleForm(WritingForm):
    """Who approves what, from which amount, in which turn."""

    role = choice(gettext_lazy("Approved by"), roles_offered, required=gettext_lazy("Say who approves."))
    kind = choice(gettext_lazy("Kind of agreement"), [])
    from_cents = EurosField(label=gettext_lazy("From (amount of the agreement)"), required=False)
    position = whole(gettext_lazy("Turn"), required=gettext_lazy("Say in which turn: 1 is asked first."), most=20)

    aliases = {"from": "from_cents"}

    def __init__(self, *args: Any, kinds: Choices, **options: Any) -> None:
        options.setdefault("initial", {"position": 1})
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("Every kind")), *kinds]  # type: ignore[attr-defined]

    def rule(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "role": Role(given["role"]),
            "kind_id": UUID(given["kind"]) if given["kind"] else None,
            "from_cents": given["from_cents"] or 0,
            "position": given["position"],
        }
