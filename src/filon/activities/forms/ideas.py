"""Forms of ideas."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.activities.forms.sessions import Choices
from filon.activities.inputs import IdeaInput, OutcomeInput
from filon.activities.kinds import Audience, OutcomeKind
from filon.kernel.forms import DayField, WritingForm


class IdeaForm(WritingForm):
    """An idea in somebody's own words."""

    title = forms.CharField(label=_("Idea"), max_length=160, error_messages={"required": _("Give the idea a title.")})
    words = forms.CharField(
        label=_("In a few words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say the idea in a few words.")},
        help_text=_("as you wish others to read it: it is never rewritten"),
    )
    session = forms.TypedChoiceField(label=_("It came up at the session"), coerce=UUID, required=False, empty_value=None)

    def __init__(self, *args: Any, sessions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = [("", _("no session")), *sessions]  # type: ignore[attr-defined]

    def idea(self, theme_id: UUID) -> IdeaInput:
        typed = self.cleaned_data
        return IdeaInput(
            theme_id=theme_id, title=typed["title"], words=typed["words"], session_id=typed["session"], audience=Audience.MEMBERS
        )


class CommentForm(WritingForm):
    words = forms.CharField(
        label=_("Your comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your comment.")},
    )


class TakeUpForm(WritingForm):
    """For whom the idea is taken up."""

    entity = forms.TypedChoiceField(label=_("For"), coerce=UUID, required=False, empty_value=None)

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = [("", _("the school")), *organisations]  # type: ignore[attr-defined]


class OutcomeForm(WritingForm):
    """What the idea became, and what that fulfils."""

    aliases: ClassVar = {"agreement_id": "agreement"}
    kind = forms.ChoiceField(label=_("It became"), choices=OutcomeKind)
    title = forms.CharField(
        label=_("Which one"), max_length=160, help_text=_("without a name"), error_messages={"required": _("Say which one.")}
    )
    occurred_on = DayField(label=_("Since"), initial=timezone.localdate)
    agreement = forms.TypedChoiceField(label=_("The agreement, if it is one"), coerce=UUID, required=False, empty_value=None)
    commitments = forms.TypedMultipleChoiceField(
        label=_("What it fulfils"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, agreements: Choices, commitments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].choices = [("", _("no agreement")), *agreements]  # type: ignore[attr-defined]
        self.fields["commitments"].choices = commitments  # type: ignore[attr-defined]

    def outcome(self) -> OutcomeInput:
        typed = self.cleaned_data
        return OutcomeInput(
            kind=OutcomeKind(typed["kind"]),
            title=typed["title"],
            occurred_on=typed["occurred_on"],
            agreement_id=typed["agreement"],
            commitment_ids=typed["commitments"],
        )
