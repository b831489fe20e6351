"""What is typed about people."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import DayField, WritingForm
from filon.people.models.user import LANGUAGES
from filon.people.roles import Role
from filon.people.throttle import TooManyTries

EMAIL = forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})


class CountedForm(WritingForm):
    """A form whose tries are counted: once there were too many, `wait` is the seconds until the next one."""

    wait = 0

    def writes(self, service: Callable[[], object]) -> bool:
        def counted() -> object:
            try:
                return service()
            except TooManyTries as refused:
                self.wait = refused.wait
                raise

        return super().writes(counted)

    @property
    def status(self) -> int:
        return 429 if self.wait else super().status


class LinkForm(CountedForm):
    """A link by e-mail."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=EMAIL)
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class PasswordForm(CountedForm):
    """An address and a password."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=EMAIL)
    password = forms.CharField(
        label=_("Password"), max_length=1000, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class InviteForm(WritingForm):
    """Somebody to invite."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)
    language = forms.ChoiceField(label=_("Language of the message"), choices=LANGUAGES, initial="fr")


class EndForm(WritingForm):
    """From which day on a role is no longer held."""

    end = DayField(label=_("No longer held from"), help_text=_("Today at the earliest"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("end", timezone.localdate())


class AcceptForm(WritingForm):
    """What somebody invited says of herself; a password only if she wants one."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least twelve characters; without one, each visit starts with a link by e-mail"),
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            self.fields = {}


class AccountForm(WritingForm):
    """One's own account."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("as the browser asks")), *LANGUAGES], required=False)


class NewPasswordForm(WritingForm):
    """A new password, after the former one if there is one."""

    former = forms.CharField(
        label=_("Password of today"),
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least twelve characters"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_password:
            del self.fields["former"]
