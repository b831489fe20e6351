"""Forms that hand what was typed to a service, and show its refusals beside the fields."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from filon.kernel.errors import Refusals, Refused
from filon.kernel.money import Cents, parse_euros

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
"""How a day is sent by the browser's calendar, and how people type it."""


class WritingForm(forms.Form):
    """A form with one service behind it. `outcome` is what the service returned, once `writes` was true."""

    aliases: ClassVar[Mapping[str, str]] = {}
    """The field of this form that shows what a service refuses under another name."""
    asked: ClassVar[tuple[str, ...]] = ()
    """Fields that the form lets through empty and the service refuses: they are not optional to whoever fills them in."""
    outcome: Any = None

    def writes(self, service: Callable[[], object]) -> bool:
        """Runs the service if the form was sent and holds; False otherwise, the form then says what is to be corrected."""
        if not self.is_valid():
            return False
        try:
            self.outcome = service()
        except Refused as refused:
            self._show(refused)
            return False
        return True

    def _show(self, refused: Refused) -> None:
        """Each sentence beside its field, else above all."""
        for refusal in refused.refusals if isinstance(refused, Refusals) else (refused,):
            field = self.aliases.get(refusal.field or "", refusal.field)
            self.add_error(field if field in self.fields else None, refusal.sentence)

    @property
    def status(self) -> int:
        """The status of the page that shows it: 422 once it was refused."""
        return 422 if self.is_bound else 200


class FigureField(forms.CharField, ABC):
    """A figure as people write it; None when it is left empty. The parser's refusal is the sentence shown beside the field."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    @staticmethod
    @abstractmethod
    def parse(text: str) -> Any:
        """What the text says. Raises Refused."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self.parse(text)
        except Refused as refused:
            raise ValidationError(refused.sentence) from None


class EurosField(FigureField):
    """An amount such as 1 234,56, in cents."""

    parse = staticmethod(parse_euros)

    def prepare_value(self, value: Cents | str | None) -> str | None:
        return f"{value / 100:.2f}".replace(".", ",").removesuffix(",00") if isinstance(value, int) else value


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or typed."""

    widget = forms.DateInput(format=DAY_FORMATS[0], attrs={"type": "date"})
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("This is not a date: write it like 15/03/2025.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **options)


class SeveralFiles(forms.ClearableFileInput):
    """Django's file input, several at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, none of them empty."""

    widget = SeveralFiles
    default_error_messages: ClassVar[dict[str, Any]] = {"empty": _("A file is empty: choose another one.")}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given: Iterable[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]
