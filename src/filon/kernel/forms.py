"""Forms that hand what was typed to a service, and show its refusals beside the fields."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from filon.kernel.errors import Refused
from filon.kernel.money import parse_euros
from filon.kernel.pages import refusal_to_form


class WritingForm(forms.Form):
    """A form with one service behind it. `outcome` is what the service returned, once `writes` was true."""

    outcome: Any = None

    def writes(self, service: Callable[[], object]) -> bool:
        """Runs the service if the form was sent and holds; False otherwise, the form then says what is to be corrected."""
        if not self.is_valid():
            return False
        try:
            self.outcome = service()
        except Refused as refused:
            refusal_to_form(self, refused)
            return False
        return True

    @property
    def status(self) -> int:
        """The status of the page that shows it: 422 once it was refused."""
        return 422 if self.is_bound else 200


class DayField(forms.DateField):
    """A day, chosen with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class EurosField(forms.CharField):
    """An amount as people write it (1 234,56), in cents; None when it is left empty."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_euros(text)
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused
