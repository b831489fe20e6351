"""Forms of themes and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.activities.inputs import ClosingInput, SessionInput, ThemeInput
from filon.activities.kinds import Audience
from filon.activities.models import ExchangeSession, ExchangeTheme
from filon.facts.goals import GOALS
from filon.kernel.forms import WritingForm

Choices = Sequence[tuple[UUID, str]]
MOMENT = "%Y-%m-%dT%H:%M"


def moment(label: Any) -> forms.DateTimeField:
    """A day with an hour, chosen in the browser's calendar."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT],
        error_messages={"invalid": _("This is not a day with an hour: choose both."), "required": _("Choose a day with its hour.")},
    )


def paragraph(label: Any, *, required: bool = False, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}))


class ThemeForm(WritingForm):
    """A theme opened to exchanges; the theme itself is chosen once."""

    theme = forms.TypedChoiceField(label=_("Theme"), coerce=UUID, error_messages={"required": _("Choose a theme.")})
    about_fr = paragraph(_("What it is about, in French"))
    about_en = paragraph(_("What it is about, in English"))
    audience = forms.ChoiceField(label=_("Who may read its page"), choices=Audience)

    def __init__(self, *args: Any, themes: Choices = (), opened: ExchangeTheme | None = None, **kwargs: Any) -> None:
        if opened is not None:
            kwargs["initial"] = {name: getattr(opened, name) for name in ("about_fr", "about_en", "audience")}
        super().__init__(*args, **kwargs)
        if opened is not None:
            del self.fields["theme"]
        else:
            self.fields["theme"].choices = [("", _("choose")), *themes]  # type: ignore[attr-defined]

    def given(self, opened: ExchangeTheme | None = None) -> ThemeInput:
        typed = self.cleaned_data
        theme_id = typed["theme"] if opened is None else opened.theme.uuid
        return ThemeInput(theme_id=theme_id, about_fr=typed["about_fr"], about_en=typed["about_en"], audience=typed["audience"])


class SessionForm(WritingForm):
    """A session: on what, when, where, for how many, with whom."""

    aliases: ClassVar = {"theme_id": "theme", "site_id": "site", "entity_ids": "organisations"}
    title_fr = forms.CharField(label=_("Title, in French"), max_length=160, error_messages={"required": _("Give the session a title.")})
    title_en = forms.CharField(label=_("Title, in English"), max_length=160, required=False)
    theme = forms.TypedChoiceField(label=_("Theme"), coerce=UUID, error_messages={"required": _("Choose a theme.")})
    audience = forms.ChoiceField(label=_("Who may read its page"), choices=Audience)
    starts_at = moment(_("Begins at"))
    ends_at = moment(_("Ends at"))
    site = forms.TypedChoiceField(label=_("Site"), coerce=UUID, required=False, empty_value=None)
    room = forms.CharField(label=_("Room or address"), max_length=120, required=False)
    capacity = forms.IntegerField(label=_("Number of places"), initial=30, error_messages={"required": _("Say how many places there are.")})
    about_fr = paragraph(_("What it is about, in French"))
    about_en = paragraph(_("What it is about, in English"))
    organisations = forms.TypedMultipleChoiceField(
        label=_("Organisations that take part"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, themes: Choices, sites: Choices, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("choose")), *themes]  # type: ignore[attr-defined]
        self.fields["site"].choices = [("", _("not said yet")), *sites]  # type: ignore[attr-defined]
        chosen = {str(uuid) for uuid in self["organisations"].value() or ()}
        self.fields["organisations"].choices = sorted(organisations, key=lambda one: str(one[0]) not in chosen)  # type: ignore[attr-defined]

    def session(self) -> SessionInput:
        typed = self.cleaned_data
        same = ("title_fr", "title_en", "audience", "starts_at", "ends_at", "room", "capacity", "about_fr", "about_en")
        named = {name: typed[name] for name in same}
        return SessionInput(theme_id=typed["theme"], site_id=typed["site"], entity_ids=typed["organisations"], **named)


def initial_of(session: ExchangeSession) -> dict[str, Any]:
    """What the form of a session shows first."""
    same = ("title_fr", "title_en", "audience", "room", "capacity", "about_fr", "about_en")
    return {
        **{name: getattr(session, name) for name in same},
        "theme": session.theme.uuid,
        "site": session.site.uuid if session.site else None,
        "starts_at": timezone.localtime(session.starts_at),
        "ends_at": timezone.localtime(session.ends_at),
        "organisations": list(session.organisations.values_list("entity__uuid", flat=True)),
    }


class AttendanceForm(WritingForm):
    """Who came, among those with a place."""

    came = forms.TypedMultipleChoiceField(label=_("Present"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = persons  # type: ignore[attr-defined]


class CloseForm(WritingForm):
    """What the session was, and what it fulfils."""

    others = forms.IntegerField(
        label=_("Others who came, without being registered"), required=False, min_value=0, max_value=5000, initial=0
    )
    commitments = forms.TypedMultipleChoiceField(
        label=_("What it fulfils"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    goals = forms.TypedMultipleChoiceField(
        label=_("Sustainable development goals it serves"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, commitments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitments"].choices = commitments  # type: ignore[attr-defined]
        self.fields["goals"].choices = [(goal.number, f"{goal.number} · {goal.name}") for goal in GOALS]  # type: ignore[attr-defined]

    def closing(self) -> ClosingInput:
        typed = self.cleaned_data
        return ClosingInput(others=typed["others"] or 0, commitment_ids=typed["commitments"], goals=typed["goals"])


class ReasonForm(WritingForm):
    """Why something is undone."""

    asked = ("reason",)
    reason = paragraph(_("Why"))
