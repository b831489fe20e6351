"""Fields of the agreements' forms: amounts, quantities, days and files as people give them, with sentences that say what to correct."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.kernel.errors import Refused
from filon.kernel.money import parse_euros

Sentence = Any
"""A sentence, perhaps translated only when it is shown."""
Choices = Sequence[tuple[str, str]]

_QUANTITY = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


def parse_quantity(text: str) -> Decimal:
    """`12`, `1 234,5` or `1234.5`, above 0 and to the hundredth. Raises Refused."""
    bare = _SPACES.sub("", text)
    if not _QUANTITY.fullmatch(bare) or not Decimal(bare.replace(",", ".")):
        raise Refused(_("“%(text)s” is not a quantity: write a figure above 0, like 12 or 2,5.") % {"text": text.strip()})
    return Decimal(bare.replace(",", "."))


def parse_day(text: str) -> dt.date:
    """`2025-03-15` or `15/03/2025`. Raises Refused."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise Refused(_("“%(text)s” is not a date: write it like 15/03/2025.") % {"text": text.strip()})


class _ParsedField(forms.CharField):
    """A text that one of our parsers reads; its refusal becomes the reason shown beside the field."""

    @staticmethod
    def parse(text: str) -> Any:
        raise NotImplementedError("A field says how its text is read")

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self.parse(str(text))
        except Refused as refused:
            raise ValidationError(refused.sentence) from None


class EurosField(_ParsedField):
    """Cents of an amount; None where it is left empty."""

    parse = staticmethod(parse_euros)

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options)

    def clean(self, value: Any) -> int | None:
        cents: int | None = super().clean(value)
        if cents is not None and cents < 0:
            raise ValidationError(_("An amount promised is above 0: remove the minus sign."))
        return cents

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:.2f}".replace(".", ",").removesuffix(",00") if isinstance(value, int) else value


class QuantityField(_ParsedField):
    """A quantity above 0, to the hundredth; None where it is left empty."""

    parse = staticmethod(parse_quantity)

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or typed."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": gettext_lazy("This is not a date: write it like 15/03/2025.")}

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, none of them empty."""

    default_error_messages: ClassVar[dict[str, Any]] = {"empty": gettext_lazy("A file is empty: choose another one.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_SeveralFiles(), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given: Iterable[Any] = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


def text(label: Sentence, *, required: Sentence = "", rows: int = 0, length: int | None = None, hint: Sentence = "") -> forms.CharField:
    """A line of text, or a paragraph of so many rows; `required` is the sentence shown when it is missing."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, required=bool(required), widget=widget, max_length=length, help_text=hint, error_messages={"required": required}
    )


def day(label: Sentence, *, required: Sentence = "", hint: Sentence = "") -> DayField:
    return DayField(label=label, required=bool(required), help_text=hint, error_messages={"required": required})


def choice(label: Sentence, choices: Any, *, required: Sentence = "", hint: Sentence = "", widget: Any = None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(required),
        help_text=hint,
        widget=widget or forms.Select,
        error_messages={"required": required, "invalid_choice": gettext_lazy("This choice is not possible: take one of the list.")},
    )


def whole(label: Sentence, *, required: Sentence = "", hint: Sentence = "", least: int = 1, most: int = 32_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=bool(required),
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages={"required": required, "invalid": gettext_lazy("Write a whole number.")},
    )
